//! A prover for the wrap's proof system, written from the protocol's definition, that follows a [`Script`].

use std::sync::Arc;

use plonky2::field::polynomial::{PolynomialCoeffs, PolynomialValues};
use plonky2::field::types::Field;
use plonky2::hash::poseidon::PoseidonHash;
use plonky2::iop::challenger::Challenger;
use plonky2::plonk::config::Hasher;
use plonky2::plonk::proof::{OpeningSet, Proof};
use saya_circuits::types::{D, F};
use saya_verifier::examine::Extension;
use saya_verifier::keccak::KeccakHasher;
use saya_verifier::proof_bytes::opening_order;
use saya_verifier::types::WrapProof;

use crate::circuit::EveryGate;
use crate::commit_phase::Transcript;
use crate::fri::{prove_openings, OpenedBatch};
use crate::oracle::{from_coeffs, from_values, Committed};
use crate::quotient::Claimed;
use crate::script::{Oracle, Script, Swap};
use crate::table::Columns;
use crate::terms::Challenges;

/// Proves `circuit` with the deviations of `script`, which the transcript absorbs like anything else.
///
/// Panics when the deviations break a term of the vanishing polynomial that the script does not drop.
pub fn prove(circuit: &EveryGate, script: &Script) -> WrapProof {
    let table = &circuit.table;
    let common = table.common();
    let params = &common.fri_params;
    let repetitions = common.config.num_challenges;
    let commit = |oracle, batch, kept, transcript: &mut Transcript| {
        let committed = Committed::new(oracle, batch, kept, script.swap, params);
        transcript.observe_cap(&committed.tree.merkle_tree.cap);
        committed
    };

    let public_inputs = script.public_inputs.clone();
    let public_inputs = public_inputs.unwrap_or_else(|| circuit.public_inputs.to_vec());
    let public_inputs_hash = PoseidonHash::hash_no_pad(&public_inputs);
    let transcript = &mut Challenger::new();
    params.observe(transcript);
    transcript.observe_hash::<KeccakHasher>(table.data.verifier_only.circuit_digest);
    transcript.observe_hash::<PoseidonHash>(public_inputs_hash);

    let mut witness = circuit.witness.clone();
    for &(row, column, difference) in &script.cells {
        witness[column][row] += difference;
    }
    let wires = from_values(witness.clone(), params);
    let wires = commit(Oracle::Wires, wires, 0, transcript);
    let betas = transcript.get_n_challenges(repetitions);
    let gammas = transcript.get_n_challenges(repetitions);

    let sigmas = claimed_sigmas(circuit, script);
    let products: Vec<_> = (0..repetitions)
        .map(|i| table.products(&witness, &sigmas, betas[i], gammas[i], script.permutation))
        .collect();
    let zs = products.iter().map(|p| p.z.clone());
    let partials = products.iter().flat_map(|p| p.partials.clone());
    let batch = from_values(zs.chain(partials).collect(), params);
    let next_zs = products
        .into_iter()
        .map(|p| PolynomialValues::new(p.next).ifft());
    let next_zs: Vec<_> = next_zs.collect();
    // The Zs are opened twice: what is swapped at zeta is the partial products.
    let products = commit(Oracle::ZsPartialProducts, batch, repetitions, transcript);
    let alphas = transcript.get_n_challenges(repetitions);

    let fixed = constants_sigmas(circuit, &sigmas, script);
    let claimed = Claimed {
        constants_sigmas: &fixed.claimed,
        wires: &wires.claimed,
        zs_partial_products: &products.claimed,
        next_zs: &next_zs,
    };
    let challenges = Challenges {
        betas,
        gammas,
        alphas,
    };
    let mut pieces = table.quotients(&claimed, &challenges, &public_inputs_hash, script.dropped);
    if let Some(repetition) = script.false_quotient {
        pieces[repetition * common.quotient_degree_factor].coeffs[0] += F::ONE;
    }
    let quotient = commit(Oracle::Quotient, from_coeffs(pieces, params), 0, transcript);
    let zeta = transcript.get_extension_challenge::<D>();

    let oracles = [fixed, wires, products, quotient];
    let openings = openings(&oracles, &next_zs, zeta, common.num_constants);
    for batch in opening_order(&openings) {
        transcript.observe_extension_elements::<D>(batch);
    }
    let zs = oracles[2].claimed.polynomials[..repetitions].iter();
    let next_is_combined = script.swap != Some(Swap::NextOpenings);
    let batches = [
        OpenedBatch {
            point: zeta,
            polys: oracles.iter().flat_map(combined).collect(),
        },
        OpenedBatch {
            point: zeta * Extension::primitive_root_of_unity(common.degree_bits()),
            polys: zs.map(|z| next_is_combined.then_some(z)).collect(),
        },
    ];
    let opening_proof = prove_openings(&batches, &oracles, params, transcript, script);
    let cap = |oracle: &Committed| oracle.tree.merkle_tree.cap.clone();
    let [_, wires, products, quotient] = &oracles;
    let proof = Proof {
        wires_cap: cap(wires),
        plonk_zs_partial_products_cap: cap(products),
        quotient_polys_cap: cap(quotient),
        openings,
        opening_proof,
    };
    WrapProof {
        proof,
        public_inputs,
    }
}

/// The wiring that the prover claims.
fn claimed_sigmas(circuit: &EveryGate, script: &Script) -> Columns {
    let table = &circuit.table;
    if !script.unwired {
        return table.sigmas.clone();
    }
    let cells = |column| (0..table.rows()).map(move |row| (row, column));
    let column = |column| {
        cells(column)
            .map(|(row, column)| table.identity(row, column))
            .collect()
    };
    (0..table.sigmas.len()).map(column).collect()
}

/// The first oracle, which the verifier knows the cap of.
fn constants_sigmas(circuit: &EveryGate, sigmas: &Columns, script: &Script) -> Committed {
    let table = &circuit.table;
    let claimed = if script.unwired {
        let columns = [&table.constants[..], sigmas].concat();
        Arc::new(from_values(columns, &table.common().fri_params))
    } else {
        table.fixed.clone()
    };
    Committed::fixed(
        Oracle::ConstantsSigmas,
        claimed,
        table.fixed.clone(),
        script.swap,
    )
}

/// The polynomials of one oracle as FRI's codeword has them.
fn combined(oracle: &Committed) -> Vec<Option<&PolynomialCoeffs<F>>> {
    let polys = oracle.claimed.polynomials.iter();
    polys.map(|poly| oracle.combined.then_some(poly)).collect()
}

/// The claimed values at zeta, and those of the Zs one row further.
fn openings(
    oracles: &[Committed; 4],
    next_zs: &[PolynomialCoeffs<F>],
    zeta: Extension,
    num_constants: usize,
) -> OpeningSet<F, D> {
    let eval = |poly: &PolynomialCoeffs<F>| poly.to_extension::<D>().eval(zeta);
    let [mut fixed, wires, mut zs, quotient_polys] = oracles.each_ref().map(|oracle| {
        oracle
            .claimed
            .polynomials
            .iter()
            .map(eval)
            .collect::<Vec<_>>()
    });
    let plonk_sigmas = fixed.split_off(num_constants);
    let partial_products = zs.split_off(next_zs.len());
    OpeningSet {
        constants: fixed,
        plonk_sigmas,
        wires,
        plonk_zs: zs,
        plonk_zs_next: next_zs.iter().map(eval).collect(),
        partial_products,
        quotient_polys,
        lookup_zs: vec![],
        lookup_zs_next: vec![],
    }
}

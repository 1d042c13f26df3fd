//! Whether a lie is what it says: refused, for its own check's sake and for no other.

use anyhow::{ensure, Result};
use plonky2::hash::poseidon::PoseidonHash;
use plonky2::plonk::config::Hasher;
use saya_verifier::examine::{examine, Examination};
use saya_verifier::types::WrapProof;

use crate::check::Check;
use crate::circuit::EveryGate;
use crate::lies::Lie;
use crate::script::Term;
use crate::terms::{Challenges, Point};

/// Fails unless a verifier refuses `proof`, and the same verifier without the lie's check would accept it.
pub fn judge(circuit: &EveryGate, lie: &Lie, proof: &WrapProof) -> Result<()> {
    let data = circuit.table.data.verifier_data();
    ensure!(
        data.verify(proof.clone()).is_err(),
        "{}: plonky2 accepts it",
        lie.name
    );
    let examined = examine(&data, proof)?;
    ensure!(
        !examined.failures.is_empty(),
        "{}: every check holds",
        lie.name
    );
    if let Some(other) = examined
        .failures
        .iter()
        .find(|failure| !lie.check.fails_as(failure))
    {
        anyhow::bail!("{}: another check fails too: {other}", lie.name);
    }
    if let Check::Term(term) = lie.check {
        ensure!(
            holds_without(circuit, proof, &examined, term),
            "{}: fails without its terms too",
            lie.name
        );
    }
    Ok(())
}

/// Whether the identity holds for every repetition when the terms are not added.
fn holds_without(
    circuit: &EveryGate,
    proof: &WrapProof,
    examined: &Examination,
    term: Term,
) -> bool {
    let openings = &proof.proof.openings;
    let point = Point {
        x: examined.challenges.plonk_zeta,
        constants: &openings.constants,
        sigmas: &openings.plonk_sigmas,
        wires: &openings.wires,
        zs: &openings.plonk_zs,
        next_zs: &openings.plonk_zs_next,
        partial_products: &openings.partial_products,
    };
    let challenges = Challenges {
        betas: examined.challenges.plonk_betas.clone(),
        gammas: examined.challenges.plonk_gammas.clone(),
        alphas: examined.challenges.plonk_alphas.clone(),
    };
    let hash = PoseidonHash::hash_no_pad(&proof.public_inputs);
    circuit
        .table
        .vanishing(&point, &challenges, &hash, Some(term))
        == examined.plonk.quotient
}

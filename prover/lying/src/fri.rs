//! The opening argument: combination, folding, grinding and queries.

use plonky2::field::extension::unflatten;
use plonky2::field::polynomial::PolynomialCoeffs;
use plonky2::field::types::{Field, PrimeField64};
use plonky2::fri::proof::{FriInitialTreeProof, FriProof, FriQueryRound, FriQueryStep};
use plonky2::fri::FriParams;
use saya_circuits::types::{D, F};
use saya_verifier::examine::Extension;
use saya_verifier::keccak::{ChainDigest, KeccakHasher, DIGEST_BYTES};

use crate::commit_phase::{fold_all, Layer, Transcript};
use crate::oracle::Committed;
use crate::script::{Oracle, Script, Swap};

/// A batch of polynomials that are opened at one point. `None` stands for a polynomial that the codeword leaves out; it keeps
/// its power of alpha.
pub struct OpenedBatch<'a> {
    pub point: Extension,
    pub polys: Vec<Option<&'a PolynomialCoeffs<F>>>,
}

/// Proves the openings of `batches`, the leaves of which come from `oracles`.
pub fn prove_openings(
    batches: &[OpenedBatch],
    oracles: &[Committed; 4],
    params: &FriParams,
    transcript: &mut Transcript,
    script: &Script,
) -> FriProof<F, KeccakHasher, D> {
    let alpha = transcript.get_extension_challenge::<D>();
    let combined = combine(batches, alpha, 1 << params.degree_bits);
    let (layers, final_poly) = fold_all(combined, params, transcript, script);
    transcript.observe_extension_elements::<D>(&final_poly.coeffs);
    let zeros = params.config.proof_of_work_bits;
    let pow_witness = grind(transcript, zeros, script.weak_grinding);
    transcript.observe_element(pow_witness);
    transcript.get_challenge();

    let indices = transcript.get_n_challenges(params.config.num_query_rounds);
    let indices = indices
        .iter()
        .map(|index| index.to_canonical_u64() as usize % params.lde_size());
    let mut query_round_proofs: Vec<_> = indices
        .map(|index| query(index, oracles, &layers, params))
        .collect();
    let last = query_round_proofs.last_mut().expect("at least one query");
    break_last_path(last, script.swap);
    FriProof {
        commit_phase_merkle_caps: layers.iter().map(|layer| layer.tree.cap.clone()).collect(),
        query_round_proofs,
        final_poly,
        pow_witness,
    }
}

/// `Σ α^k (f_k(X) - f_k(point)) / (X - point)`; the powers run on through the batches, the last batch having the lowest.
fn combine(batches: &[OpenedBatch], alpha: Extension, len: usize) -> PolynomialCoeffs<Extension> {
    let mut sum = vec![Extension::ZERO; len];
    for batch in batches {
        let shift = alpha.exp_u64(batch.polys.len() as u64);
        sum.iter_mut().for_each(|c| *c *= shift);
        let mut numerator = vec![Extension::ZERO; len];
        let mut power = Extension::ONE;
        for poly in &batch.polys {
            if let Some(poly) = poly {
                for (c, &coeff) in numerator.iter_mut().zip(&poly.coeffs) {
                    *c += power * Extension::from(coeff);
                }
            }
            power *= alpha;
        }
        // Division by X - point from the top; what remains is the value at the point.
        let mut carry = Extension::ZERO;
        for (c, &coeff) in sum.iter_mut().zip(&numerator).rev() {
            *c += carry;
            carry = carry * batch.point + coeff;
        }
    }
    PolynomialCoeffs::new(sum)
}

/// The first witness with at least `zeros` leading zeros; a weak one has exactly one too few.
fn grind(transcript: &Transcript, zeros: u32, weak: bool) -> F {
    let good = |&witness: &F| {
        let mut transcript = transcript.clone();
        transcript.observe_element(witness);
        let found = transcript
            .get_challenge()
            .to_canonical_u64()
            .leading_zeros();
        if weak {
            found + 1 == zeros
        } else {
            found >= zeros
        }
    };
    (0..)
        .map(F::from_canonical_u64)
        .find(good)
        .expect("the field is large enough")
}

fn query(
    index: usize,
    oracles: &[Committed; 4],
    layers: &[Layer],
    params: &FriParams,
) -> FriQueryRound<F, KeccakHasher, D> {
    let leaf = |oracle: &Committed| {
        (
            oracle.shown.merkle_tree.get(index).to_vec(),
            oracle.tree.merkle_tree.prove(index),
        )
    };
    let mut coset = index;
    let step = |(layer, arity_bits): (&Layer, &usize)| {
        coset >>= arity_bits;
        FriQueryStep {
            evals: unflatten::<F, D>(layer.shown.get(coset)),
            merkle_proof: layer.tree.prove(coset),
        }
    };
    FriQueryRound {
        initial_trees_proof: FriInitialTreeProof {
            evals_proofs: oracles.iter().map(leaf).collect(),
        },
        steps: layers
            .iter()
            .zip(&params.reduction_arity_bits)
            .map(step)
            .collect(),
    }
}

/// Replaces the sibling below the cap.
fn break_last_path(query: &mut FriQueryRound<F, KeccakHasher, D>, swap: Option<Swap>) {
    let path = match swap {
        Some(Swap::LastPath(oracle)) => {
            &mut query.initial_trees_proof.evals_proofs[number(oracle)].1
        }
        Some(Swap::LastLayerPath(layer)) => &mut query.steps[layer].merkle_proof,
        _ => return,
    };
    *path
        .siblings
        .last_mut()
        .expect("the tree is higher than its cap") = ChainDigest([0; DIGEST_BYTES]);
}

fn number(oracle: Oracle) -> usize {
    Oracle::ALL
        .iter()
        .position(|&o| o == oracle)
        .expect("all are listed")
}

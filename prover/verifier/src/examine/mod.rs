//! A second verifier, written out step by step: it keeps every intermediate value and lists every
//! check that fails.
//!
//! Only the transcript ([`WrapProof::get_challenges`]) and the gates' constraints come from
//! plonky2. Other implementations compare their values with these.

mod fri;
mod plonk;

pub use fri::{FoldTrace, QueryTrace};
pub use plonk::{GateValues, PlonkTrace, Selectors};
use plonky2::field::extension::{Extendable, FieldExtension};
use plonky2::field::types::Field;
use plonky2::plonk::proof::ProofChallenges;

use crate::proof_bytes::Rejection;
use crate::types::{WrapProof, WrapVerifierData, D, F};

/// Element of the quadratic extension.
pub type Extension = <F as Extendable<D>>::Extension;

/// Everything that a verifier computes on the way.
pub struct Examination {
    pub challenges: ProofChallenges<F, D>,
    pub plonk: PlonkTrace,
    /// All openings at zeta, and those at g·zeta, each combined with powers of the FRI alpha.
    pub reduced_openings: [Extension; 2],
    pub queries: Vec<QueryTrace>,
    /// Checks that fail, in the order of verification; empty when the proof holds.
    pub failures: Vec<Rejection>,
}

/// Examines a proof of the right shape, as [`crate::proof_bytes::decode`] returns it.
///
/// Fails only when zeta lies in the base field, where a quotient could be undefined; a prover meets
/// that with probability 2^-64.
pub fn examine(verifier: &WrapVerifierData, proof: &WrapProof) -> Result<Examination, Rejection> {
    let common = &verifier.common;
    let public_inputs_hash = proof.get_public_inputs_hash();
    let challenges = proof
        .get_challenges(
            public_inputs_hash,
            &verifier.verifier_only.circuit_digest,
            common,
        )
        .map_err(|error| Rejection::Plonky2(error.to_string()))?;
    if coordinates(&challenges.plonk_zeta)[1].is_zero() {
        return Err(Rejection::DegeneratePoint);
    }
    let mut failures = vec![];
    let plonk = plonk::trace(
        common,
        &proof.proof.openings,
        &challenges,
        &public_inputs_hash,
    );
    for (challenge, (left, right)) in plonk.vanishing.iter().zip(&plonk.quotient).enumerate() {
        if left != right {
            failures.push(Rejection::Vanishing { challenge });
        }
    }
    let fri = fri::Walk::new(verifier, proof, &challenges);
    failures.extend(fri.check_grinding());
    let reduced_openings = fri.reduced_openings;
    let queries = (0..proof.proof.opening_proof.query_round_proofs.len())
        .map(|query| fri.query(query, &mut failures))
        .collect();
    Ok(Examination {
        challenges,
        plonk,
        reduced_openings,
        queries,
        failures,
    })
}

/// The two limbs of `element`, constant coefficient first.
pub fn coordinates(element: &Extension) -> [F; D] {
    FieldExtension::<D>::to_basefield_array(element)
}

/// `Σ values[i] · base^i`.
fn reduce_with_powers<'a>(
    values: impl DoubleEndedIterator<Item = &'a Extension>,
    base: Extension,
) -> Extension {
    values
        .rev()
        .fold(Extension::ZERO, |sum, &value| sum * base + value)
}

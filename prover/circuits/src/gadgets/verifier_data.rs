//! What names a circuit: its digest and the cap of its preprocessed polynomials.
//!
//! | part | rows | holds |
//! |---|---|---|
//! | digest | 9 | the hash of 4 + 64 limbs |
//!
//! No private witness of its own: the verifier data are the caller's.

use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::Target;
use plonky2::plonk::circuit_data::{VerifierCircuitTarget, VerifierOnlyCircuitData};
use saya_core::{set_tree, Digest, Tag};

use super::from_hash;
use super::hash::hash;
use crate::types::{Builder, C, D};

/// `H(VD; circuit_digest, cap)`. Recursion binds neither by itself, so both are hashed.
pub fn verifier_digest(b: &mut Builder, verifier: &VerifierCircuitTarget) -> HashOutTarget {
    let mut limbs: Vec<Target> = verifier.circuit_digest.elements.to_vec();
    for digest in &verifier.constants_sigmas_cap.0 {
        limbs.extend(digest.elements);
    }
    hash(b, Tag::Vd, &limbs)
}

/// Native twin of [`verifier_digest`].
pub fn verifier_digest_of(verifier: &VerifierOnlyCircuitData<C, D>) -> Digest {
    let cap = &verifier.constants_sigmas_cap.0;
    let cap: Vec<Digest> = cap.iter().map(|&digest| from_hash(digest)).collect();
    set_tree::vd_digest(&from_hash(verifier.circuit_digest), &cap)
}

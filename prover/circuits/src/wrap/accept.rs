//! Which inner circuits a wrap accepts.

use anyhow::{ensure, Result};
use plonky2::field::types::Field;
use plonky2::hash::hash_types::{HashOut, HashOutTarget};
use plonky2::hash::hashing::PlonkyPermutation;
use plonky2::hash::poseidon::{PoseidonHash, PoseidonPermutation};
use plonky2::iop::target::Target;
use plonky2::plonk::circuit_data::VerifierCircuitTarget;

use super::InnerVerifierData;
use crate::types::{Builder, F};

/// Tag of the hash that names a circuit.
const TAG_VD: u64 = 18;

/// Requires that `H(VD; circuit_digest, cap)` of `verifier` is that of one of `accepted`.
///
/// Recursion binds neither the digest nor the cap by itself: both are hashed here.
pub fn assert_accepted(
    b: &mut Builder,
    verifier: &VerifierCircuitTarget,
    accepted: &[&InnerVerifierData],
) -> Result<()> {
    ensure!(!accepted.is_empty(), "a wrap accepts at least one circuit");
    let digest = verifier_digest(b, verifier);
    // The product over the list of "differs from this one" must be zero.
    let mut differs_from_all = b.one();
    for circuit in accepted {
        let constant = b.constant_hash(native_digest(circuit));
        let mut same = b._true();
        for (&x, &y) in digest.elements.iter().zip(&constant.elements) {
            let equal = b.is_equal(x, y);
            same = b.and(same, equal);
        }
        let differs = b.not(same);
        differs_from_all = b.mul(differs_from_all, differs.target);
    }
    b.assert_zero(differs_from_all);
    Ok(())
}

/// `H(VD; circuit_digest, cap)` in circuit.
fn verifier_digest(b: &mut Builder, verifier: &VerifierCircuitTarget) -> HashOutTarget {
    let mut limbs: Vec<Target> = verifier.circuit_digest.elements.to_vec();
    for digest in &verifier.constants_sigmas_cap.0 {
        limbs.extend(digest.elements);
    }
    let zero = b.zero();
    let mut state = [zero; 12];
    state[8] = b.constant(F::from_canonical_u64(TAG_VD));
    state[9] = b.constant(F::from_canonical_usize(limbs.len()));
    for block in limbs.chunks(8) {
        state[..block.len()].copy_from_slice(block);
        let out = b.permute::<PoseidonHash>(PoseidonPermutation::new(state));
        state.copy_from_slice(out.as_ref());
    }
    HashOutTarget {
        elements: [state[0], state[1], state[2], state[3]],
    }
}

/// `H(VD; circuit_digest, cap)` of a circuit.
fn native_digest(verifier: &InnerVerifierData) -> HashOut<F> {
    let mut limbs = verifier.circuit_digest.elements.to_vec();
    for digest in &verifier.constants_sigmas_cap.0 {
        limbs.extend(digest.elements);
    }
    let mut state = PoseidonPermutation::new([F::ZERO; 12]);
    state.set_elt(F::from_canonical_u64(TAG_VD), 8);
    state.set_elt(F::from_canonical_usize(limbs.len()), 9);
    for block in limbs.chunks(8) {
        state.set_from_slice(block, 0);
        state.permute();
    }
    HashOut::from_partial(&state.squeeze()[..4])
}

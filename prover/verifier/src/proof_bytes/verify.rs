//! Verification of proof bytes.

use saya_core::statement::Statement;
use saya_core::Digest;

use super::{decode, Rejection};
use crate::examine::examine;
use crate::types::{WrapVerifierData, PUBLIC_INPUTS};

/// Verifies a wrap proof from its bytes, and says which check fails first.
///
/// Never panics, whatever the bytes. plonky2's own verifier has the last word: a proof is accepted
/// only when both it and every check named in [`Rejection`] hold.
pub fn verify_wrap(
    verifier: &WrapVerifierData,
    public_inputs: [u64; PUBLIC_INPUTS],
    bytes: &[u8],
) -> Result<(), Rejection> {
    let proof = decode(&verifier.common, public_inputs, bytes)?;
    let failures = examine(verifier, &proof)?.failures;
    if let Some(first) = failures.into_iter().next() {
        return Err(first);
    }
    verifier
        .verify(proof)
        .map_err(|error| Rejection::Plonky2(error.to_string()))
}

/// What a chain does with a proof: r and P from the statement and `commit`, then the proof.
///
/// `statement` is valid by its type; that it names the OS version of `verifier` is the caller's to check.
pub fn verify_statement(
    verifier: &WrapVerifierData,
    statement: &Statement,
    commit: Digest,
    proof: &[u8],
) -> Result<(), Rejection> {
    let inputs = statement.bind(commit).public_inputs();
    verify_wrap(verifier, inputs.map(|limb| limb.value()), proof)
}

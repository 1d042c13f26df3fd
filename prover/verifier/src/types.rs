//! The field, and the proof system of the wrap.

use plonky2::field::goldilocks_field::GoldilocksField;
use plonky2::plonk::circuit_data::VerifierCircuitData;
use plonky2::plonk::proof::ProofWithPublicInputs;

use crate::keccak::WrapConfig;

/// Degree of the extension that challenges come from.
pub const D: usize = 2;
/// Goldilocks, p = 2^64 - 2^32 + 1.
pub type F = GoldilocksField;

/// Limbs of the statement that the chain compares: `commit(4), r(2), P(2)`.
pub const PUBLIC_INPUTS: usize = 8;
/// A wrap proof as plonky2 holds it; [`crate::proof_bytes`] has its bytes.
pub type WrapProof = ProofWithPublicInputs<F, WrapConfig, D>;
/// What a verifier of wrap proofs knows.
pub type WrapVerifierData = VerifierCircuitData<F, WrapConfig, D>;

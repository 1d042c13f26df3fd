//! The field and the proof system of every inner proof.

use plonky2::field::goldilocks_field::GoldilocksField;
use plonky2::plonk::circuit_builder::CircuitBuilder;
use plonky2::plonk::circuit_data::CircuitData;
use plonky2::plonk::config::PoseidonGoldilocksConfig;
use plonky2::plonk::proof::ProofWithPublicInputs;

/// Degree of the extension that challenges come from.
pub const D: usize = 2;
/// Goldilocks, p = 2^64 - 2^32 + 1.
pub type F = GoldilocksField;
/// Poseidon for Merkle trees and the transcript.
pub type C = PoseidonGoldilocksConfig;
pub type Builder = CircuitBuilder<F, D>;
pub type InnerCircuit = CircuitData<F, C, D>;
pub type InnerProof = ProofWithPublicInputs<F, C, D>;

//! The field and the proof system of every inner proof.

use plonky2::plonk::circuit_builder::CircuitBuilder;
use plonky2::plonk::circuit_data::CircuitData;
use plonky2::plonk::config::PoseidonGoldilocksConfig;
use plonky2::plonk::proof::ProofWithPublicInputs;
pub use saya_verifier::types::{D, F};

/// Poseidon for Merkle trees and the transcript.
pub type C = PoseidonGoldilocksConfig;
pub type Builder = CircuitBuilder<F, D>;
pub type InnerCircuit = CircuitData<F, C, D>;
pub type InnerProof = ProofWithPublicInputs<F, C, D>;

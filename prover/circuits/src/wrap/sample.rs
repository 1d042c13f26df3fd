//! A small fixed circuit with the shape of a shrink: the shortest way to a real wrap proof.
//!
//! Its statement is `out = Poseidon(x)` for a secret `x` of 8 limbs; the 8 public inputs are the
//! first 8 limbs of the permutation. Tests and development of verifiers use it.

use anyhow::Result;
use plonky2::field::types::Field;
use plonky2::hash::hashing::PlonkyPermutation;
use plonky2::hash::poseidon::{PoseidonHash, PoseidonPermutation};
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use plonky2::plonk::circuit_data::CircuitConfig;

use saya_core::Digest;

use super::PUBLIC_INPUTS;
use crate::gadgets::verifier_data::verifier_digest_of;
use crate::types::{InnerCircuit, InnerProof, F};
use crate::uniform::Uniform;

/// The small circuit.
pub struct SampleCircuit {
    pub data: InnerCircuit,
    secret: [Target; PUBLIC_INPUTS],
}

impl SampleCircuit {
    /// The circuit under `config`; `variant` is a constant in it, so that circuits of equal shape and
    /// different digests can be made.
    pub fn build(config: &CircuitConfig, variant: u64) -> Self {
        let shape = Uniform::of_shrinks(config);
        let mut b = shape.builder();
        let secret = b.add_virtual_target_arr();
        let zero = b.zero();
        let mut state = [zero; 12];
        state[..PUBLIC_INPUTS].copy_from_slice(&secret);
        state[PUBLIC_INPUTS] = b.constant(F::from_canonical_u64(variant));
        let out = b.permute::<PoseidonHash>(PoseidonPermutation::new(state));
        b.register_public_inputs(&out.as_ref()[..PUBLIC_INPUTS]);
        let data = shape.finish(b);
        Self {
            data: data.expect("a permutation fits the shape and adds no gate to it"),
            secret,
        }
    }

    /// What a wrap's list names it by.
    pub fn digest(&self) -> Digest {
        verifier_digest_of(&self.data.verifier_only)
    }

    /// Proof for the secret `seed, seed + 1, …`.
    pub fn prove(&self, seed: u64) -> Result<InnerProof> {
        let mut witness = PartialWitness::new();
        for (i, &target) in self.secret.iter().enumerate() {
            witness.set_target(target, F::from_canonical_u64(seed + i as u64))?;
        }
        self.data.prove(witness)
    }
}

//! The shapes that a profile's proofs have, built without any witness or proof.

use plonky2::field::goldilocks_field::GoldilocksField;
use plonky2::gates::noop::NoopGate;
use plonky2::hash::poseidon::PoseidonHash;
use plonky2::plonk::circuit_builder::CircuitBuilder;
use plonky2::plonk::circuit_data::{CircuitConfig, CommonCircuitData};
use plonky2::plonk::config::{GenericConfig, Hasher, PoseidonGoldilocksConfig};

use super::params::ProofParams;
use super::report::{Report, Round};
use super::system::{statement_limbs, SystemReport};
use crate::keccak::WrapConfig;
use crate::profile::Profile;

type F = GoldilocksField;
type Common = CommonCircuitData<F, 2>;

/// log2 of the rows of the layers above the leaf, and the entries of the sub-block.
const SUB_BLOCK_DEGREE_BITS: usize = 14;
const SHRINK_DEGREE_BITS: usize = 13;
const WRAP_DEGREE_BITS: usize = 13;
const SUB_BLOCK_ENTRIES: usize = 256;

impl SystemReport {
    /// Judges every layer of `profile` at the largest size that it may have. Builds the common data of each layer
    /// (seconds), proves nothing.
    pub fn of_profile(profile: &Profile) -> Self {
        let statement = Round::statement(statement_limbs(SUB_BLOCK_ENTRIES));
        let inner = |name: &str, degree_bits, extra: &[Round]| {
            let common = recursive_shape(&profile.inner, &profile.inner, degree_bits);
            let digest_bytes = <PoseidonHash as Hasher<F>>::HASH_SIZE;
            Report::new(
                name,
                &ProofParams::from_common(&common, digest_bytes),
                extra,
            )
        };
        let wrap = {
            let common = recursive_shape(&profile.wrap, &profile.inner, WRAP_DEGREE_BITS);
            let digest_bytes = <WrapConfig as GenericConfig<2>>::Hasher::HASH_SIZE;
            Report::new(
                "wrap",
                &ProofParams::from_common(&common, digest_bytes),
                &[],
            )
        };
        let layers = vec![
            inner("leaf", profile.leaf_degree_bits, &[]),
            inner("sub-block", SUB_BLOCK_DEGREE_BITS, &[statement]),
            inner("shrink", SHRINK_DEGREE_BITS, &[]),
            wrap,
        ];
        Self::new(profile.name, layers)
    }
}

/// Common data of a circuit of `2^degree_bits` rows under `config` that verifies a proof made under `inner`: it has
/// the gates, and so the polynomials, that every recursive layer has.
fn recursive_shape(config: &CircuitConfig, inner: &CircuitConfig, degree_bits: usize) -> Common {
    const VERIFIED_DEGREE_BITS: usize = 12;
    let mut verified = CircuitBuilder::<F, 2>::new(inner.clone());
    pad(&mut verified, VERIFIED_DEGREE_BITS);
    let verified = verified.mock_build::<PoseidonGoldilocksConfig>().common;

    let mut builder = CircuitBuilder::<F, 2>::new(config.clone());
    let proof = builder.add_virtual_proof_with_pis(&verified);
    let verifier = builder.add_virtual_verifier_data(inner.fri_config.cap_height);
    builder.verify_proof::<PoseidonGoldilocksConfig>(&proof, &verifier, &verified);
    let gates = builder
        .mock_build::<PoseidonGoldilocksConfig>()
        .common
        .gates;

    let mut shape = CircuitBuilder::<F, 2>::new(config.clone());
    for gate in gates {
        shape.add_gate_to_gate_set(gate);
    }
    pad(&mut shape, degree_bits);
    shape.mock_build::<PoseidonGoldilocksConfig>().common
}

/// More than half of the rows, so that plonky2's own padding ends at `2^degree_bits`.
fn pad(builder: &mut CircuitBuilder<F, 2>, degree_bits: usize) {
    while builder.num_gates() <= 1 << (degree_bits - 1) {
        builder.add_gate(NoopGate, vec![]);
    }
}

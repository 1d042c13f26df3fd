//! The wrap: the last circuit, whose proof the chain verifies.
//!
//! It verifies one inner proof, accepts only the inner circuits of a constant list, and passes the
//! inner proof's public inputs through: `commit(4), r(2), P(2)`.

mod accept;
pub mod sample;

use anyhow::{ensure, Result};
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use plonky2::plonk::circuit_data::{
    CircuitConfig, CircuitData, CommonCircuitData, VerifierCircuitTarget, VerifierOnlyCircuitData,
};
use plonky2::plonk::proof::ProofWithPublicInputsTarget;
use saya_core::Digest;
use saya_verifier::keccak::{WrapConfig, MESSAGE_LIMBS};
pub use saya_verifier::types::{WrapProof, WrapVerifierData, PUBLIC_INPUTS};
pub use saya_verifier::{examine, transcript};

use crate::types::{Builder, InnerProof, C, D, F};

/// log2 of the most rows a wrap may have: the soundness figures and proof sizes assume it.
pub const MAX_DEGREE_BITS: usize = 13;

/// What names an inner circuit.
pub type InnerVerifierData = VerifierOnlyCircuitData<C, D>;

/// Circuit over one inner proof.
///
/// | private witness | bound by |
/// |---|---|
/// | `proof` | recursive verification; its public inputs are the wrap's |
/// | `verifier` | `H(VD; circuit_digest, cap)` is one of the constant digests |
pub struct WrapCircuit {
    pub data: CircuitData<F, WrapConfig, D>,
    /// Rows before padding.
    pub rows: usize,
    proof: ProofWithPublicInputsTarget<D>,
    verifier: VerifierCircuitTarget,
}

impl WrapCircuit {
    /// The wrap that accepts proofs of exactly the circuits with `H(VD; circuit_digest, cap)` in `accepted`, which
    /// share `inner`.
    ///
    /// Fails when the inner proof does not have [`PUBLIC_INPUTS`] public inputs, when `accepted` is
    /// empty, or when the circuit does not fit `2^MAX_DEGREE_BITS` rows.
    pub fn build(
        config: &CircuitConfig,
        inner: &CommonCircuitData<F, D>,
        accepted: &[Digest],
    ) -> Result<Self> {
        ensure!(
            inner.num_public_inputs == PUBLIC_INPUTS,
            "the inner proof has {} public inputs, the wrap passes {PUBLIC_INPUTS} on",
            inner.num_public_inputs
        );
        let mut b = Builder::new(config.clone());
        let proof = b.add_virtual_proof_with_pis(inner);
        let verifier = b.add_virtual_verifier_data(inner.config.fri_config.cap_height);
        b.verify_proof::<C>(&proof, &verifier, inner);
        accept::assert_accepted(&mut b, &verifier, accepted)?;
        b.register_public_inputs(&proof.public_inputs);
        let rows = b.num_gates();
        let data = b.build::<WrapConfig>();
        ensure!(
            data.common.degree_bits() <= MAX_DEGREE_BITS,
            "the wrap takes 2^{} rows, more than 2^{MAX_DEGREE_BITS}",
            data.common.degree_bits()
        );
        let message = transcript::longest_message(&data.common);
        ensure!(
            message < MESSAGE_LIMBS,
            "a transcript message of {message} limbs would be hashed in pieces"
        );
        Ok(Self {
            data,
            rows,
            proof,
            verifier,
        })
    }

    /// Proves that `inner` is a proof of the circuit named by `verifier`.
    ///
    /// Fails when the inner proof does not verify or its circuit is not accepted.
    pub fn prove(&self, inner: &InnerProof, verifier: &InnerVerifierData) -> Result<WrapProof> {
        let mut witness = PartialWitness::new();
        witness.set_proof_with_pis_target(&self.proof, inner)?;
        witness.set_verifier_data_target(&self.verifier, verifier)?;
        self.data.prove(witness)
    }

    /// What a verifier needs of this circuit.
    pub fn verifier_data(&self) -> WrapVerifierData {
        self.data.verifier_data()
    }
}

#[cfg(test)]
pub(crate) mod tests;

//! The shrink: verifies one sub-block proof, so that every capacity ends in one small shape.

use anyhow::Result;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use plonky2::plonk::proof::ProofWithPublicInputsTarget;

use crate::types::{InnerCircuit, InnerProof, C, D};
use crate::uniform::{ShapeError, Uniform};

/// log2 of the rows of every shrink: the fewest that verify a proof of the largest sub-block.
pub const DEGREE_BITS: usize = 13;

/// Circuit over one sub-block circuit, whose verifier data are constants.
///
/// | private witness | bound by |
/// |---|---|
/// | `proof` | recursive verification under constant verifier data; its public inputs are the shrink's |
pub struct ShrinkCircuit {
    pub data: InnerCircuit,
    /// Rows before padding.
    pub rows: usize,
    proof: ProofWithPublicInputsTarget<D>,
}

impl ShrinkCircuit {
    /// The circuit has the shape `shape`, see [`Uniform::of_shrinks`], whatever sub-block circuit `inner` is.
    pub fn build(shape: &Uniform, inner: &InnerCircuit) -> Result<Self, ShapeError> {
        let mut b = shape.builder();
        let proof = b.add_virtual_proof_with_pis(&inner.common);
        let verifier = b.constant_verifier_data(&inner.verifier_only);
        b.verify_proof::<C>(&proof, &verifier, &inner.common);
        b.register_public_inputs(&proof.public_inputs);
        let rows = b.num_gates();
        Ok(Self {
            data: shape.finish(b)?,
            rows,
            proof,
        })
    }

    pub fn prove(&self, inner: &InnerProof) -> Result<InnerProof> {
        let mut pw = PartialWitness::new();
        pw.set_proof_with_pis_target(&self.proof, inner)?;
        self.data.prove(pw)
    }
}

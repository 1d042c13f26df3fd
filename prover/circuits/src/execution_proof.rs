//! One proof of an execution inside another circuit: an aggregator's, or that of a whitelisted leaf.

use anyhow::Result;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::BoolTarget;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use plonky2::plonk::circuit_data::{VerifierCircuitTarget, VerifierOnlyCircuitData};
use plonky2::plonk::proof::ProofWithPublicInputsTarget;
use saya_core::set_tree::DEPTH;
use saya_core::{limbs, Digest};

use crate::gadgets::logic::assert_equal_when;
use crate::gadgets::membership::MembershipTargets;
use crate::gadgets::verifier_data::verifier_digest;
use crate::leaf::header::HeaderTargets;
use crate::types::{Builder, InnerProof, C, D, F};
use crate::uniform::Uniform;

/// The circuits whose proofs are believed.
#[derive(Clone, Copy)]
pub struct Trusted {
    /// `H(VD; …)` of the aggregator.
    pub aggregator: HashOutTarget,
    /// Root of the whitelist of leaves.
    pub set_root: HashOutTarget,
}

/// A verified proof of the uniform shape.
///
/// | private witness | bound by |
/// |---|---|
/// | `proof` | recursive verification under `verifier`; its public inputs are the header |
/// | `is_aggregator` | boolean; either value demands that the circuit is trusted as what it says |
/// | `verifier` | an aggregator's: `H(VD; digest, cap)` is the trusted aggregator, and the header's `vd` is it too, so its own children were held to the same; a leaf's: `H(SET_LEAF; H(VD; digest, cap))` is in `set_root` |
/// | `membership` | see [`MembershipTargets`] |
///
/// A leaf's own `vd` says nothing and is left alone.
pub struct ExecutionProofTargets {
    pub header: HeaderTargets,
    pub(crate) is_aggregator: BoolTarget,
    pub(crate) verifier: VerifierCircuitTarget,
    pub(crate) membership: MembershipTargets,
    proof: ProofWithPublicInputsTarget<D>,
}

/// A proof and why it is believed.
#[derive(Clone, Copy)]
pub struct ExecutionProof<'a> {
    pub proof: &'a InnerProof,
    pub verifier: &'a VerifierOnlyCircuitData<C, D>,
    pub role: Role,
}

/// What kind of circuit made a proof.
// There are as many as proofs, which are hundreds of kilobytes each: half a kilobyte by value is nothing.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Copy, Debug)]
pub enum Role {
    Aggregator,
    /// Place of the leaf's circuit in the set tree, and its siblings from the leaf upwards.
    Leaf {
        index: usize,
        siblings: [Digest; DEPTH],
    },
}

impl ExecutionProofTargets {
    pub fn build(b: &mut Builder, uniform: &Uniform, trusted: Trusted) -> Self {
        let proof = b.add_virtual_proof_with_pis(&uniform.common);
        let verifier = b.add_virtual_verifier_data(uniform.common.config.fri_config.cap_height);
        b.verify_proof::<C>(&proof, &verifier, &uniform.common);
        let header = HeaderTargets::parse(&proof.public_inputs);

        let is_aggregator = b.add_virtual_bool_target_safe();
        let digest = verifier_digest(b, &verifier);
        for found in [digest, header.vd] {
            for (found, trusted) in found.elements.into_iter().zip(trusted.aggregator.elements) {
                assert_equal_when(b, is_aggregator, found, trusted);
            }
        }
        let is_leaf = b.not(is_aggregator);
        let membership = MembershipTargets::build(b, is_leaf, digest, trusted.set_root);
        Self {
            header,
            is_aggregator,
            verifier,
            membership,
            proof,
        }
    }

    pub fn set_witness(&self, pw: &mut PartialWitness<F>, proof: &ExecutionProof) -> Result<()> {
        pw.set_proof_with_pis_target(&self.proof, proof.proof)?;
        pw.set_verifier_data_target(&self.verifier, proof.verifier)?;
        let is_aggregator = matches!(proof.role, Role::Aggregator);
        pw.set_bool_target(self.is_aggregator, is_aggregator)?;
        let (index, siblings) = match proof.role {
            Role::Leaf { index, siblings } => (index, siblings),
            Role::Aggregator => (0, [limbs::ZERO; DEPTH]),
        };
        self.membership.set_witness(pw, index, &siblings)
    }
}

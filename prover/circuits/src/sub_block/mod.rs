//! The sub-block circuit: one execution proof, the lists, the statement.

pub mod entries;
pub mod statement;

use anyhow::Result;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::ext_target::ExtensionTarget;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use plonky2::plonk::circuit_data::{CircuitConfig, VerifierCircuitTarget, VerifierOnlyCircuitData};
use plonky2::plonk::proof::ProofWithPublicInputsTarget;
use saya_core::statement::{Entry, HEAD_LIMBS};
use saya_core::{set_tree, Digest, Ext2, Felt};

use self::entries::EntryTargets;
use self::statement::{Derived, StatementTargets};
use crate::gadgets::env::{env, scope};
use crate::gadgets::membership::MembershipTargets;
use crate::gadgets::to_field;
use crate::gadgets::verifier_data::verifier_digest;
use crate::leaf::header::HeaderTargets;
use crate::types::{Builder, InnerCircuit, InnerProof, C, D, F};
use crate::uniform::Uniform;

/// Entries that a sub-block holds.
pub const CAPACITY: usize = 256;

/// Circuit of one capacity; it verifies one leaf of the uniform shape.
///
/// | private witness | bound by |
/// |---|---|
/// | `proof` | recursive verification under `verifier`; its public inputs are the header |
/// | `verifier` | `H(SET_LEAF; H(VD; digest, cap))` is in the statement's `set_root` |
/// | `membership` | see [`MembershipTargets`] |
/// | `entries` | see [`EntryTargets`]; both roots equal the header's `state_in` and `state_out` |
/// | `statement` | see [`StatementTargets`] |
///
/// The header's registers: `calls_in`, `log_in`, `auth_in`, `auth_out` and the reserved limbs are zero;
/// `env` is opened with the statement's limbs; `calls_out`, `log_out` and `count` are the statement's. A
/// leaf's own `vd` says nothing and is left alone.
pub struct SubBlockCircuit {
    pub data: InnerCircuit,
    /// Rows before padding.
    pub rows: usize,
    targets: SubBlockTargets,
}

struct SubBlockTargets {
    proof: ProofWithPublicInputsTarget<D>,
    verifier: VerifierCircuitTarget,
    membership: MembershipTargets,
    entries: EntryTargets,
    statement: StatementTargets,
    r: ExtensionTarget<D>,
}

/// Everything that a sub-block proof is made from.
pub struct SubBlockWitness<'a> {
    pub proof: &'a InnerProof,
    pub verifier: &'a VerifierOnlyCircuitData<C, D>,
    /// Place of the leaf's circuit in the set tree, and its siblings.
    pub set_index: usize,
    pub set_siblings: [Digest; set_tree::DEPTH],
    pub entries: &'a [Entry],
    pub head: [Felt; HEAD_LIMBS],
    pub r: Ext2,
}

impl SubBlockCircuit {
    pub fn build(uniform: &Uniform, config: &CircuitConfig, capacity: usize) -> Self {
        let mut b = Builder::new(config.clone());
        let targets = SubBlockTargets::build(&mut b, uniform, capacity);
        let rows = b.num_gates();
        Self {
            data: b.build::<C>(),
            rows,
            targets,
        }
    }

    pub fn witness(&self, sub_block: &SubBlockWitness) -> Result<PartialWitness<F>> {
        let mut pw = PartialWitness::new();
        self.targets.set_witness(&mut pw, sub_block)?;
        Ok(pw)
    }

    pub fn prove(&self, sub_block: &SubBlockWitness) -> Result<InnerProof> {
        self.data.prove(self.witness(sub_block)?)
    }
}

impl SubBlockTargets {
    fn build(b: &mut Builder, uniform: &Uniform, capacity: usize) -> Self {
        let proof = b.add_virtual_proof_with_pis(&uniform.common);
        let verifier = b.add_virtual_verifier_data(uniform.common.config.fri_config.cap_height);
        b.verify_proof::<C>(&proof, &verifier, &uniform.common);
        let header = HeaderTargets::parse(&proof.public_inputs);
        pin_to_zero(b, &header);

        let entries = EntryTargets::build(b, capacity);
        let before = entries.root_before(b);
        let after = entries.root_after(b);
        b.connect_hashes(before, header.state_in);
        b.connect_hashes(after, header.state_out);

        let derived = Derived {
            entries: entries.count(b),
            calls: header.count,
            calls_out: header.calls_out,
            log_out: header.log_out,
        };
        let statement = StatementTargets::build(b, &derived);
        let scope = scope(b, statement.domain(), statement.set_root());
        let opened = env(b, scope, statement.t_min(), statement.t_max());
        b.connect_hashes(opened, header.env);
        let digest = verifier_digest(b, &verifier);
        let membership = MembershipTargets::build(b, digest, statement.set_root());

        let commit = statement.commit(b, header.state_in, header.state_out);
        let r = b.add_virtual_extension_target();
        let value = statement.evaluate(b, entries.limbs(), r);
        register(b, commit, r, value);
        Self {
            proof,
            verifier,
            membership,
            entries,
            statement,
            r,
        }
    }

    fn set_witness(&self, pw: &mut PartialWitness<F>, sub_block: &SubBlockWitness) -> Result<()> {
        pw.set_proof_with_pis_target(&self.proof, sub_block.proof)?;
        pw.set_verifier_data_target(&self.verifier, sub_block.verifier)?;
        self.membership
            .set_witness(pw, sub_block.set_index, &sub_block.set_siblings)?;
        self.entries.set_witness(pw, sub_block.entries)?;
        self.statement.set_witness(pw, &sub_block.head)?;
        pw.set_target_arr(&self.r.0, &sub_block.r.limbs().map(to_field))
    }
}

fn pin_to_zero(b: &mut Builder, header: &HeaderTargets) {
    let digests = [header.calls_in, header.log_in];
    let limbs = digests.iter().flat_map(|digest| digest.elements);
    let limbs: Vec<_> = limbs
        .chain(header.auth_in)
        .chain(header.auth_out)
        .chain(header.reserved)
        .collect();
    for limb in limbs {
        b.assert_zero(limb);
    }
}

/// Public inputs: commit(4), r(2), P(2).
fn register(
    b: &mut Builder,
    commit: HashOutTarget,
    r: ExtensionTarget<D>,
    value: ExtensionTarget<D>,
) {
    b.register_public_inputs(&commit.elements);
    b.register_public_inputs(&r.0);
    b.register_public_inputs(&value.0);
}

#[cfg(test)]
mod tests;

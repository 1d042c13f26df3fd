//! The sub-block circuit: one execution proof, the lists, the statement.

pub mod entries;
pub mod statement;

use anyhow::Result;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::ext_target::ExtensionTarget;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use plonky2::plonk::circuit_data::CircuitConfig;
use saya_core::statement::{Entry, Statement, HEAD_LIMBS};
use saya_core::{Digest, Ext2, Felt};

use self::entries::EntryTargets;
use self::statement::{Derived, StatementTargets};
use crate::execution_proof::{ExecutionProof, ExecutionProofTargets, Trusted};
use crate::gadgets::env::{env, scope};
use crate::gadgets::{to_field, to_hash};
use crate::leaf::header::HeaderTargets;
use crate::types::{Builder, InnerCircuit, InnerProof, C, D, F};
use crate::uniform::Uniform;

/// Circuit of one capacity; it verifies one execution proof of the uniform shape.
///
/// | private witness | bound by |
/// |---|---|
/// | `execution` | see [`ExecutionProofTargets`]: the constant aggregator, or a leaf in the statement's `set_root` |
/// | `entries` | see [`EntryTargets`]; both roots equal the header's `state_in` and `state_out` |
/// | `statement` | see [`StatementTargets`] |
/// | `r` | public: the chain derives it from `commit` and its own D |
///
/// The header's registers: `calls_in`, `log_in`, `auth_in`, `auth_out` and the reserved limbs are zero;
/// `env` is opened with the statement's limbs; `calls_out`, `log_out` and `count` are the statement's.
pub struct SubBlockCircuit {
    pub data: InnerCircuit,
    /// Rows before padding.
    pub rows: usize,
    targets: SubBlockTargets,
}

struct SubBlockTargets {
    execution: ExecutionProofTargets,
    entries: EntryTargets,
    statement: StatementTargets,
    r: ExtensionTarget<D>,
}

/// Everything that a sub-block proof is made from.
pub struct SubBlockWitness<'a> {
    pub execution: ExecutionProof<'a>,
    pub entries: &'a [Entry],
    pub head: [Felt; HEAD_LIMBS],
    pub r: Ext2,
}

impl<'a> SubBlockWitness<'a> {
    /// Over the proof of the whole execution.
    pub fn new(statement: &'a Statement, execution: ExecutionProof<'a>) -> Self {
        Self {
            execution,
            entries: statement.entries(),
            head: statement.head_limbs(),
            r: statement.binding().r,
        }
    }
}

impl SubBlockCircuit {
    /// `aggregator` is `H(VD; …)` of the one aggregator whose proofs count.
    pub fn build(
        uniform: &Uniform,
        config: &CircuitConfig,
        aggregator: &Digest,
        capacity: usize,
    ) -> Self {
        let mut b = Builder::new(config.clone());
        let targets = SubBlockTargets::build(&mut b, uniform, aggregator, capacity);
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
    fn build(b: &mut Builder, uniform: &Uniform, aggregator: &Digest, capacity: usize) -> Self {
        let set_root = b.add_virtual_hash();
        let aggregator = b.constant_hash(to_hash(aggregator));
        let trusted = Trusted {
            aggregator,
            set_root,
        };
        let execution = ExecutionProofTargets::build(b, uniform, trusted);
        let header = &execution.header;
        pin_to_zero(b, header);

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
        b.connect_hashes(set_root, statement.set_root());

        let commit = statement.commit(b, header.state_in, header.state_out);
        let r = b.add_virtual_extension_target();
        let value = statement.evaluate(b, entries.limbs(), r);
        register(b, commit, r, value);
        Self {
            execution,
            entries,
            statement,
            r,
        }
    }

    fn set_witness(&self, pw: &mut PartialWitness<F>, sub_block: &SubBlockWitness) -> Result<()> {
        self.execution.set_witness(pw, &sub_block.execution)?;
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

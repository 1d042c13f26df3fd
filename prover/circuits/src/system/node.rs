//! The nodes of a sub-block's tree of proofs: what each proves, and what names its circuit.

use saya_core::limbs::to_bytes;
use saya_core::statement::Statement;
use serde::{Deserialize, Serialize};

use super::error::SubBlockError;
use super::progress::Stages;
use super::ProvingSystem;
use crate::aggregator::EnvOpening;
use crate::gadgets::verifier_data::verifier_digest_of;
use crate::set::{CircuitId, ContractSet, LeafJob, SetCircuit};
use crate::types::InnerCircuit;

/// One proof to make over those of its children.
#[derive(Clone, Debug)]
pub struct Node {
    /// `leaf` or `leaf 2/5`, and so on.
    pub name: String,
    pub job: NodeJob,
    /// Places of its children in the list of all nodes, all before its own.
    pub children: Vec<usize>,
}

/// A node and what [names](ProvingSystem::circuit_name) its circuit.
#[derive(Clone, Debug)]
pub struct NamedNode {
    pub circuit: [u8; 32],
    pub node: Node,
}

/// What there is to prove for a sub-block.
#[derive(Clone, Debug)]
pub struct SubBlockPlan {
    /// Each after its children; the last one's proof is the sub-block's.
    pub nodes: Vec<NamedNode>,
    pub statement: Statement,
}

/// What a node proves, apart from its children's proofs. As JSON there is one form of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum NodeJob {
    Leaf {
        circuit: CircuitId,
        witness: LeafJob,
    },
    Merge {
        env: EnvOpening,
        /// One to four, of consecutive executions.
        children: Vec<Child>,
    },
    SubBlock {
        statement: Statement,
        child: Child,
    },
    /// Shrink and wrap of a sub-block with so many entries.
    Wrap {
        entries: usize,
    },
}

/// The circuit of a proof that other circuits verify.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Child {
    Leaf(CircuitId),
    Merge,
    /// Of the smallest capacity that holds so many entries.
    SubBlock(usize),
}

impl NodeJob {
    /// Its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Leaf { .. } => "leaf",
            Self::Merge { .. } => "merge",
            Self::SubBlock { .. } => "sub_block",
            Self::Wrap { .. } => "wrap",
        }
    }

    /// The circuit of its proof; `None` for a wrap, whose proof no circuit verifies.
    pub fn circuit(&self) -> Option<Child> {
        match self {
            Self::Leaf { circuit, .. } => Some(Child::Leaf(*circuit)),
            Self::Merge { .. } => Some(Child::Merge),
            Self::SubBlock { statement, .. } => Some(Child::SubBlock(statement.entries().len())),
            Self::Wrap { .. } => None,
        }
    }

    /// The circuits of its children's proofs, in order.
    pub fn children(&self) -> Vec<Child> {
        match self {
            Self::Leaf { .. } => vec![],
            Self::Merge { children, .. } => children.clone(),
            Self::SubBlock { child, .. } => vec![*child],
            Self::Wrap { entries } => vec![Child::SubBlock(*entries)],
        }
    }
}

impl ProvingSystem {
    /// The circuit of a child's proofs; builds that of a larger capacity at first use.
    ///
    /// # Errors
    /// A job error when there is none.
    pub fn circuit<'a>(
        &'a self,
        set: &'a ContractSet,
        child: &Child,
        stages: &mut Stages,
    ) -> Result<&'a InnerCircuit, SubBlockError> {
        Ok(match child {
            Child::Leaf(id) => leaf_circuit(set, id)?.leaf.data(),
            Child::Merge => &self.aggregator.data,
            Child::SubBlock(entries) => &self.capacities.holding(*entries, stages)?.sub_block.data,
        })
    }

    /// What names the circuits that prove a node, and with them everything that may stand below it: `H(VD; …)` of the
    /// leaf or the aggregator; that of the shrink, of which the sub-block's is a part; the OS version.
    ///
    /// # Errors
    /// A job error for a leaf that the set does not have, and for more entries than a sub-block holds.
    pub fn circuit_name(
        &self,
        set: &ContractSet,
        job: &NodeJob,
    ) -> Result<[u8; 32], SubBlockError> {
        Ok(match job {
            NodeJob::Leaf { circuit, .. } => {
                let data = leaf_circuit(set, circuit)?.leaf.data();
                to_bytes(&verifier_digest_of(&data.verifier_only))
            }
            NodeJob::Merge { .. } => to_bytes(&self.aggregator.vd()),
            NodeJob::SubBlock { statement, .. } => {
                to_bytes(&self.capacities.digest_for(statement.entries().len())?)
            }
            NodeJob::Wrap { .. } => self.os_version(set.authorisation()),
        })
    }
}

/// The circuit of a leaf; a job error when the set has none.
pub fn leaf_circuit<'a>(
    set: &'a ContractSet,
    id: &CircuitId,
) -> Result<&'a SetCircuit, SubBlockError> {
    set.circuit(id)
        .ok_or(SubBlockError::NoCircuit { kind: "leaf" })
}

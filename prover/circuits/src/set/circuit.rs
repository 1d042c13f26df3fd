//! A circuit of a set, of any kind.

use anyhow::{bail, Result};
use serde::{Deserialize, Serialize};

use crate::auth_leaf::{AuthLeaf, AuthLeafWitness};
use crate::leaf::{FunctionLeaf, LeafWitness};
use crate::system_leaf::{SystemLeaf, SystemLeafWitness};
use crate::types::{InnerCircuit, InnerProof};

/// What an aggregator takes as a leaf.
pub enum LeafCircuit {
    Function(FunctionLeaf),
    /// The signature of a bundle.
    Bundle(Box<AuthLeaf>),
    System(SystemLeaf),
}

/// The witness of a leaf proof.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum LeafJob {
    Function(Box<LeafWitness>),
    Bundle(Box<AuthLeafWitness>),
    System(Box<SystemLeafWitness>),
}

impl LeafCircuit {
    pub fn data(&self) -> &InnerCircuit {
        match self {
            Self::Function(leaf) => &leaf.data,
            Self::Bundle(leaf) => &leaf.data,
            Self::System(leaf) => &leaf.data,
        }
    }

    /// Steps that fit in one proof: calls, or a bundle's signature.
    pub fn lanes(&self) -> usize {
        match self {
            Self::Function(leaf) => leaf.lanes(),
            Self::Bundle(_) => 1,
            Self::System(leaf) => leaf.lanes(),
        }
    }

    /// Errors when the job is for a circuit of another kind.
    pub fn prove(&self, job: &LeafJob) -> Result<InnerProof> {
        match (self, job) {
            (Self::Function(leaf), LeafJob::Function(witness)) => leaf.prove(witness),
            (Self::Bundle(leaf), LeafJob::Bundle(witness)) => leaf.prove(witness),
            (Self::System(leaf), LeafJob::System(witness)) => leaf.prove(witness),
            _ => bail!("the witness is of a leaf of another kind"),
        }
    }
}

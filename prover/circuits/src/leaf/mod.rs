//! The function leaf: one contract function, executed up to N times in sequence.

pub mod context;
pub mod facts;
pub mod header;
pub mod lane;
pub mod measure;
pub mod ops;
pub mod plan;
pub mod rows;
pub mod targets;
pub mod window;

use anyhow::Result;
use saya_executor::ir::Function;
use saya_executor::ValidContract;

pub use self::measure::measure;
pub use self::targets::{LeafTargets, LeafWitness};
use crate::profile::Profile;
use crate::types::{InnerCircuit, InnerProof};
use crate::uniform::{ShapeError, Uniform};

/// Times (Unix seconds) are below 2^40.
pub const TIME_BITS: usize = 40;
/// No leaf has more lanes than this, however small its function.
pub const MAX_LANES: usize = 256;

/// Circuit of one function.
pub struct FunctionLeaf {
    pub data: InnerCircuit,
    targets: LeafTargets,
}

/// A function has no leaf.
#[derive(Debug, thiserror::Error)]
pub enum LeafError {
    #[error(
        "one call of {function} takes {call} rows, and a leaf has {leaf}: split the function, or touch fewer \
         keys in it"
    )]
    TooLarge {
        function: String,
        call: usize,
        leaf: usize,
    },
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

impl FunctionLeaf {
    /// The leaf with as many lanes as fit; `uniform` is the shape of `profile`.
    pub fn build(
        profile: &Profile,
        uniform: &Uniform,
        contract: &ValidContract,
        function: &Function,
    ) -> Result<Self, LeafError> {
        let lanes = measure(profile, contract, function)?.lanes;
        Self::with_lanes(uniform, contract, function, lanes)
    }

    /// The leaf with exactly `lanes` lanes.
    pub fn with_lanes(
        uniform: &Uniform,
        contract: &ValidContract,
        function: &Function,
        lanes: usize,
    ) -> Result<Self, LeafError> {
        let mut b = uniform.builder();
        let targets = LeafTargets::build(&mut b, contract, function, lanes);
        Ok(Self {
            data: uniform.finish(b)?,
            targets,
        })
    }

    /// Calls that fit in one proof.
    pub fn lanes(&self) -> usize {
        self.targets.lanes.len()
    }

    /// A proof of at most as many calls as there are lanes.
    pub fn prove(&self, leaf: &LeafWitness) -> Result<InnerProof> {
        self.data.prove(self.targets.witness(leaf)?)
    }
}

/// `contract·2^32 + function`.
pub fn fn_id(contract: &ValidContract, function: &Function) -> u64 {
    (u64::from(contract.contract) << 32) + u64::from(function.id)
}

#[cfg(test)]
mod tests;

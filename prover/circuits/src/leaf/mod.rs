//! The function leaf: one contract function, executed up to N times in sequence, in one authorisation mode.

pub mod authorisation;
pub mod caller;
pub mod context;
pub mod facts;
pub mod frame;
pub mod header;
pub mod lane;
pub mod measure;
pub mod operator;
pub mod ops;
pub mod plan;
pub mod rows;
pub mod targets;
pub mod window;

use anyhow::Result;
use saya_core::calls::AuthMode;
use saya_executor::ir::{Auth, Function};
use saya_executor::ValidContract;

pub use self::authorisation::LaneAuth;
pub use self::frame::LeafStart;
pub use self::measure::measure;
pub use self::targets::{LeafTargets, LeafWitness};
use crate::profile::Profile;
use crate::types::{InnerCircuit, InnerProof};
use crate::uniform::{ShapeError, Uniform};

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
    #[error(
        "{function} is the operator's: its calls come in bundles that the operator signs, and no user signs them one \
         by one"
    )]
    NoInline { function: String },
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
        mode: AuthMode,
    ) -> Result<Self, LeafError> {
        let lanes = measure(profile, contract, function, mode)?.lanes;
        Self::with_lanes(uniform, contract, function, mode, lanes)
    }

    /// The leaf with exactly `lanes` lanes.
    pub fn with_lanes(
        uniform: &Uniform,
        contract: &ValidContract,
        function: &Function,
        mode: AuthMode,
        lanes: usize,
    ) -> Result<Self, LeafError> {
        check_mode(function, mode)?;
        let mut b = uniform.builder();
        let targets = LeafTargets::build(&mut b, contract, function, mode, lanes);
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

/// Only users sign calls one by one.
fn check_mode(function: &Function, mode: AuthMode) -> Result<(), LeafError> {
    match (function.auth, mode) {
        (Auth::Operator, AuthMode::Inline) => Err(LeafError::NoInline {
            function: function.name.clone(),
        }),
        _ => Ok(()),
    }
}

/// `contract·2^32 + function`.
pub fn fn_id(contract: &ValidContract, function: &Function) -> u64 {
    (u64::from(contract.contract) << 32) + u64::from(function.id)
}

#[cfg(test)]
mod tests;

//! The system leaves: calls of contract 0 that change a key, each signed inline.
//!
//! OPEN gives another lane of the user, which has none, its first key; ROTATE gives a lane another key. Both are
//! calls like any other, counted and appended to `calls`.

mod lane;
#[cfg(test)]
mod tests;

use anyhow::{ensure, Result};
use plonky2::iop::witness::PartialWitness;
use saya_core::system_calls;
use serde::{Deserialize, Serialize};

pub use self::lane::SystemCallWitness;
use self::lane::SystemLane;
use crate::leaf::frame::{FrameTargets, LeafStart, Register};
use crate::leaf::measure::{fill, SIGNATURE_CONSTANTS};
use crate::leaf::LeafError;
use crate::profile::Profile;
use crate::types::{Builder, InnerCircuit, InnerProof, F};
use crate::uniform::Uniform;

/// A function of contract 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemFunction {
    /// `OPEN(lane, keyRoot[3])`, signed in lane 0.
    Open,
    /// `ROTATE(keyRoot[3])`, signed in its own lane by the old key.
    Rotate,
}

impl SystemFunction {
    pub const ALL: [Self; 2] = [Self::Open, Self::Rotate];

    /// Its number in contract 0.
    pub const fn id(self) -> u32 {
        match self {
            Self::Open => system_calls::OPEN,
            Self::Rotate => system_calls::ROTATE,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Rotate => "rotate",
        }
    }

    /// Limbs of its arguments.
    pub const fn args(self) -> usize {
        match self {
            Self::Open => 4,
            Self::Rotate => 3,
        }
    }
}

/// Circuit of one function of contract 0.
pub struct SystemLeaf {
    pub data: InnerCircuit,
    targets: SystemLeafTargets,
}

/// System calls of one function, in order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SystemLeafWitness {
    pub start: LeafStart,
    /// At most as many as there are lanes.
    pub calls: Vec<SystemCallWitness>,
}

/// The private witness of a system leaf: see [`FrameTargets`] and [`SystemLane`].
pub struct SystemLeafTargets {
    pub(crate) frame: FrameTargets,
    pub(crate) lanes: Vec<SystemLane>,
}

impl SystemLeaf {
    /// The leaf with as many lanes as fit; `uniform` is the shape of `profile`.
    pub fn build(
        profile: &Profile,
        uniform: &Uniform,
        function: SystemFunction,
    ) -> Result<Self, LeafError> {
        let lanes = lanes(profile, function)?;
        let mut b = uniform.builder();
        let targets = SystemLeafTargets::build(&mut b, function, lanes);
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
    pub fn prove(&self, leaf: &SystemLeafWitness) -> Result<InnerProof> {
        self.data.prove(self.targets.witness(leaf)?)
    }
}

impl SystemLeafTargets {
    /// A leaf with `lanes` lanes; its header becomes the circuit's public inputs.
    pub fn build(b: &mut Builder, function: SystemFunction, lanes: usize) -> Self {
        let frame = FrameTargets::build(b, Register::Idle);
        let mut registers = frame.start;
        let lanes = (0..lanes)
            .map(|_| SystemLane::build(b, function, &frame, &mut registers))
            .collect();
        frame.header(b, &registers).register(b);
        Self { frame, lanes }
    }

    /// Errors when there are more calls than lanes, or when a bundle is running.
    pub fn witness(&self, leaf: &SystemLeafWitness) -> Result<PartialWitness<F>> {
        let (calls, lanes) = (leaf.calls.len(), self.lanes.len());
        ensure!(calls <= lanes, "{calls} calls for {lanes} lanes");
        let mut pw = PartialWitness::new();
        self.frame.set_witness(&mut pw, &leaf.start)?;
        for (i, lane) in self.lanes.iter().enumerate() {
            lane.set_witness(&mut pw, leaf.calls.get(i))?;
        }
        Ok(pw)
    }
}

/// Calls that fit in a leaf of `profile`.
fn lanes(profile: &Profile, function: SystemFunction) -> Result<usize, LeafError> {
    let mut b = Builder::new(profile.inner.clone());
    let frame = FrameTargets::build(&mut b, Register::Idle);
    let mut registers = frame.start;
    let fit = fill(&mut b, profile, SIGNATURE_CONSTANTS, |b| {
        SystemLane::build(b, function, &frame, &mut registers);
    });
    match fit.lanes {
        0 => Err(LeafError::TooLarge {
            function: function.name().into(),
            call: b.num_gates(),
            leaf: 1 << profile.leaf_degree_bits,
        }),
        lanes => Ok(lanes),
    }
}

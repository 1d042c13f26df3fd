//! Sub-blocks of several sizes: each capacity has a sub-block circuit of its own, and ends in a shrink of the one shape
//! that the wrap verifies.

mod pinned;
mod sizes;
#[cfg(test)]
mod tests;

use anyhow::{Context, Result};
use plonky2::plonk::circuit_data::CircuitConfig;
use saya_core::Digest;

pub use self::sizes::Capacities;
use crate::gadgets::verifier_data::verifier_digest_of;
use crate::shrink::ShrinkCircuit;
use crate::sub_block::SubBlockCircuit;
use crate::system::progress::Stages;
use crate::uniform::Uniform;

/// The circuits of sub-blocks with at most `entries` entries.
pub struct Capacity {
    pub entries: usize,
    pub sub_block: SubBlockCircuit,
    pub shrink: ShrinkCircuit,
}

/// What the circuits of every capacity are made from.
pub struct Parts {
    pub config: CircuitConfig,
    /// Shape of what a sub-block verifies.
    pub executions: Uniform,
    /// Shape of what the wrap verifies.
    pub shrinks: Uniform,
    /// `H(VD; …)` of the one aggregator whose proofs count.
    pub aggregator: Digest,
}

impl Capacity {
    /// Builds both circuits; stages `build sub_block N` and `build shrink N`.
    ///
    /// Fails when a proof of the sub-block does not verify in the rows of a shrink.
    pub fn build(parts: &Parts, entries: usize, stages: &mut Stages) -> Result<Self> {
        let sub_block = stages.run(&format!("build sub_block {entries}"), || {
            let (config, vd) = (&parts.config, &parts.aggregator);
            Ok(SubBlockCircuit::build(
                &parts.executions,
                config,
                vd,
                entries,
            ))
        })?;
        let shrink = stages.run(&format!("build shrink {entries}"), || {
            let shrink = ShrinkCircuit::build(&parts.shrinks, &sub_block.data);
            shrink.with_context(|| format!("shrink of sub-blocks of {entries} entries"))
        })?;
        Ok(Self {
            entries,
            sub_block,
            shrink,
        })
    }

    /// `H(VD; …)` of the shrink: what the wrap knows this capacity by.
    pub fn digest(&self) -> Digest {
        verifier_digest_of(&self.shrink.data.verifier_only)
    }
}

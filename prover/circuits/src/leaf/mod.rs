//! The function leaf: one contract function, executed up to N times in sequence.

pub mod header;
pub mod lane;
pub mod ops;
mod supported;

use anyhow::Result;
use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::Digest;
use saya_executor::ir::Function;
use saya_executor::ValidContract;

use self::header::HeaderTargets;
use self::lane::{LaneContext, LaneTargets, LaneWitness, Registers};
use crate::gadgets::env::env;
use crate::gadgets::range::assert_bits;
use crate::gadgets::to_hash;
use crate::types::{Builder, InnerCircuit, InnerProof, F};
use crate::uniform::{ShapeError, Uniform};

/// Times (Unix seconds) are below 2^40.
pub const TIME_BITS: usize = 40;
/// No leaf has more lanes than this, however small its function.
pub const MAX_LANES: usize = 256;
/// Rows kept for what is added at the end: public inputs, their hash, and constants that every lane shares.
const RESERVED_ROWS: usize = 64;

/// Circuit of one function.
///
/// | private witness | bound by |
/// |---|---|
/// | `scope`, `t_min`, `t_max` | `env` (public), which the sub-block opens against the statement |
/// | lanes | see [`LaneTargets`] |
pub struct FunctionLeaf {
    pub data: InnerCircuit,
    targets: LeafTargets,
    lanes: Vec<LaneTargets>,
}

struct LeafTargets {
    scope: HashOutTarget,
    t_min: Target,
    t_max: Target,
    state_in: HashOutTarget,
    calls_in: HashOutTarget,
    log: HashOutTarget,
}

/// What a leaf proof says and the witness behind it.
#[derive(Clone, Debug)]
pub struct LeafWitness {
    pub scope: Digest,
    pub t_min: u64,
    pub t_max: u64,
    pub state_in: Digest,
    pub calls_in: Digest,
    pub log: Digest,
    /// At most as many as there are lanes.
    pub calls: Vec<LaneWitness>,
}

/// A function has no leaf.
#[derive(Debug, thiserror::Error)]
pub enum LeafError {
    #[error("one call takes more than the {rows} rows of a leaf")]
    TooLarge { rows: usize },
    #[error("function {function} uses what no circuit does yet: {what}")]
    Unsupported { function: String, what: String },
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

impl FunctionLeaf {
    /// The leaf with as many lanes as fit the uniform shape.
    pub fn build(
        uniform: &Uniform,
        contract: &ValidContract,
        function: &Function,
    ) -> Result<Self, LeafError> {
        supported::check(contract, function)?;
        let lanes = fitting_lanes(uniform, contract, function)?;
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
        let targets = LeafTargets::build(&mut b);
        let mut registers = targets.registers(&mut b);
        let context = targets.context(contract, function);
        let lanes = (0..lanes)
            .map(|_| LaneTargets::build(&mut b, &context, &mut registers))
            .collect();
        targets.header(&mut b, &registers).register(&mut b);
        Ok(Self {
            data: uniform.finish(b)?,
            targets,
            lanes,
        })
    }

    /// Calls that fit in one proof.
    pub fn lanes(&self) -> usize {
        self.lanes.len()
    }

    /// The witness of a proof; errors when there are more calls than lanes.
    pub fn witness(&self, leaf: &LeafWitness) -> Result<PartialWitness<F>> {
        anyhow::ensure!(
            leaf.calls.len() <= self.lanes(),
            "{} calls for {} lanes",
            leaf.calls.len(),
            self.lanes()
        );
        let mut pw = PartialWitness::new();
        self.targets.set_witness(&mut pw, leaf)?;
        for (i, lane) in self.lanes.iter().enumerate() {
            lane.set_witness(&mut pw, leaf.calls.get(i))?;
        }
        Ok(pw)
    }

    pub fn prove(&self, leaf: &LeafWitness) -> Result<InnerProof> {
        self.data.prove(self.witness(leaf)?)
    }
}

impl LeafTargets {
    fn build(b: &mut Builder) -> Self {
        let targets = Self {
            scope: b.add_virtual_hash(),
            t_min: b.add_virtual_target(),
            t_max: b.add_virtual_target(),
            state_in: b.add_virtual_hash(),
            calls_in: b.add_virtual_hash(),
            log: b.add_virtual_hash(),
        };
        assert_bits(b, targets.t_max, TIME_BITS);
        targets
    }

    fn registers(&self, b: &mut Builder) -> Registers {
        Registers {
            state: self.state_in,
            calls: self.calls_in,
            count: b.zero(),
        }
    }

    fn context<'a>(&self, contract: &'a ValidContract, function: &'a Function) -> LaneContext<'a> {
        LaneContext {
            contract,
            function,
            scope: self.scope,
            t_max: self.t_max,
        }
    }

    fn header(&self, b: &mut Builder, end: &Registers) -> HeaderTargets {
        let zero = b.zero();
        HeaderTargets {
            vd: HashOutTarget {
                elements: [zero; 4],
            },
            env: env(b, self.scope, self.t_min, self.t_max),
            state_in: self.state_in,
            state_out: end.state,
            calls_in: self.calls_in,
            calls_out: end.calls,
            auth_in: [zero; 5],
            auth_out: [zero; 5],
            log_in: self.log,
            log_out: self.log,
            count: end.count,
            reserved: [zero; 5],
        }
    }

    fn set_witness(&self, pw: &mut PartialWitness<F>, leaf: &LeafWitness) -> Result<()> {
        pw.set_hash_target(self.scope, to_hash(&leaf.scope))?;
        pw.set_target(self.t_min, F::from_canonical_u64(leaf.t_min))?;
        pw.set_target(self.t_max, F::from_canonical_u64(leaf.t_max))?;
        pw.set_hash_target(self.state_in, to_hash(&leaf.state_in))?;
        pw.set_hash_target(self.calls_in, to_hash(&leaf.calls_in))?;
        pw.set_hash_target(self.log, to_hash(&leaf.log))
    }
}

/// `contract·2^32 + function`.
pub fn fn_id(contract: &ValidContract, function: &Function) -> u64 {
    (u64::from(contract.contract) << 32) + u64::from(function.id)
}

/// Lanes that fit: they are added to a scratch circuit until it is full.
fn fitting_lanes(
    uniform: &Uniform,
    contract: &ValidContract,
    function: &Function,
) -> Result<usize, LeafError> {
    // An operation brings at most two constants, which share a row; all lanes use the same ones.
    let limit = uniform
        .rows()
        .saturating_sub(RESERVED_ROWS + function.body.len());
    let mut b = uniform.builder();
    let targets = LeafTargets::build(&mut b);
    let mut registers = targets.registers(&mut b);
    let context = targets.context(contract, function);
    for lanes in 0..MAX_LANES {
        LaneTargets::build(&mut b, &context, &mut registers);
        if b.num_gates() > limit {
            return match lanes {
                0 => Err(LeafError::TooLarge {
                    rows: uniform.rows(),
                }),
                _ => Ok(lanes),
            };
        }
    }
    Ok(MAX_LANES)
}

#[cfg(test)]
mod tests;

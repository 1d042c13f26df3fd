//! The constraints of a leaf, without a proof system around them.

use anyhow::Result;
use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::Digest;
use saya_executor::ir::Function;
use saya_executor::ValidContract;

use super::context::LeafContext;
use super::facts::Facts;
use super::header::HeaderTargets;
use super::lane::{LaneTargets, LaneWitness, Registers};
use super::plan::AccessPlan;
use super::rows::Rows;
use super::window::WindowTargets;
use super::TIME_BITS;
use crate::gadgets::env::env;
use crate::gadgets::range::assert_bits;
use crate::gadgets::to_hash;
use crate::types::{Builder, F};

/// What a leaf proof says and the witness behind it.
#[derive(Clone, Debug)]
pub struct LeafWitness {
    pub scope: Digest,
    pub t_min: u64,
    pub t_max: u64,
    pub state_in: Digest,
    pub calls_in: Digest,
    pub log_in: Digest,
    /// At most as many as there are lanes.
    pub calls: Vec<LaneWitness>,
}

/// The private witness of a leaf.
pub struct LeafTargets {
    pub(crate) shared: SharedTargets,
    pub(crate) lanes: Vec<LaneTargets>,
}

/// What all lanes of a leaf share.
///
/// | private witness | bound by |
/// |---|---|
/// | `scope`, `t_min`, `t_max` | `env` (public), which the sub-block opens against the statement; `t_max` has 40 bits, `t_min` too where the function asks for it |
/// | `state_in`, `calls_in`, `log_in` | public |
pub(crate) struct SharedTargets {
    pub scope: HashOutTarget,
    pub t_min: Target,
    pub t_max: Target,
    pub state_in: HashOutTarget,
    pub calls_in: HashOutTarget,
    pub log_in: HashOutTarget,
}

impl LeafTargets {
    /// A leaf with `lanes` lanes; its header becomes the circuit's public inputs.
    pub fn build(
        b: &mut Builder,
        contract: &ValidContract,
        function: &Function,
        lanes: usize,
    ) -> Self {
        let shared = SharedTargets::build(b);
        let context = shared.context(b, contract, function);
        let mut registers = shared.registers(b);
        let mut rows = Rows::default();
        let lanes = (0..lanes)
            .map(|_| LaneTargets::build(b, &context, &mut registers, &mut rows))
            .collect();
        shared.header(b, &registers).register(b);
        Self { shared, lanes }
    }

    /// The witness of a proof; errors when there are more calls than lanes.
    pub fn witness(&self, leaf: &LeafWitness) -> Result<PartialWitness<F>> {
        anyhow::ensure!(
            leaf.calls.len() <= self.lanes.len(),
            "{} calls for {} lanes",
            leaf.calls.len(),
            self.lanes.len()
        );
        let mut pw = PartialWitness::new();
        self.shared.set_witness(&mut pw, leaf)?;
        for (i, lane) in self.lanes.iter().enumerate() {
            lane.set_witness(&mut pw, leaf.calls.get(i))?;
        }
        Ok(pw)
    }
}

impl SharedTargets {
    pub fn build(b: &mut Builder) -> Self {
        let targets = Self {
            scope: b.add_virtual_hash(),
            t_min: b.add_virtual_target(),
            t_max: b.add_virtual_target(),
            state_in: b.add_virtual_hash(),
            calls_in: b.add_virtual_hash(),
            log_in: b.add_virtual_hash(),
        };
        assert_bits(b, targets.t_max, TIME_BITS);
        targets
    }

    pub fn registers(&self, b: &mut Builder) -> Registers {
        Registers {
            state: self.state_in,
            calls: self.calls_in,
            log: self.log_in,
            count: b.zero(),
        }
    }

    pub fn context<'a>(
        &self,
        b: &mut Builder,
        contract: &'a ValidContract,
        function: &'a Function,
    ) -> LeafContext<'a> {
        LeafContext {
            contract,
            function,
            facts: Facts::new(&function.body),
            plan: AccessPlan::new(function),
            scope: self.scope,
            t_max: self.t_max,
            window: WindowTargets::build(b, function, self.t_min, self.t_max),
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
            log_in: self.log_in,
            log_out: end.log,
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
        pw.set_hash_target(self.log_in, to_hash(&leaf.log_in))
    }
}

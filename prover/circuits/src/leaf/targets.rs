//! The constraints of a leaf, without a proof system around them.

use anyhow::{ensure, Context, Result};
use plonky2::iop::witness::PartialWitness;
use saya_core::calls::AuthMode;
use saya_executor::ir::{Auth, Function};
use saya_executor::ValidContract;
use serde::{Deserialize, Serialize};

use super::context::LeafContext;
use super::frame::{FrameTargets, LeafStart, Register};
use super::lane::{LaneTargets, LaneWitness};
use super::operator::OperatorTargets;
use super::rows::Rows;
use crate::gadgets::access::AccessWitness;
use crate::types::{Builder, F};

/// What a leaf proof says and the witness behind it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LeafWitness {
    pub start: LeafStart,
    /// Of `OPERATOR(contract)` at the start, where the function is the operator's and the mode is pop.
    pub operator: Option<AccessWitness>,
    /// At most as many as there are lanes.
    pub calls: Vec<LaneWitness>,
}

/// The private witness of a leaf.
pub struct LeafTargets {
    pub(crate) shared: SharedTargets,
    pub(crate) lanes: Vec<LaneTargets>,
}

/// What all lanes of a leaf share.
pub(crate) struct SharedTargets {
    pub frame: FrameTargets,
    pub operator: Option<OperatorTargets>,
}

impl LeafTargets {
    /// A leaf with `lanes` lanes; its header becomes the circuit's public inputs.
    pub fn build(
        b: &mut Builder,
        contract: &ValidContract,
        function: &Function,
        mode: AuthMode,
        lanes: usize,
    ) -> Self {
        let (shared, context) = SharedTargets::build(b, contract, function, mode);
        let mut registers = shared.frame.start;
        let mut rows = Rows::default();
        let lanes = (0..lanes)
            .map(|_| LaneTargets::build(b, &context, &mut registers, &mut rows))
            .collect();
        shared.frame.header(b, &registers).register(b);
        Self { shared, lanes }
    }

    /// The witness of a proof; errors when there are more calls than lanes, or when an authorisation is missing or
    /// is of another mode.
    pub fn witness(&self, leaf: &LeafWitness) -> Result<PartialWitness<F>> {
        ensure!(
            leaf.calls.len() <= self.lanes.len(),
            "{} calls for {} lanes",
            leaf.calls.len(),
            self.lanes.len()
        );
        let mut pw = PartialWitness::new();
        self.shared.frame.set_witness(&mut pw, &leaf.start)?;
        if let Some(operator) = &self.shared.operator {
            let opening = leaf.operator.as_ref();
            let opening = opening.context("the opening of the contract's operator is missing")?;
            operator.set_witness(&mut pw, opening)?;
        }
        for (i, lane) in self.lanes.iter().enumerate() {
            lane.set_witness(&mut pw, leaf.calls.get(i))?;
        }
        Ok(pw)
    }
}

impl SharedTargets {
    pub fn build<'a>(
        b: &mut Builder,
        contract: &'a ValidContract,
        function: &'a Function,
        mode: AuthMode,
    ) -> (Self, LeafContext<'a>) {
        let register = match mode {
            AuthMode::None | AuthMode::Inline => Register::Idle,
            AuthMode::Pop => Register::Open,
        };
        let frame = FrameTargets::build(b, register);
        let opened = (mode == AuthMode::Pop && function.auth == Auth::Operator)
            .then(|| OperatorTargets::build(b, contract.contract, frame.start.state));
        let (operator, user) = opened.unzip();
        let context = LeafContext::new(b, contract, function, mode, &frame, user);
        (Self { frame, operator }, context)
    }
}

//! What all lanes of a leaf share.

use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::Target;
use saya_core::calls::AuthMode;
use saya_executor::ir::Function;
use saya_executor::ValidContract;

use super::facts::Facts;
use super::frame::FrameTargets;
use super::plan::AccessPlan;
use super::window::WindowTargets;
use crate::types::Builder;

/// A function, and what its leaf shows to each lane.
pub struct LeafContext<'a> {
    pub contract: &'a ValidContract,
    pub function: &'a Function,
    pub mode: AuthMode,
    pub facts: Facts<'a>,
    pub plan: AccessPlan,
    pub domain: HashOutTarget,
    pub scope: HashOutTarget,
    /// Below 2^40.
    pub t_max: Target,
    pub window: WindowTargets,
    /// Who must have signed, where it is not the user.
    pub operator: Option<Target>,
}

impl<'a> LeafContext<'a> {
    pub fn new(
        b: &mut Builder,
        contract: &'a ValidContract,
        function: &'a Function,
        mode: AuthMode,
        frame: &FrameTargets,
        operator: Option<Target>,
    ) -> Self {
        Self {
            contract,
            function,
            mode,
            facts: Facts::new(&function.body),
            plan: AccessPlan::new(function),
            domain: frame.domain,
            scope: frame.scope,
            t_max: frame.t_max,
            window: WindowTargets::build(b, function, frame.t_min, frame.t_max),
            operator,
        }
    }
}

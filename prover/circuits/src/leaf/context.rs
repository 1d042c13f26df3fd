//! What all lanes of a leaf share.

use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::Target;
use saya_executor::ir::Function;
use saya_executor::ValidContract;

use super::facts::Facts;
use super::plan::AccessPlan;
use super::window::WindowTargets;

/// A function, and what its leaf shows to each lane.
pub struct LeafContext<'a> {
    pub contract: &'a ValidContract,
    pub function: &'a Function,
    pub facts: Facts<'a>,
    pub plan: AccessPlan,
    pub scope: HashOutTarget,
    /// Below 2^40.
    pub t_max: Target,
    pub window: WindowTargets,
}

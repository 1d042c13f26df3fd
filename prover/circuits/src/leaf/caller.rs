//! What every call has, whatever it calls: a switch, a user, and a time until which it may run.

use anyhow::Result;
use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use plonky2::iop::witness::{PartialWitness, WitnessWrite};

use super::frame::{Registers, TIME_BITS};
use crate::gadgets::account::ID_BITS;
use crate::gadgets::call::append_call;
use crate::gadgets::logic::{assert_not_zero_when, select_hash};
use crate::gadgets::range::assert_bits;
use crate::types::{Builder, F};

/// The switch of a lane, and who calls until when.
///
/// | private witness | bound by |
/// |---|---|
/// | `enabled` | boolean; it is added to `count`, which the sub-block compares with the statement |
/// | `user`, `valid_until` | the call digest, which an enabled lane appends to `calls`; 32 bits and 40 bits |
pub struct CallerTargets {
    pub enabled: BoolTarget,
    pub user: Target,
    pub valid_until: Target,
}

impl CallerTargets {
    /// An enabled call has a user (id 0 is nobody) and is valid until the window ends at least.
    pub fn build(b: &mut Builder, t_max: Target) -> Self {
        let enabled = b.add_virtual_bool_target_safe();
        let user = b.add_virtual_target();
        let valid_until = b.add_virtual_target();
        assert_bits(b, user, ID_BITS);
        assert_bits(b, valid_until, TIME_BITS);
        assert_not_zero_when(b, enabled, user);
        assert_not_after(b, enabled, t_max, valid_until);
        Self {
            enabled,
            user,
            valid_until,
        }
    }

    /// `calls` and `count` of `registers` with the call of this digest, if the lane is enabled.
    pub fn append(&self, b: &mut Builder, registers: &mut Registers, digest: HashOutTarget) {
        let appended = append_call(b, registers.calls, digest);
        registers.calls = select_hash(b, self.enabled, appended, registers.calls);
        registers.count = b.add(registers.count, self.enabled.target);
    }

    /// `None` disables the lane.
    pub fn set_witness(&self, pw: &mut PartialWitness<F>, call: Option<(u32, u64)>) -> Result<()> {
        let (user, valid_until) = call.unwrap_or_default();
        pw.set_bool_target(self.enabled, call.is_some())?;
        pw.set_target(self.user, F::from_canonical_u32(user))?;
        pw.set_target(self.valid_until, F::from_canonical_u64(valid_until))
    }
}

/// `t_max <= valid_until` in an enabled lane; both are below 2^40, so the difference is that small only when
/// it is not negative.
fn assert_not_after(b: &mut Builder, enabled: BoolTarget, t_max: Target, valid_until: Target) {
    let left = b.sub(valid_until, t_max);
    let left = b.mul(enabled.target, left);
    assert_bits(b, left, TIME_BITS);
}

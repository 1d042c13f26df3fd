//! One lane: one call of the leaf's function, or nothing.

use anyhow::Result;
use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::Felt;

use super::context::LeafContext;
use super::ops::{checked, CallTargets, OpeningTargets, Program};
use super::rows::{Part, Rows};
use super::{fn_id, TIME_BITS};
use crate::gadgets::access::AccessWitness;
use crate::gadgets::call::{append_call, call_digest, UnsignedCall};
use crate::gadgets::logic::{assert_when, select_hash};
use crate::gadgets::range::assert_bits;
use crate::gadgets::to_field;
use crate::gadgets::value::ValueTarget;
use crate::types::{Builder, F};

/// The registers that lanes move.
#[derive(Clone, Copy)]
pub struct Registers {
    pub state: HashOutTarget,
    pub calls: HashOutTarget,
    pub log: HashOutTarget,
    pub count: Target,
}

/// One lane's private witness.
///
/// | private witness | bound by |
/// |---|---|
/// | `enabled` | boolean; it is added to `count`, which the sub-block compares with the statement |
/// | `user`, `valid_until`, `args` | the call digest, which an enabled lane appends to `calls`; 32 bits, 40 bits, and the type's range |
/// | each opening | see [`AccessTargets`](crate::gadgets::access::AccessTargets), taken when the lane is enabled and one of its accesses is taken |
///
/// A disabled lane leaves all registers as they are, and its assertions and arithmetic demand nothing.
pub struct LaneTargets {
    pub(crate) enabled: BoolTarget,
    pub(crate) user: Target,
    pub(crate) valid_until: Target,
    pub(crate) args: Vec<Target>,
    /// In the order of the function's access plan.
    pub(crate) openings: Vec<OpeningTargets>,
}

/// One call as the lane needs it.
#[derive(Clone, Debug)]
pub struct LaneWitness {
    pub user: u32,
    pub valid_until: u64,
    /// Encodings of the arguments, one after the other.
    pub args: Vec<Felt>,
    /// In the order of the function's access plan; `None` for one that no access takes.
    pub openings: Vec<Option<AccessWitness>>,
}

impl LaneTargets {
    /// Adds a lane that moves `registers`; `rows` counts what it takes.
    pub fn build(
        b: &mut Builder,
        leaf: &LeafContext,
        registers: &mut Registers,
        rows: &mut Rows,
    ) -> Self {
        let (mut lane, args) = rows.count(Part::Call, b, |b| Self::inputs(b, leaf));
        let call = CallTargets {
            enabled: lane.enabled,
            caller: lane.user,
            args: &args,
        };
        let mut program = Program::new(b, leaf, call, registers.log);
        for op in &leaf.function.body {
            rows.count(Part::of(op), b, |b| program.step(b, op));
        }
        let (state, log, openings) =
            rows.count(Part::Accesses, b, |b| program.finish(b, registers.state));
        lane.openings = openings;
        let (calls, count) = rows.count(Part::Call, b, |b| lane.append(b, leaf, registers));
        *registers = Registers {
            state,
            calls,
            log,
            count,
        };
        lane
    }

    /// The call, range-checked, and its arguments.
    fn inputs(b: &mut Builder, leaf: &LeafContext) -> (Self, Vec<ValueTarget>) {
        let enabled = b.add_virtual_bool_target_safe();
        let user = b.add_virtual_target();
        let valid_until = b.add_virtual_target();
        assert_bits(b, user, 32);
        assert_bits(b, valid_until, TIME_BITS);
        assert_some_user(b, enabled, user);
        assert_not_after(b, enabled, leaf.t_max, valid_until);
        let types: Vec<_> = leaf.function.arguments().collect();
        let limbs = b.add_virtual_targets(types.iter().map(|ty| ty.width()).sum());
        let args = checked(b, &types, &limbs);
        let lane = Self {
            enabled,
            user,
            valid_until,
            args: limbs,
            openings: vec![],
        };
        (lane, args)
    }

    /// `calls` and `count` with this call, if the lane is enabled.
    fn append(
        &self,
        b: &mut Builder,
        leaf: &LeafContext,
        registers: &Registers,
    ) -> (HashOutTarget, Target) {
        let call = UnsignedCall {
            args: &self.args,
            user: self.user,
            fn_id: fn_id(leaf.contract, leaf.function),
            valid_until: self.valid_until,
        };
        let digest = call_digest(b, leaf.scope, &call);
        let appended = append_call(b, registers.calls, digest);
        let calls = select_hash(b, self.enabled, appended, registers.calls);
        (calls, b.add(registers.count, self.enabled.target))
    }

    /// `None` disables the lane.
    pub fn set_witness(
        &self,
        pw: &mut PartialWitness<F>,
        call: Option<&LaneWitness>,
    ) -> Result<()> {
        pw.set_bool_target(self.enabled, call.is_some())?;
        let Some(call) = call else {
            pw.set_target(self.user, F::ZERO)?;
            pw.set_target(self.valid_until, F::ZERO)?;
            pw.set_target_arr(&self.args, &vec![F::ZERO; self.args.len()])?;
            return self
                .openings
                .iter()
                .try_for_each(|opening| opening.access.set_witness(pw, None));
        };
        assert_eq!(call.args.len(), self.args.len(), "limbs of the arguments");
        assert_eq!(call.openings.len(), self.openings.len(), "openings");
        pw.set_target(self.user, F::from_canonical_u32(call.user))?;
        pw.set_target(self.valid_until, F::from_canonical_u64(call.valid_until))?;
        for (&target, &limb) in self.args.iter().zip(&call.args) {
            pw.set_target(target, to_field(limb))?;
        }
        self.openings
            .iter()
            .zip(&call.openings)
            .try_for_each(|(targets, opening)| targets.access.set_witness(pw, opening.as_ref()))
    }
}

/// An enabled lane has a user: id 0 is nobody.
fn assert_some_user(b: &mut Builder, enabled: BoolTarget, user: Target) {
    let zero = b.zero();
    let nobody = b.is_equal(user, zero);
    let somebody = b.not(nobody);
    assert_when(b, enabled, somebody);
}

/// `t_max <= valid_until` in an enabled lane; both are below 2^40, so the difference is that small only when
/// it is not negative.
fn assert_not_after(b: &mut Builder, enabled: BoolTarget, t_max: Target, valid_until: Target) {
    let left = b.sub(valid_until, t_max);
    let left = b.mul(enabled.target, left);
    assert_bits(b, left, TIME_BITS);
}

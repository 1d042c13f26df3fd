//! One lane: one call of the leaf's function, or nothing.

use anyhow::Result;
use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::Felt;
use saya_executor::ir::Function;
use saya_executor::ValidContract;

use super::ops::Program;
use super::{fn_id, TIME_BITS};
use crate::gadgets::access::{AccessTargets, AccessWitness};
use crate::gadgets::call::{append_call, call_digest, UnsignedCall};
use crate::gadgets::logic::{assert_when, select_hash};
use crate::gadgets::range::assert_bits;
use crate::gadgets::to_field;
use crate::gadgets::value::ValueTarget;
use crate::types::{Builder, F};

/// What a lane sees of its leaf.
pub struct LaneContext<'a> {
    pub contract: &'a ValidContract,
    pub function: &'a Function,
    pub scope: HashOutTarget,
    /// Below 2^40.
    pub t_max: Target,
}

/// The registers that lanes move.
#[derive(Clone, Copy)]
pub struct Registers {
    pub state: HashOutTarget,
    pub calls: HashOutTarget,
    pub count: Target,
}

/// One lane's private witness.
///
/// | private witness | bound by |
/// |---|---|
/// | `enabled` | boolean; it is added to `count`, which the sub-block compares with the statement |
/// | `user`, `valid_until`, `args` | the call digest, which an enabled lane appends to `calls`; 32 bits, 40 bits, and the type's range |
/// | each access | see [`AccessTargets`], taken when the lane is enabled |
///
/// A disabled lane leaves all registers as they are, and its assertions and arithmetic demand nothing.
pub struct LaneTargets {
    pub(super) enabled: BoolTarget,
    pub(super) user: Target,
    pub(super) valid_until: Target,
    pub(super) args: Vec<Target>,
    pub(super) accesses: Vec<AccessTargets>,
}

/// One call as the lane needs it.
#[derive(Clone, Debug)]
pub struct LaneWitness {
    pub user: u32,
    pub valid_until: u64,
    /// Encodings of the arguments, one after the other.
    pub args: Vec<Felt>,
    /// One for each read and write operation, in program order.
    pub accesses: Vec<AccessWitness>,
}

impl LaneTargets {
    pub fn build(b: &mut Builder, leaf: &LaneContext, registers: &mut Registers) -> Self {
        let enabled = b.add_virtual_bool_target_safe();
        let user = b.add_virtual_target();
        let valid_until = b.add_virtual_target();
        assert_bits(b, user, 32);
        assert_bits(b, valid_until, TIME_BITS);
        assert_some_user(b, enabled, user);
        assert_not_after(b, enabled, leaf.t_max, valid_until);

        let args: Vec<ValueTarget> = leaf
            .function
            .arguments()
            .map(|ty| {
                let limbs = b.add_virtual_targets(ty.width());
                ValueTarget::checked(b, ty, &limbs)
            })
            .collect();
        let arg_limbs: Vec<Target> = args.iter().flat_map(ValueTarget::limbs).collect();

        let mut program = Program::new(leaf.contract, enabled, user, &args, registers.state);
        for op in &leaf.function.body {
            program.step(b, op);
        }
        let (state, accesses) = (program.state, program.accesses);

        let call = UnsignedCall {
            args: &arg_limbs,
            user,
            fn_id: fn_id(leaf.contract, leaf.function),
            valid_until,
        };
        let digest = call_digest(b, leaf.scope, &call);
        let appended = append_call(b, registers.calls, digest);
        *registers = Registers {
            state,
            calls: select_hash(b, enabled, appended, registers.calls),
            count: b.add(registers.count, enabled.target),
        };
        Self {
            enabled,
            user,
            valid_until,
            args: arg_limbs,
            accesses,
        }
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
                .accesses
                .iter()
                .try_for_each(|access| access.set_witness(pw, None));
        };
        assert_eq!(call.args.len(), self.args.len(), "limbs of the arguments");
        assert_eq!(call.accesses.len(), self.accesses.len(), "accesses");
        pw.set_target(self.user, F::from_canonical_u32(call.user))?;
        pw.set_target(self.valid_until, F::from_canonical_u64(call.valid_until))?;
        for (&target, &limb) in self.args.iter().zip(&call.args) {
            pw.set_target(target, to_field(limb))?;
        }
        self.accesses
            .iter()
            .zip(&call.accesses)
            .try_for_each(|(targets, access)| targets.set_witness(pw, Some(access)))
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

//! Operations that compute one value from others.

use plonky2::iop::target::BoolTarget;
use saya_executor::ir::{Op, ValueId, When};

use super::Program;
use crate::gadgets::logic::equal_limbs;
use crate::gadgets::uint;
use crate::gadgets::value::ValueTarget;
use crate::types::Builder;

/// An operation on two values of one type, which may fail when it is taken.
type Checked = fn(&mut Builder, BoolTarget, ValueTarget, ValueTarget) -> ValueTarget;

impl Program<'_> {
    /// The value of an operation that touches neither state nor log.
    pub(super) fn computed(&mut self, b: &mut Builder, op: &Op) -> ValueTarget {
        match op {
            Op::Const { ty, limbs } => ValueTarget::constant(b, *ty, limbs),
            Op::Arg { index } => self.call.args[*index as usize],
            Op::Caller => ValueTarget::User(self.call.caller),
            Op::TMin => self.leaf.window.t_min(),
            Op::TMax => self.leaf.window.t_max(),
            Op::Add { a, b: c, when, .. } => self.checked(b, *a, *c, *when, uint::add),
            Op::Sub { a, b: c, when, .. } => self.checked(b, *a, *c, *when, uint::sub),
            Op::Mul { a, b: c, when, .. } => self.checked(b, *a, *c, *when, uint::mul),
            Op::Eq { a, b: c } => {
                let (x, y) = (self.value(*a).limbs(), self.value(*c).limbs());
                ValueTarget::Bool(equal_limbs(b, &x, &y))
            }
            Op::Lt { a, b: c } => ValueTarget::Bool(uint::lt(b, self.value(*a), self.value(*c))),
            Op::And { a, b: c } => ValueTarget::Bool(b.and(self.bit(*a), self.bit(*c))),
            Op::Or { a, b: c } => ValueTarget::Bool(b.or(self.bit(*a), self.bit(*c))),
            Op::Not { a } => ValueTarget::Bool(b.not(self.bit(*a))),
            _ => unreachable!("the leaf refused what it has no constraints for"),
        }
    }

    fn checked(
        &mut self,
        b: &mut Builder,
        x: ValueId,
        y: ValueId,
        when: When,
        operation: Checked,
    ) -> ValueTarget {
        let taken = self.taken(b, when);
        operation(b, taken, self.value(x), self.value(y))
    }
}

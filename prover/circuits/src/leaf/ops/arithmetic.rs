//! Operations that compute one value from others.

use plonky2::iop::target::{BoolTarget, Target};
use saya_executor::ir::{Op, ValueId, When};

use super::{values, Program};
use crate::gadgets::logic::equal_limbs;
use crate::gadgets::uint::{self, U64Target};
use crate::gadgets::value::ValueTarget;
use crate::types::Builder;

type OnU32 = fn(&mut Builder, BoolTarget, Target, Target) -> Target;
type OnU64 = fn(&mut Builder, BoolTarget, U64Target, U64Target) -> U64Target;

impl Program<'_> {
    /// The value of an operation that touches neither state nor log.
    pub(super) fn computed(&mut self, b: &mut Builder, op: &Op) -> ValueTarget {
        match op {
            Op::Const { ty, limbs } => values::constant(b, *ty, limbs),
            Op::Arg { index } => self.call.args[*index as usize],
            Op::Caller => ValueTarget::User(self.call.caller),
            Op::TMin => self.leaf.window.t_min(),
            Op::TMax => self.leaf.window.t_max(),
            Op::Add { a, b: c, when, .. } => {
                self.checked(b, *a, *c, *when, uint::add_u32, uint::add_u64)
            }
            Op::Sub { a, b: c, when, .. } => {
                self.checked(b, *a, *c, *when, uint::sub_u32, uint::sub_u64)
            }
            Op::Mul { a, b: c, when, .. } => {
                self.checked(b, *a, *c, *when, uint::mul_u32, uint::mul_u64)
            }
            Op::Eq { a, b: c } => {
                let (x, y) = (self.value(*a).limbs(), self.value(*c).limbs());
                ValueTarget::Bool(equal_limbs(b, &x, &y))
            }
            Op::Lt { a, b: c } => self.less(b, *a, *c),
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
        on_u32: OnU32,
        on_u64: OnU64,
    ) -> ValueTarget {
        use ValueTarget::{U32, U64};
        let taken = self.taken(b, when);
        match (self.value(x), self.value(y)) {
            (U32(x), U32(y)) => U32(on_u32(b, taken, x, y)),
            (U64(x), U64(y)) => U64(on_u64(b, taken, x, y)),
            _ => unreachable!("valid: operands of arithmetic have one integer type"),
        }
    }

    fn less(&self, b: &mut Builder, x: ValueId, y: ValueId) -> ValueTarget {
        use ValueTarget::{U32, U64};
        ValueTarget::Bool(match (self.value(x), self.value(y)) {
            (U32(x), U32(y)) => uint::lt_u32(b, x, y),
            (U64(x), U64(y)) => uint::lt_u64(b, x, y),
            _ => unreachable!("valid: operands of an order have one integer type"),
        })
    }
}

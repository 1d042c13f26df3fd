//! Operations that compute one value from others.

use plonky2::iop::target::BoolTarget;
use saya_executor::ir::{Op, ValueId, When};

use super::Program;
use crate::gadgets::cast::cast;
use crate::gadgets::logic::equal_limbs;
use crate::gadgets::user_hash::user_hash;
use crate::gadgets::value::ValueTarget;
use crate::gadgets::{bits, felt, uint};
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
            Op::Div { a, b: c, when, .. } => self.division(b, *a, *c, *when).0,
            Op::Rem { a, b: c, when, .. } => self.division(b, *a, *c, *when).1,
            Op::Shl { a, b: c, when, .. } => self.checked(b, *a, *c, *when, bits::shl),
            Op::Shr { a, b: c } => bits::shr(b, self.value(*a), self.value(*c)),
            Op::BitAnd { a, b: c } => bits::and(b, self.value(*a), self.value(*c)),
            Op::BitOr { a, b: c } => bits::or(b, self.value(*a), self.value(*c)),
            Op::BitXor { a, b: c } => bits::xor(b, self.value(*a), self.value(*c)),
            Op::BitNot { a } => bits::not(b, self.value(*a)),
            Op::FeltAdd { a, b: c } => felt::add(b, self.value(*a), self.value(*c)),
            Op::FeltSub { a, b: c } => felt::sub(b, self.value(*a), self.value(*c)),
            Op::FeltMul { a, b: c } => felt::mul(b, self.value(*a), self.value(*c)),
            Op::Cast { a, ty, when, .. } => {
                let taken = self.taken(b, *when);
                cast(b, taken, self.value(*a), *ty)
            }
            Op::Eq { a, b: c } => {
                let (x, y) = (self.value(*a).limbs(), self.value(*c).limbs());
                ValueTarget::Bool(equal_limbs(b, &x, &y))
            }
            Op::Lt { a, b: c } => ValueTarget::Bool(uint::lt(b, self.value(*a), self.value(*c))),
            Op::And { a, b: c } => ValueTarget::Bool(b.and(self.bit(*a), self.bit(*c))),
            Op::Or { a, b: c } => ValueTarget::Bool(b.or(self.bit(*a), self.bit(*c))),
            Op::Not { a } => ValueTarget::Bool(b.not(self.bit(*a))),
            Op::Select { cond, a, b: c } => {
                ValueTarget::select(b, self.bit(*cond), self.value(*a), self.value(*c))
            }
            Op::Hash { inputs } => user_hash(b, &self.all(inputs)),
            Op::Limb { a, index } => ValueTarget::Felt(self.value(*a).limbs()[*index as usize]),
            Op::Field { .. }
            | Op::Read { .. }
            | Op::Write { .. }
            | Op::Emit { .. }
            | Op::Assert { .. } => unreachable!("not computed from values alone"),
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

    /// Quotient and remainder: one gadget gives both, so `n // d` beside `n % d` costs nothing more.
    fn division(
        &mut self,
        b: &mut Builder,
        n: ValueId,
        d: ValueId,
        when: When,
    ) -> (ValueTarget, ValueTarget) {
        if let Some(&known) = self.divisions.get(&(n, d, when)) {
            return known;
        }
        let taken = self.taken(b, when);
        let both = uint::div_rem(b, taken, self.value(n), self.value(d));
        self.divisions.insert((n, d, when), both);
        both
    }
}

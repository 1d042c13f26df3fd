//! IR operations as constraints.
//!
//! The contract is valid, so every operand exists and has the right type.

use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use saya_executor::ir::{Op, Type, ValueId};
use saya_executor::ValidContract;

use crate::gadgets::access::AccessTargets;
use crate::gadgets::key::state_key;
use crate::gadgets::logic::{assert_when, equal_limbs};
use crate::gadgets::uint::{self, U64Target};
use crate::gadgets::value::ValueTarget;
use crate::types::{Builder, F};

/// Synthesis of one lane's program.
///
/// The private witness is in `accesses`; everything else is computed from the arguments and the caller.
pub struct Program<'a> {
    contract: &'a ValidContract,
    /// Whether the effects and checks of this lane count.
    taken: BoolTarget,
    caller: Target,
    args: &'a [ValueTarget],
    /// The running state root.
    pub state: HashOutTarget,
    /// One for each read and write, in program order.
    pub accesses: Vec<AccessTargets>,
    values: Vec<Option<ValueTarget>>,
}

type OnU32 = fn(&mut Builder, BoolTarget, Target, Target) -> Target;
type OnU64 = fn(&mut Builder, BoolTarget, U64Target, U64Target) -> U64Target;

impl<'a> Program<'a> {
    pub fn new(
        contract: &'a ValidContract,
        taken: BoolTarget,
        caller: Target,
        args: &'a [ValueTarget],
        state: HashOutTarget,
    ) -> Self {
        Self {
            contract,
            taken,
            caller,
            args,
            state,
            accesses: vec![],
            values: vec![],
        }
    }

    /// Adds the constraints of the next operation.
    pub fn step(&mut self, b: &mut Builder, op: &Op) {
        let value = match op {
            Op::Const { ty, limbs } => Some(constant(b, *ty, limbs)),
            Op::Arg { index } => Some(self.args[*index as usize]),
            Op::Caller => Some(ValueTarget::User(self.caller)),
            Op::Add { a, b: c, .. } => Some(self.checked(b, *a, *c, uint::add_u32, uint::add_u64)),
            Op::Sub { a, b: c, .. } => Some(self.checked(b, *a, *c, uint::sub_u32, uint::sub_u64)),
            Op::Mul { a, b: c, .. } => Some(self.checked(b, *a, *c, uint::mul_u32, uint::mul_u64)),
            Op::Eq { a, b: c } => {
                let (x, y) = (self.value(*a).limbs(), self.value(*c).limbs());
                Some(ValueTarget::Bool(equal_limbs(b, &x, &y)))
            }
            Op::Lt { a, b: c } => Some(self.less(b, *a, *c)),
            Op::And { a, b: c } => Some(ValueTarget::Bool(b.and(self.bit(*a), self.bit(*c)))),
            Op::Or { a, b: c } => Some(ValueTarget::Bool(b.or(self.bit(*a), self.bit(*c)))),
            Op::Not { a } => Some(ValueTarget::Bool(b.not(self.bit(*a)))),
            Op::Read { var, keys, .. } => Some(self.read(b, *var, keys)),
            Op::Write {
                var, keys, values, ..
            } => {
                self.write(b, *var, keys, values[0]);
                None
            }
            Op::Assert { cond, .. } => {
                assert_when(b, self.taken, self.bit(*cond));
                None
            }
            _ => unreachable!("the leaf refused what it has no constraints for"),
        };
        self.values.push(value);
    }

    fn checked(
        &self,
        b: &mut Builder,
        x: ValueId,
        y: ValueId,
        on_u32: OnU32,
        on_u64: OnU64,
    ) -> ValueTarget {
        use ValueTarget::{U32, U64};
        match (self.value(x), self.value(y)) {
            (U32(x), U32(y)) => U32(on_u32(b, self.taken, x, y)),
            (U64(x), U64(y)) => U64(on_u64(b, self.taken, x, y)),
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

    fn read(&mut self, b: &mut Builder, var: u32, keys: &[ValueId]) -> ValueTarget {
        let ty = self.contract.state[var as usize].value.fields[0];
        let key = self.key(b, var, keys);
        let access = AccessTargets::open(b, self.taken, self.state, &key);
        // Anything may be stored by a writer on the L2, so the type is checked at every read.
        let value = ValueTarget::stored(b, ty, &access.old);
        self.accesses.push(access);
        value
    }

    fn write(&mut self, b: &mut Builder, var: u32, keys: &[ValueId], value: ValueId) {
        let key = self.key(b, var, keys);
        let new = self.value(value).padded(b);
        let access = AccessTargets::open(b, self.taken, self.state, &key);
        self.state = access.write(b, self.taken, self.state, &key, &new);
        self.accesses.push(access);
    }

    fn key(&self, b: &mut Builder, var: u32, keys: &[ValueId]) -> [Target; 4] {
        let keys: Vec<ValueTarget> = keys.iter().map(|&key| self.value(key)).collect();
        let variable = &self.contract.state[var as usize];
        state_key(b, variable.contract, variable.slot, &keys)
    }

    fn value(&self, id: ValueId) -> ValueTarget {
        self.values[id as usize].expect("valid: the operand is a value")
    }

    fn bit(&self, id: ValueId) -> BoolTarget {
        match self.value(id) {
            ValueTarget::Bool(bit) => bit,
            _ => unreachable!("valid: the operand is a bool"),
        }
    }
}

fn constant(b: &mut Builder, ty: Type, limbs: &[u64]) -> ValueTarget {
    let limbs: Vec<Target> = (limbs.iter())
        .map(|&limb| b.constant(F::from_canonical_u64(limb)))
        .collect();
    match ty {
        Type::Bool => ValueTarget::Bool(BoolTarget::new_unsafe(limbs[0])),
        Type::U32 => ValueTarget::U32(limbs[0]),
        Type::User => ValueTarget::User(limbs[0]),
        Type::U64 => ValueTarget::U64([limbs[0], limbs[1]]),
        _ => unreachable!("the leaf refused what it has no constraints for"),
    }
}

//! Executes operations one by one. The contract is valid, so operands exist and have the right types.

use saya_core::{hash, Felt, Key, Tag, Typed, Value};

use crate::ir::{Op, StateVar, Type, ValueId, When};
use crate::limbs::decode;
use crate::messages;
use crate::operate;
use crate::receipt::{Access, AccessKind, CallFailed, Emitted, Receipt};
use crate::state::{Overlay, State};
use crate::validate::ValidContract;
use crate::window::Window;

/// What an operation makes: nothing, one value, or a record's fields.
type Made = Vec<Typed>;

/// What a call runs with.
pub(crate) struct Context<'a> {
    pub contract: &'a ValidContract,
    pub caller: u32,
    pub window: Window,
    /// Fields of all arguments.
    pub args: &'a [Typed],
}

/// One running call.
pub(crate) struct Machine<'a> {
    context: Context<'a>,
    state: Overlay<'a>,
    /// By operation.
    values: Vec<Made>,
    accesses: Vec<Access>,
    events: Vec<Emitted>,
}

impl<'a> Machine<'a> {
    pub fn new(context: Context<'a>, state: Overlay<'a>) -> Self {
        Self {
            context,
            state,
            values: vec![],
            accesses: vec![],
            events: vec![],
        }
    }

    /// Executes the next operation.
    pub fn step(&mut self, op: &Op) -> Result<(), CallFailed> {
        let made = self.made(op)?;
        self.values.push(made);
        Ok(())
    }

    /// Ends a call in which every operation succeeded: its writes take effect.
    pub fn finish(self) -> Receipt {
        self.state.commit();
        Receipt {
            accesses: self.accesses,
            events: self.events,
        }
    }

    fn made(&mut self, op: &Op) -> Result<Made, CallFailed> {
        let one = |value| Ok(vec![value]);
        let bit = |bit| Ok(vec![Typed::Bool(bit)]);
        match op {
            Op::Const { ty, limbs } => one(operate::constant(*ty, limbs)),
            Op::Arg { index } => one(self.context.args[*index as usize]),
            Op::Caller => one(Typed::User(self.context.caller)),
            Op::TMin => one(Typed::U64(self.context.window.t_min)),
            Op::TMax => one(Typed::U64(self.context.window.t_max)),
            Op::Add {
                a,
                b,
                message,
                when,
            } => self.checked(*a, *b, u128::checked_add, message, *when),
            Op::Sub {
                a,
                b,
                message,
                when,
            } => self.checked(*a, *b, u128::checked_sub, message, *when),
            Op::Mul {
                a,
                b,
                message,
                when,
            } => self.checked(*a, *b, u128::checked_mul, message, *when),
            Op::Div {
                a,
                b,
                message,
                when,
            } => self.checked(*a, *b, u128::checked_div, message, *when),
            Op::Rem {
                a,
                b,
                message,
                when,
            } => self.checked(*a, *b, u128::checked_rem, message, *when),
            Op::Shl {
                a,
                b,
                message,
                when,
            } => {
                let (a, b) = (self.value(*a), self.value(*b));
                self.perhaps(a.ty(), *when, message, || operate::shift_left(a, b))
            }
            Op::Cast {
                a,
                ty,
                message,
                when,
            } => {
                let a = self.value(*a);
                self.perhaps(*ty, *when, message, || operate::cast(a, *ty))
            }
            Op::Shr { a, b } => one(operate::shift_right(self.value(*a), self.value(*b))),
            Op::BitAnd { a, b } => one(self.bits(*a, *b, |x, y| x & y)),
            Op::BitOr { a, b } => one(self.bits(*a, *b, |x, y| x | y)),
            Op::BitXor { a, b } => one(self.bits(*a, *b, |x, y| x ^ y)),
            Op::BitNot { a } => one(operate::flip(self.value(*a))),
            Op::FeltAdd { a, b } => one(self.field(*a, *b, |x, y| x + y)),
            Op::FeltSub { a, b } => one(self.field(*a, *b, |x, y| x - y)),
            Op::FeltMul { a, b } => one(self.field(*a, *b, |x, y| x * y)),
            Op::Eq { a, b } => bit(self.value(*a) == self.value(*b)),
            Op::Lt { a, b } => bit(operate::less(self.value(*a), self.value(*b))),
            Op::And { a, b } => bit(self.bit(*a) & self.bit(*b)),
            Op::Or { a, b } => bit(self.bit(*a) | self.bit(*b)),
            Op::Not { a } => bit(!self.bit(*a)),
            Op::Select { cond, a, b } => one(self.value(if self.bit(*cond) { *a } else { *b })),
            Op::Hash { inputs } => one(Typed::Hash(hash(Tag::UserHash, &self.limbs(inputs)))),
            Op::Limb { a, index } => one(operate::limb(self.value(*a), *index)),
            Op::Field { a, index } => one(self.values[*a as usize][*index as usize]),
            Op::Read { var, keys, when } => self.read(*var, keys, *when),
            Op::Write {
                var,
                keys,
                values,
                when,
            } => {
                self.write(*var, keys, values, *when);
                Ok(vec![])
            }
            Op::Emit {
                event,
                values,
                when,
            } => {
                self.emit(*event, values, *when);
                Ok(vec![])
            }
            Op::Assert {
                cond,
                message,
                when,
            } => {
                if self.taken(*when) && !self.bit(*cond) {
                    return Err(self.failed(message.clone()));
                }
                Ok(vec![])
            }
        }
    }

    fn checked(
        &self,
        a: ValueId,
        b: ValueId,
        of: fn(u128, u128) -> Option<u128>,
        message: &str,
        when: When,
    ) -> Result<Made, CallFailed> {
        let (a, b) = (self.value(a), self.value(b));
        self.perhaps(a.ty(), when, message, || operate::arithmetic(a, b, of))
    }

    /// A value of type `ty` that may not exist; zero when the operation is not taken.
    fn perhaps(
        &self,
        ty: Type,
        when: When,
        message: &str,
        compute: impl FnOnce() -> Option<Typed>,
    ) -> Result<Made, CallFailed> {
        if !self.taken(when) {
            return Ok(vec![ty.zero()]);
        }
        let value = compute().ok_or_else(|| self.failed(message.into()))?;
        Ok(vec![value])
    }

    fn read(&mut self, var: u32, keys: &[ValueId], when: When) -> Result<Made, CallFailed> {
        let variable = self.variable(var);
        if !self.taken(when) {
            return Ok(variable.value.fields.iter().map(|ty| ty.zero()).collect());
        }
        let keys = self.all(keys);
        let key = place(variable, &keys);
        let stored = self.state.get(&key);
        self.accesses.push(Access {
            op: self.index(),
            kind: AccessKind::Read,
            key,
            old: stored,
            new: stored,
        });
        decode(&variable.value, &stored)
            .ok_or_else(|| self.failed(messages::bad_stored_value(variable, &keys, &stored.0)))
    }

    fn write(&mut self, var: u32, keys: &[ValueId], values: &[ValueId], when: When) {
        if !self.taken(when) {
            return;
        }
        let key = place(self.variable(var), &self.all(keys));
        let mut new = Value::ZERO;
        let limbs = self.limbs(values);
        new.0[..limbs.len()].copy_from_slice(&limbs);
        self.accesses.push(Access {
            op: self.index(),
            kind: AccessKind::Write,
            key,
            old: self.state.get(&key),
            new,
        });
        self.state.set(key, new);
    }

    fn emit(&mut self, event: u32, values: &[ValueId], when: When) {
        if !self.taken(when) {
            return;
        }
        let declared = &self.context.contract.events[event as usize];
        self.events.push(Emitted {
            op: self.index(),
            contract: declared.contract,
            event: declared.id,
            data: self.limbs(values),
        });
    }

    fn variable(&self, var: u32) -> &'a StateVar {
        &self.context.contract.state[var as usize]
    }

    fn bits(&self, a: ValueId, b: ValueId, of: fn(u128, u128) -> u128) -> Typed {
        operate::bits(self.value(a), self.value(b), of)
    }

    fn field(&self, a: ValueId, b: ValueId, of: fn(Felt, Felt) -> Felt) -> Typed {
        operate::field(self.value(a), self.value(b), of)
    }

    fn all(&self, ids: &[ValueId]) -> Vec<Typed> {
        ids.iter().map(|id| self.value(*id)).collect()
    }

    fn limbs(&self, ids: &[ValueId]) -> Vec<Felt> {
        ids.iter().flat_map(|id| self.value(*id).limbs()).collect()
    }

    fn value(&self, id: ValueId) -> Typed {
        match self.values[id as usize][..] {
            [value] => value,
            _ => unreachable!("valid: the operand is one value"),
        }
    }

    fn bit(&self, id: ValueId) -> bool {
        match self.value(id) {
            Typed::Bool(bit) => bit,
            _ => unreachable!("valid: operands of logic are Bool"),
        }
    }

    fn taken(&self, when: When) -> bool {
        when.is_none_or(|id| self.bit(id))
    }

    fn index(&self) -> ValueId {
        self.values.len() as ValueId
    }

    fn failed(&self, message: String) -> CallFailed {
        CallFailed {
            message,
            op: Some(self.index()),
        }
    }
}

fn place(variable: &StateVar, keys: &[Typed]) -> Key {
    Key::new(variable.contract, variable.slot, keys).expect("valid: the keys fit three limbs")
}

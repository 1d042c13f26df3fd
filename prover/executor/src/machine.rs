//! Executes operations one by one. The contract is valid, so operands exist and have the right types.

use saya_core::{Key, Typed};

use crate::ir::{Op, StateVar, ValueId};
use crate::messages;
use crate::numbers::{number, typed};
use crate::receipt::{Access, AccessKind, CallFailed, Receipt};
use crate::state::Overlay;
use crate::validate::ValidContract;

/// One running call.
pub(crate) struct Machine<'a> {
    contract: &'a ValidContract,
    caller: u32,
    args: &'a [Typed],
    state: Overlay<'a>,
    /// By operation; `None` for those without a value.
    values: Vec<Option<Typed>>,
    accesses: Vec<Access>,
}

impl<'a> Machine<'a> {
    pub fn new(
        contract: &'a ValidContract,
        caller: u32,
        args: &'a [Typed],
        state: Overlay<'a>,
    ) -> Self {
        Self {
            contract,
            caller,
            args,
            state,
            values: vec![],
            accesses: vec![],
        }
    }

    /// Executes the next operation.
    pub fn step(&mut self, op: &Op) -> Result<(), CallFailed> {
        let value = match op {
            Op::Const { ty, value } => {
                Some(typed(*ty, *value).expect("valid: the constant fits its type"))
            }
            Op::Arg { index } => Some(self.args[*index as usize]),
            Op::Caller => Some(Typed::User(self.caller)),
            Op::Add { a, b, message } => {
                Some(self.checked(*a, *b, u32::checked_add, u64::checked_add, message)?)
            }
            Op::Sub { a, b, message } => {
                Some(self.checked(*a, *b, u32::checked_sub, u64::checked_sub, message)?)
            }
            Op::Mul { a, b, message } => {
                Some(self.checked(*a, *b, u32::checked_mul, u64::checked_mul, message)?)
            }
            Op::Eq { a, b } => Some(Typed::Bool(self.value(*a) == self.value(*b))),
            Op::Lt { a, b } => Some(Typed::Bool(number(self.value(*a)) < number(self.value(*b)))),
            Op::And { a, b } => Some(Typed::Bool(self.bit(*a) & self.bit(*b))),
            Op::Or { a, b } => Some(Typed::Bool(self.bit(*a) | self.bit(*b))),
            Op::Not { a } => Some(Typed::Bool(!self.bit(*a))),
            Op::Read { slot, keys } => Some(self.read(*slot, keys)?),
            Op::Write { slot, keys, value } => {
                self.write(*slot, keys, *value);
                None
            }
            Op::Assert { cond, message } => {
                if !self.bit(*cond) {
                    return Err(self.failed(message.clone()));
                }
                None
            }
        };
        self.values.push(value);
        Ok(())
    }

    /// Ends a call in which every operation succeeded: its writes take effect.
    pub fn finish(self) -> Receipt {
        self.state.commit();
        Receipt {
            accesses: self.accesses,
        }
    }

    fn checked(
        &self,
        a: ValueId,
        b: ValueId,
        on_u32: fn(u32, u32) -> Option<u32>,
        on_u64: fn(u64, u64) -> Option<u64>,
        message: &str,
    ) -> Result<Typed, CallFailed> {
        let result = match (self.value(a), self.value(b)) {
            (Typed::U32(a), Typed::U32(b)) => on_u32(a, b).map(Typed::U32),
            (Typed::U64(a), Typed::U64(b)) => on_u64(a, b).map(Typed::U64),
            _ => unreachable!("valid: operands of arithmetic have one integer type"),
        };
        result.ok_or_else(|| self.failed(message.into()))
    }

    fn read(&mut self, slot: u32, keys: &[ValueId]) -> Result<Typed, CallFailed> {
        let (variable, keys) = self.place(slot, keys);
        let key = self.key(slot, &keys);
        let stored = self.state.get(&key);
        self.accesses.push(Access {
            op: self.index(),
            kind: AccessKind::Read,
            key,
            old: stored,
            new: stored,
        });
        variable
            .value
            .decode(&stored)
            .map_err(|_| self.failed(messages::bad_stored_value(variable, &keys, &stored.0)))
    }

    fn write(&mut self, slot: u32, keys: &[ValueId], value: ValueId) {
        let (_, keys) = self.place(slot, keys);
        let key = self.key(slot, &keys);
        let new = self.value(value).value();
        self.accesses.push(Access {
            op: self.index(),
            kind: AccessKind::Write,
            key,
            old: self.state.get(&key),
            new,
        });
        self.state.set(key, new);
    }

    fn place(&self, slot: u32, keys: &[ValueId]) -> (&'a StateVar, Vec<Typed>) {
        let variable = self.contract.variable(slot);
        let variable = variable.expect("valid: the slot is declared");
        (variable, keys.iter().map(|key| self.value(*key)).collect())
    }

    fn key(&self, slot: u32, keys: &[Typed]) -> Key {
        Key::new(self.contract.contract, slot, keys).expect("valid: the keys fit three limbs")
    }

    fn value(&self, id: ValueId) -> Typed {
        self.values[id as usize].expect("valid: the operand has a value")
    }

    fn bit(&self, id: ValueId) -> bool {
        match self.value(id) {
            Typed::Bool(bit) => bit,
            _ => unreachable!("valid: operands of logic are Bool"),
        }
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

//! Types of the operations of a function.

use thiserror::Error;

use crate::ir::{Contract, Function, Op, StateVar, Type, ValueId};
use crate::numbers::max;

/// What is wrong with an operation.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OpError {
    #[error("operand {0} is not the value of an earlier operation")]
    Operand(ValueId),
    #[error("operand {operand} is a {found:?}, which this operation does not take")]
    OperandType { operand: ValueId, found: Type },
    #[error("operands have types {0:?} and {1:?}")]
    Mixed(Type, Type),
    #[error("{value} is no {ty:?}")]
    Constant { ty: Type, value: u64 },
    #[error("there is no parameter {0}")]
    Argument(u32),
    #[error("there is no state variable in slot {0}")]
    Slot(u32),
    #[error("slot {slot} has keys {wanted:?}, not {found:?}")]
    Keys {
        slot: u32,
        wanted: Vec<Type>,
        found: Vec<Type>,
    },
    #[error("slot {slot} holds {wanted:?}, not {found:?}")]
    Stored {
        slot: u32,
        wanted: Type,
        found: Type,
    },
}

/// Types of the values so far.
pub(crate) struct Types<'a> {
    contract: &'a Contract,
    function: &'a Function,
    found: Vec<Option<Type>>,
}

impl<'a> Types<'a> {
    pub fn new(contract: &'a Contract, function: &'a Function) -> Self {
        Self {
            contract,
            function,
            found: vec![],
        }
    }

    /// Checks the next operation. A wrong one counts as one without a value.
    pub fn push(&mut self, op: &Op) -> Result<(), OpError> {
        let ty = self.of(op);
        self.found.push(*ty.as_ref().unwrap_or(&None));
        ty.map(|_| ())
    }

    /// Type of an operation's value; `None` when it makes none.
    fn of(&self, op: &Op) -> Result<Option<Type>, OpError> {
        match op {
            Op::Const { ty, value } if *value > max(*ty) => Err(OpError::Constant {
                ty: *ty,
                value: *value,
            }),
            Op::Const { ty, .. } => Ok(Some(*ty)),
            Op::Arg { index } => {
                let param = self.function.params.get(*index as usize);
                let param = param.ok_or(OpError::Argument(*index))?;
                Ok(Some(param.ty))
            }
            Op::Caller => Ok(Some(Type::User)),
            Op::Add { a, b, .. } | Op::Sub { a, b, .. } | Op::Mul { a, b, .. } => {
                self.integers(*a, *b).map(Some)
            }
            Op::Eq { a, b } => {
                let (a, b) = (self.operand(*a)?, self.operand(*b)?);
                if a != b {
                    return Err(OpError::Mixed(a, b));
                }
                Ok(Some(Type::Bool))
            }
            Op::Lt { a, b } => {
                self.integers(*a, *b)?;
                Ok(Some(Type::Bool))
            }
            Op::And { a, b } | Op::Or { a, b } => {
                self.bit(*a)?;
                self.bit(*b)?;
                Ok(Some(Type::Bool))
            }
            Op::Not { a } => {
                self.bit(*a)?;
                Ok(Some(Type::Bool))
            }
            Op::Read { slot, keys } => Ok(Some(self.place(*slot, keys)?.value)),
            Op::Write { slot, keys, value } => {
                let wanted = self.place(*slot, keys)?.value;
                let (slot, found) = (*slot, self.operand(*value)?);
                if wanted != found {
                    return Err(OpError::Stored {
                        slot,
                        wanted,
                        found,
                    });
                }
                Ok(None)
            }
            Op::Assert { cond, .. } => {
                self.bit(*cond)?;
                Ok(None)
            }
        }
    }

    fn place(&self, slot: u32, keys: &[ValueId]) -> Result<&StateVar, OpError> {
        let var = self.contract.variable(slot).ok_or(OpError::Slot(slot))?;
        let found: Vec<Type> = keys
            .iter()
            .map(|key| self.operand(*key))
            .collect::<Result<_, _>>()?;
        if found != var.keys {
            let wanted = var.keys.clone();
            return Err(OpError::Keys {
                slot,
                wanted,
                found,
            });
        }
        Ok(var)
    }

    fn integers(&self, a: ValueId, b: ValueId) -> Result<Type, OpError> {
        for operand in [a, b] {
            let found = self.operand(operand)?;
            if !matches!(found, Type::U32 | Type::U64) {
                return Err(OpError::OperandType { operand, found });
            }
        }
        let (a, b) = (self.operand(a)?, self.operand(b)?);
        if a != b {
            return Err(OpError::Mixed(a, b));
        }
        Ok(a)
    }

    fn bit(&self, operand: ValueId) -> Result<(), OpError> {
        match self.operand(operand)? {
            Type::Bool => Ok(()),
            found => Err(OpError::OperandType { operand, found }),
        }
    }

    fn operand(&self, id: ValueId) -> Result<Type, OpError> {
        let found = self.found.get(id as usize).copied().flatten();
        found.ok_or(OpError::Operand(id))
    }
}

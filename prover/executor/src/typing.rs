//! Types of the operations of a function.

use saya_core::Felt;
use thiserror::Error;

use crate::ir::{Contract, Event, Function, Op, Record, StateVar, Type, ValueId, When};

/// What is wrong with an operation.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OpError {
    #[error("operand {0} is not the value of an earlier operation")]
    Operand(ValueId),
    #[error("operand {operand} is a {found:?}, which this operation does not take")]
    OperandType { operand: ValueId, found: Type },
    #[error("operands have types {0:?} and {1:?}")]
    Mixed(Type, Type),
    #[error("limbs {limbs:?} are no {ty:?}")]
    Constant { ty: Type, limbs: Vec<u64> },
    #[error("there is no argument {0}")]
    Argument(u32),
    #[error("a {to:?} is not made from a {from:?}")]
    Cast { from: Type, to: Type },
    #[error("there is no limb {0}: a hash has four")]
    Limb(u32),
    #[error("operand {operand} has no field {index}")]
    Field { operand: ValueId, index: u32 },
    #[error("a hash of nothing")]
    NoInput,
    #[error("there is no state variable {0}")]
    Variable(u32),
    #[error("there is no event {0}")]
    Event(u32),
    #[error("`{0}` belongs to the system: contracts only read it")]
    SystemWrite(String),
    #[error("{what} take {wanted:?}, not {found:?}")]
    Types {
        what: String,
        wanted: Vec<Type>,
        found: Vec<Type>,
    },
}

/// What an operation makes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Made {
    Nothing,
    Value(Type),
    Record(Vec<Type>),
}

/// Types of the values so far.
pub(crate) struct Types<'a> {
    contract: &'a Contract,
    arguments: Vec<Type>,
    found: Vec<Made>,
}

impl<'a> Types<'a> {
    pub fn new(contract: &'a Contract, function: &'a Function) -> Self {
        Self {
            contract,
            arguments: function.arguments().collect(),
            found: vec![],
        }
    }

    /// Checks the next operation. A wrong one counts as one without a value.
    pub fn push(&mut self, op: &Op) -> Result<(), OpError> {
        let made = self.of(op);
        self.found
            .push(made.as_ref().unwrap_or(&Made::Nothing).clone());
        made.map(|_| ())
    }

    fn of(&self, op: &Op) -> Result<Made, OpError> {
        if let Some(when) = predicate(op) {
            self.bit(when)?;
        }
        self.typed(op)
    }

    fn typed(&self, op: &Op) -> Result<Made, OpError> {
        use Made::{Nothing, Value};
        Ok(match op {
            Op::Const { ty, limbs } => Value(constant(*ty, limbs)?),
            Op::Arg { index } => {
                let ty = self.arguments.get(*index as usize);
                Value(*ty.ok_or(OpError::Argument(*index))?)
            }
            Op::Caller => Value(Type::User),
            Op::TMin | Op::TMax => Value(Type::U64),
            Op::Add { a, b, .. }
            | Op::Sub { a, b, .. }
            | Op::Mul { a, b, .. }
            | Op::Div { a, b, .. }
            | Op::Rem { a, b, .. } => Value(self.pair(*a, *b, is_unsigned)?),
            Op::Shl { a, b, .. } | Op::Shr { a, b } => {
                self.kind(*b, |ty| ty == Type::U8)?;
                Value(self.kind(*a, has_bits)?)
            }
            Op::BitAnd { a, b } | Op::BitOr { a, b } | Op::BitXor { a, b } => {
                Value(self.pair(*a, *b, has_bits)?)
            }
            Op::BitNot { a } => Value(self.kind(*a, has_bits)?),
            Op::FeltAdd { a, b } | Op::FeltSub { a, b } | Op::FeltMul { a, b } => {
                Value(self.pair(*a, *b, |ty| ty == Type::Felt)?)
            }
            Op::Cast { a, ty, .. } => Value(cast(self.operand(*a)?, *ty)?),
            Op::Eq { a, b } => {
                self.pair(*a, *b, |_| true)?;
                Value(Type::Bool)
            }
            Op::Lt { a, b } => {
                self.pair(*a, *b, is_unsigned)?;
                Value(Type::Bool)
            }
            Op::And { a, b } | Op::Or { a, b } => Value(self.pair(*a, *b, |ty| ty == Type::Bool)?),
            Op::Not { a } => Value(self.bit(*a)?),
            Op::Select { cond, a, b } => {
                self.bit(*cond)?;
                Value(self.pair(*a, *b, |_| true)?)
            }
            Op::Hash { inputs } if inputs.is_empty() => return Err(OpError::NoInput),
            Op::Hash { inputs } => {
                self.operands(inputs)?;
                Value(Type::Hash)
            }
            Op::Limb { a, index } => {
                self.kind(*a, |ty| ty == Type::Hash)?;
                if *index >= 4 {
                    return Err(OpError::Limb(*index));
                }
                Value(Type::Felt)
            }
            Op::Field { a, index } => Value(self.field(*a, *index)?),
            Op::Read { var, keys, .. } => {
                let variable = self.variable(*var)?;
                self.keys(variable, keys)?;
                made_by_read(&variable.value)
            }
            Op::Write {
                var, keys, values, ..
            } => {
                let variable = self.variable(*var)?;
                self.keys(variable, keys)?;
                if variable.contract == 0 {
                    return Err(OpError::SystemWrite(variable.name.clone()));
                }
                let what = format!("values of `{}`", variable.name);
                self.same(what, &variable.value.fields, values)?;
                Nothing
            }
            Op::Emit { event, values, .. } => {
                let event = self.event(*event)?;
                self.same(format!("fields of `{}`", event.name), &event.fields, values)?;
                Nothing
            }
            Op::Assert { cond, .. } => {
                self.bit(*cond)?;
                Nothing
            }
        })
    }

    fn variable(&self, var: u32) -> Result<&StateVar, OpError> {
        let found = self.contract.state.get(var as usize);
        found.ok_or(OpError::Variable(var))
    }

    fn event(&self, event: u32) -> Result<&Event, OpError> {
        let found = self.contract.events.get(event as usize);
        found.ok_or(OpError::Event(event))
    }

    fn keys(&self, variable: &StateVar, keys: &[ValueId]) -> Result<(), OpError> {
        self.same(format!("keys of `{}`", variable.name), &variable.keys, keys)
    }

    fn same(&self, what: String, wanted: &[Type], operands: &[ValueId]) -> Result<(), OpError> {
        let found = self.operands(operands)?;
        if found != wanted {
            let wanted = wanted.to_vec();
            return Err(OpError::Types {
                what,
                wanted,
                found,
            });
        }
        Ok(())
    }

    fn field(&self, a: ValueId, index: u32) -> Result<Type, OpError> {
        let missing = OpError::Field { operand: a, index };
        match self.found.get(a as usize) {
            Some(Made::Record(fields)) => fields.get(index as usize).copied().ok_or(missing),
            _ => Err(missing),
        }
    }

    /// The type of two operands, which is one and `fits`.
    fn pair(&self, a: ValueId, b: ValueId, fits: fn(Type) -> bool) -> Result<Type, OpError> {
        let (a, b) = (self.kind(a, fits)?, self.kind(b, fits)?);
        if a != b {
            return Err(OpError::Mixed(a, b));
        }
        Ok(a)
    }

    fn bit(&self, operand: ValueId) -> Result<Type, OpError> {
        self.kind(operand, |ty| ty == Type::Bool)
    }

    fn kind(&self, operand: ValueId, fits: fn(Type) -> bool) -> Result<Type, OpError> {
        let found = self.operand(operand)?;
        if !fits(found) {
            return Err(OpError::OperandType { operand, found });
        }
        Ok(found)
    }

    fn operands(&self, ids: &[ValueId]) -> Result<Vec<Type>, OpError> {
        ids.iter().map(|id| self.operand(*id)).collect()
    }

    fn operand(&self, id: ValueId) -> Result<Type, OpError> {
        match self.found.get(id as usize) {
            Some(Made::Value(ty)) => Ok(*ty),
            _ => Err(OpError::Operand(id)),
        }
    }
}

fn predicate(op: &Op) -> When {
    match op {
        Op::Add { when, .. }
        | Op::Sub { when, .. }
        | Op::Mul { when, .. }
        | Op::Div { when, .. }
        | Op::Rem { when, .. }
        | Op::Shl { when, .. }
        | Op::Cast { when, .. }
        | Op::Read { when, .. }
        | Op::Write { when, .. }
        | Op::Emit { when, .. }
        | Op::Assert { when, .. } => *when,
        _ => None,
    }
}

fn constant(ty: Type, limbs: &[u64]) -> Result<Type, OpError> {
    let canonical: Result<Vec<Felt>, _> = limbs.iter().map(|limb| Felt::new(*limb)).collect();
    match canonical.map(|limbs| ty.of_limbs(&limbs)) {
        Ok(Ok(_)) => Ok(ty),
        _ => Err(OpError::Constant {
            ty,
            limbs: limbs.to_vec(),
        }),
    }
}

fn cast(from: Type, to: Type) -> Result<Type, OpError> {
    if from == Type::Hash || to == Type::Hash || to == Type::Bool {
        return Err(OpError::Cast { from, to });
    }
    Ok(to)
}

fn made_by_read(record: &Record) -> Made {
    match record.fields[..] {
        [ty] => Made::Value(ty),
        _ => Made::Record(record.fields.clone()),
    }
}

fn is_unsigned(ty: Type) -> bool {
    ty.unsigned_bits().is_some()
}

/// Unsigned of at most 64 bits.
fn has_bits(ty: Type) -> bool {
    ty.unsigned_bits().is_some_and(|bits| bits <= 64)
}

//! What the circuits do of the language so far.

use saya_executor::ir::{Function, Op, Type};
use saya_executor::ValidContract;

use super::LeafError;

/// Refuses a function with a type or an operation that has no constraints yet.
pub fn check(contract: &ValidContract, function: &Function) -> Result<(), LeafError> {
    let refuse = |what: String| {
        Err(LeafError::Unsupported {
            function: function.name.clone(),
            what,
        })
    };
    let stored = contract.state.iter().flat_map(|var| {
        let keys = var.keys.iter().copied();
        keys.chain(var.value.fields.iter().copied())
    });
    if let Some(ty) = function.arguments().chain(stored).find(|ty| !has_type(*ty)) {
        return refuse(format!("the type {}", ty.name()));
    }
    match function.body.iter().find(|op| !has_op(op)) {
        Some(op) => refuse(format!("the operation {op:?}")),
        None => Ok(()),
    }
}

fn has_type(ty: Type) -> bool {
    matches!(ty, Type::Bool | Type::U32 | Type::U64 | Type::User)
}

fn has_op(op: &Op) -> bool {
    match op {
        Op::Const { ty, .. } => has_type(*ty),
        Op::Add { .. } | Op::Sub { .. } | Op::Mul { .. } => true,
        Op::Read { .. } | Op::Write { .. } | Op::Field { .. } => true,
        Op::Emit { .. } | Op::Assert { .. } => true,
        Op::Arg { .. } | Op::Caller | Op::TMin | Op::TMax => true,
        Op::Eq { .. } | Op::Lt { .. } => true,
        Op::And { .. } | Op::Or { .. } | Op::Not { .. } => true,
        _ => false,
    }
}

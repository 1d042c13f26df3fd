//! Typed values as numbers.

use saya_core::{Felt, Typed, Value};

use crate::ir::Type;

/// Largest value of a type.
pub const fn max(ty: Type) -> u64 {
    match ty {
        Type::Bool => 1,
        Type::U32 | Type::User => u32::MAX as u64,
        Type::U64 => u64::MAX,
    }
}

/// `number` as a value of type `ty`, `None` when it is too large.
pub fn typed(ty: Type, number: u64) -> Option<Typed> {
    if number > max(ty) {
        return None;
    }
    Some(match ty {
        Type::Bool => Typed::Bool(number == 1),
        Type::U32 => Typed::U32(number as u32),
        Type::U64 => Typed::U64(number),
        Type::User => Typed::User(number as u32),
    })
}

/// A value as a number.
pub fn number(typed: Typed) -> u64 {
    match typed {
        Typed::Bool(bit) => bit.into(),
        Typed::U32(x) | Typed::User(x) => x.into(),
        Typed::U64(x) => x,
    }
}

/// The value that `limbs`, exactly `ty.width()` of them, encode; `None` when they encode none.
pub fn decode(ty: Type, limbs: &[Felt]) -> Option<Typed> {
    let mut padded = Value::ZERO;
    padded.0.get_mut(..ty.width())?.copy_from_slice(limbs);
    ty.decode(&padded).ok()
}

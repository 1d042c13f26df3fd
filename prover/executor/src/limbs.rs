//! Records in limbs: the fields' encodings one after the other.

use saya_core::{Felt, Typed, Value};

use crate::ir::{Record, Type};

/// The fields that `limbs` encode; `None` when they encode none.
pub fn split(types: &[Type], mut limbs: &[Felt]) -> Option<Vec<Typed>> {
    let fields = types
        .iter()
        .map(|ty| {
            let (field, rest) = limbs.split_at_checked(ty.width())?;
            limbs = rest;
            ty.of_limbs(field).ok()
        })
        .collect::<Option<_>>()?;
    limbs.is_empty().then_some(fields)
}

/// The fields of a stored record; the limbs behind them must be 0.
pub fn decode(record: &Record, stored: &Value) -> Option<Vec<Typed>> {
    let (used, rest) = stored.0.split_at(record.width());
    if rest.iter().any(|limb| *limb != Felt::ZERO) {
        return None;
    }
    split(&record.fields, used)
}

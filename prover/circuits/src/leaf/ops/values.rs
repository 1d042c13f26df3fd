//! Typed values and records as limbs.

use plonky2::iop::target::{BoolTarget, Target};
use saya_executor::ir::{Record, Type};

use crate::gadgets::value::ValueTarget;
use crate::types::Builder;

/// Each of `fields` when `taken`, else zero.
pub fn gate_all(b: &mut Builder, taken: BoolTarget, fields: &[ValueTarget]) -> Vec<ValueTarget> {
    fields.iter().map(|field| field.gate(b, taken)).collect()
}

/// A stored record: every field range-checked, the limbs behind them zero.
pub fn stored(b: &mut Builder, record: &Record, value: &[Target; 4]) -> Vec<ValueTarget> {
    let (used, rest) = value.split_at(record.width());
    for &limb in rest {
        b.assert_zero(limb);
    }
    checked(b, &record.fields, used)
}

/// Values of `types` whose encodings `limbs` claim to be, range-checked here.
pub fn checked(b: &mut Builder, types: &[Type], limbs: &[Target]) -> Vec<ValueTarget> {
    let mut rest = limbs;
    let fields = types.iter().map(|ty| {
        let (field, others) = rest.split_at(ty.width());
        rest = others;
        ValueTarget::checked(b, *ty, field)
    });
    fields.collect()
}

/// Fields of the types of `like`, whose encodings the first of `limbs` are known to be.
pub fn of_limbs(like: &[ValueTarget], limbs: &[Target; 4]) -> Vec<ValueTarget> {
    let mut rest = limbs.as_slice();
    let fields = like.iter().map(|field| {
        let (used, others) = rest.split_at(field.ty().width());
        rest = others;
        ValueTarget::known(field.ty(), used)
    });
    fields.collect()
}

/// Limbs of all `fields`, one after the other.
pub fn limbs(fields: &[ValueTarget]) -> Vec<Target> {
    fields.iter().flat_map(ValueTarget::limbs).collect()
}

/// The fields as a stored value: limbs from the left, the rest zero.
pub fn padded(b: &mut Builder, fields: &[ValueTarget]) -> [Target; 4] {
    let mut value = [b.zero(); 4];
    for (slot, limb) in value.iter_mut().zip(limbs(fields)) {
        *slot = limb;
    }
    value
}

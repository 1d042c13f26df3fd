//! What each pure operation computes. `None` means that the call fails.

use saya_core::{Felt, Typed};

use crate::ir::Type;

/// The constant that `limbs` encode.
pub fn constant(ty: Type, limbs: &[u64]) -> Typed {
    let limbs: Vec<Felt> = (limbs.iter())
        .map(|limb| Felt::new(*limb).expect("valid: the limbs of a constant are canonical"))
        .collect();
    ty.of_limbs(&limbs)
        .expect("valid: the limbs are an encoding")
}

/// Limb `index` of a hash.
pub fn limb(a: Typed, index: u32) -> Typed {
    match a {
        Typed::Hash(digest) => Typed::Felt(digest[index as usize]),
        _ => unreachable!("valid: limbs are taken of a Hash"),
    }
}

/// Checked arithmetic on two values of one unsigned type.
pub fn arithmetic(a: Typed, b: Typed, of: fn(u128, u128) -> Option<u128>) -> Option<Typed> {
    a.ty().of_number(of(number(a), number(b))?)
}

/// `a * 2^b` without losing a bit; `b` may be any `u8`.
pub fn shift_left(a: Typed, b: Typed) -> Option<Typed> {
    let (number, amount) = (number(a), number(b) as u32);
    if number == 0 {
        return Some(a);
    }
    let shifted = number.checked_shl(amount)?;
    if shifted >> amount != number {
        return None;
    }
    a.ty().of_number(shifted)
}

/// `a // 2^b`; `b` may be any `u8`.
pub fn shift_right(a: Typed, b: Typed) -> Typed {
    let shifted = number(a).checked_shr(number(b) as u32);
    same_type(a, shifted.unwrap_or(0))
}

/// An operation on the bits of two values of one type of at most 64 bits.
pub fn bits(a: Typed, b: Typed, of: fn(u128, u128) -> u128) -> Typed {
    same_type(a, of(number(a), number(b)))
}

/// All bits of the type flipped.
pub fn flip(a: Typed) -> Typed {
    let width = a.ty().unsigned_bits().expect("valid: an unsigned operand");
    same_type(a, number(a) ^ (u128::MAX >> (128 - width)))
}

/// Arithmetic of the field.
pub fn field(a: Typed, b: Typed, of: fn(Felt, Felt) -> Felt) -> Typed {
    match (a, b) {
        (Typed::Felt(a), Typed::Felt(b)) => Typed::Felt(of(a, b)),
        _ => unreachable!("valid: operands of field arithmetic are Felt"),
    }
}

/// The same number in another type.
pub fn cast(a: Typed, ty: Type) -> Option<Typed> {
    ty.of_number(number(a))
}

/// `a < b` on one unsigned type.
pub fn less(a: Typed, b: Typed) -> bool {
    number(a) < number(b)
}

fn same_type(a: Typed, number: u128) -> Typed {
    let value = a.ty().of_number(number);
    value.expect("the result has no more bits than the operand")
}

fn number(a: Typed) -> u128 {
    a.number().expect("valid: the operand is a number")
}

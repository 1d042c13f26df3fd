//! Checked unsigned arithmetic.
//!
//! Operands have one type: `U8`, `U16` and `U32` are one limb of that many bits, `U64` two and `U128` four
//! limbs of 32, least significant first. Each operation takes `taken`: when it is 1 the operation must not
//! leave its type (overflow and underflow fail the call, so no proof exists); when it is 0 nothing is demanded
//! and the result is exactly 0, because the sums, differences and products it is made of are multiplied by
//! `taken`. Every limb of every value is in its range, taken or not; the bounds below rest on that. The rows of
//! each operation are in `docs/circuits.md`.

mod div;
mod mul;
#[cfg(test)]
mod tests;

use plonky2::field::types::Field;
use plonky2::iop::target::{BoolTarget, Target};
use saya_executor::ir::Type;

use super::range::{assert_bits, split, split_carry};
use super::value::{limb_bits, ValueTarget};
use crate::types::{Builder, F};

pub use div::div_rem;
pub use mul::mul;

/// Two limbs below 2^32, least significant first.
pub type U64Target = [Target; 2];

/// `x + y`, which must fit: one split a limb.
///
/// | private witness | bound by |
/// |---|---|
/// | carries | the top bit of a 33-bit split of a sum of at most `2·(2^32 - 1) + 1` |
pub fn add(b: &mut Builder, taken: BoolTarget, x: ValueTarget, y: ValueTarget) -> ValueTarget {
    let (ty, x, y) = operands(x, y);
    let mut carry = b.zero();
    let mut limbs = vec![];
    for (i, (&x, &y)) in x.iter().zip(&y).enumerate() {
        let sum = b.add(x, y);
        let sum = b.mul_add(taken.target, sum, carry);
        if i + 1 == ty.width() {
            assert_bits(b, sum, bits_of(ty));
            limbs.push(sum);
        } else {
            let (limb, over) = split_carry(b, sum);
            carry = over.target;
            limbs.push(limb);
        }
    }
    ValueTarget::known(ty, &limbs)
}

/// `x - y`, which must not be negative: one split a limb.
///
/// | private witness | bound by |
/// |---|---|
/// | borrows | the top bit of a 33-bit split of `2^32` plus a difference of two limbs and a borrow |
///
/// A negative top limb is above `p - 2^33` and fails its range check.
pub fn sub(b: &mut Builder, taken: BoolTarget, x: ValueTarget, y: ValueTarget) -> ValueTarget {
    let (ty, x, y) = operands(x, y);
    let limbs = difference(b, taken, &x, &y, bits_of(ty));
    ValueTarget::known(ty, &limbs)
}

/// Whether `x < y`: one split, of the difference of the highest limbs that differ.
///
/// | private witness | bound by |
/// |---|---|
/// | whether two limbs are equal | `is_equal` |
/// | the sign | the top bit of the split of `2^bits` plus a difference of two limbs of `bits` bits |
pub fn lt(b: &mut Builder, x: ValueTarget, y: ValueTarget) -> BoolTarget {
    let (ty, x, y) = operands(x, y);
    less(b, &x, &y, bits_of(ty))
}

fn less(b: &mut Builder, x: &[Target], y: &[Target], bits: usize) -> BoolTarget {
    let mut leading = b.sub(x[0], y[0]);
    for (&x, &y) in x.iter().zip(y).skip(1) {
        let difference = b.sub(x, y);
        let equal = b.is_equal(x, y);
        // The difference is 0 exactly when the limbs below decide.
        leading = b.mul_add(equal.target, leading, difference);
    }
    let lifted = b.add_const(leading, F::from_canonical_u64(1 << bits));
    let not_less = split(b, lifted, bits + 1)[bits];
    b.not(not_less)
}

/// Limbs of `x - y` when `taken`, else 0. All limbs are below 2^32; where there is one only, that of `y` may be
/// a product of two.
fn difference(
    b: &mut Builder,
    taken: BoolTarget,
    x: &[Target],
    y: &[Target],
    top_bits: usize,
) -> Vec<Target> {
    let mut limbs = vec![];
    // 1 - borrow of the limb below, if there is one.
    let mut paid: Option<Target> = None;
    for (i, (&left, &right)) in x.iter().zip(y).enumerate() {
        let top = i + 1 == x.len();
        let lift = F::from_canonical_u64(if top { 0 } else { 1 << 32 });
        let lift = match paid {
            None => b.constant(lift),
            Some(paid) => b.add_const(paid, lift - F::ONE),
        };
        let left = b.sub(left, right);
        let left = b.mul_add(taken.target, left, lift);
        if top {
            assert_bits(b, left, top_bits);
            limbs.push(left);
        } else {
            let (limb, no_borrow) = split_carry(b, left);
            paid = Some(no_borrow.target);
            limbs.push(limb);
        }
    }
    limbs
}

/// The one type of both operands, and their limbs.
fn operands(x: ValueTarget, y: ValueTarget) -> (Type, Vec<Target>, Vec<Target>) {
    assert_eq!(x.ty(), y.ty(), "operands of one type");
    (x.ty(), x.limbs(), y.limbs())
}

/// Bits of each limb of an unsigned type.
fn bits_of(ty: Type) -> usize {
    limb_bits(ty).expect("operands are unsigned")
}

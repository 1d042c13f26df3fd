//! Bits of `U8` to `U64`: and, or, xor, not, shifts. The rows of each operation are in `docs/circuits.md`.

mod shift;
#[cfg(test)]
mod tests;

use plonky2::field::types::{Field, PrimeField64};
use plonky2::iop::target::{BoolTarget, Target};

use super::range::split;
use super::value::{limb_bits, ValueTarget};
use crate::types::{Builder, F};

pub use shift::{shl, shr};

/// Bits of both operands that are set.
///
/// | private witness | bound by |
/// |---|---|
/// | bits of the operands | their splits; limbs of 8 and 16 bits share one |
pub fn and(b: &mut Builder, x: ValueTarget, y: ValueTarget) -> ValueTarget {
    by_limb(b, x, y, |_, _, _, common| common)
}

/// Bits of either operand: the sum counts those of both twice. Private witness as of [`and`].
pub fn or(b: &mut Builder, x: ValueTarget, y: ValueTarget) -> ValueTarget {
    by_limb(b, x, y, |b, x, y, common| {
        let sum = b.add(x, y);
        b.sub(sum, common)
    })
}

/// Bits of one operand only. Private witness as of [`and`].
pub fn xor(b: &mut Builder, x: ValueTarget, y: ValueTarget) -> ValueTarget {
    by_limb(b, x, y, |b, x, y, common| {
        let sum = b.add(x, y);
        b.mul_const_add(-F::TWO, common, sum)
    })
}

/// All bits of the type flipped. No private witness.
pub fn not(b: &mut Builder, x: ValueTarget) -> ValueTarget {
    let ones = b.constant(F::from_canonical_u64((1 << width(x)) - 1));
    let limbs: Vec<Target> = x.limbs().iter().map(|&limb| b.sub(ones, limb)).collect();
    ValueTarget::known(x.ty(), &limbs)
}

/// What `of` makes of each pair of limbs and the bits that are set in both.
fn by_limb(
    b: &mut Builder,
    x: ValueTarget,
    y: ValueTarget,
    of: impl Fn(&mut Builder, Target, Target, Target) -> Target,
) -> ValueTarget {
    assert_eq!(x.ty(), y.ty(), "operands of one type");
    let limbs: Vec<Target> = (x.limbs().into_iter().zip(y.limbs()))
        .map(|(left, right)| {
            let common = common(b, left, right, width(x));
            of(b, left, right, common)
        })
        .collect();
    ValueTarget::known(x.ty(), &limbs)
}

/// `x & y` for limbs of `bits` bits: one multiplication a bit.
fn common(b: &mut Builder, x: Target, y: Target, bits: usize) -> Target {
    let (x, y) = bits_of_both(b, x, y, bits);
    (x.iter().zip(&y).rev()).fold(b.zero(), |sum, (x, y)| {
        b.arithmetic(F::ONE, F::TWO, x.target, y.target, sum)
    })
}

/// Bits of two limbs that are in range: a constant needs no split, and two narrow limbs share one.
fn bits_of_both(
    b: &mut Builder,
    x: Target,
    y: Target,
    bits: usize,
) -> (Vec<BoolTarget>, Vec<BoolTarget>) {
    let constant = [x, y]
        .iter()
        .any(|&limb| b.target_as_constant(limb).is_some());
    if constant || 2 * bits > 32 {
        return (bits_of(b, x, bits), bits_of(b, y, bits));
    }
    let both = b.mul_const_add(F::from_canonical_u64(1 << bits), y, x);
    let mut both = split(b, both, 2 * bits);
    let high = both.split_off(bits);
    (both, high)
}

fn bits_of(b: &mut Builder, x: Target, bits: usize) -> Vec<BoolTarget> {
    match b.target_as_constant(x) {
        Some(x) => (0..bits)
            .map(|i| b.constant_bool(x.to_canonical_u64() >> i & 1 == 1))
            .collect(),
        None => split(b, x, bits),
    }
}

/// Bits of each limb.
fn width(x: ValueTarget) -> usize {
    limb_bits(x.ty()).expect("operands are unsigned")
}

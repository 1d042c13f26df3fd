//! Checked multiplication.

use plonky2::iop::target::{BoolTarget, Target};

use super::super::range::{assert_bits, split_carry, split_limb};
use super::{bits_of, operands};
use crate::gadgets::value::ValueTarget;
use crate::types::Builder;

/// `x * y`, which must fit.
///
/// | private witness | bound by |
/// |---|---|
/// | halves of each partial product | `split_limb`: both below 2^32, their sum, and the one canonical pair |
pub fn mul(b: &mut Builder, taken: BoolTarget, x: ValueTarget, y: ValueTarget) -> ValueTarget {
    let x = x.gate(b, taken);
    let (ty, x, y) = operands(x, y);
    let limbs = product(b, &x, &y);
    assert_bits(b, limbs[limbs.len() - 1], bits_of(ty));
    ValueTarget::known(ty, &limbs)
}

/// `x * y` as limbs below 2^32, but the highest, which is everything above the others. It is exact (below p as
/// an integer), so the product fits its type when that limb does.
///
/// One fact carries all bounds here: for 32-bit numbers `x * y + a <= (2^32 - 1)^2 + 2^32 - 1 = p - 1`.
pub fn product(b: &mut Builder, x: &[Target], y: &[Target]) -> Vec<Target> {
    match (x, y) {
        ([x], [y]) => vec![b.mul(*x, *y)],
        ([x0, x1], [y0, y1]) => two_limbs(b, [*x0, *x1], [*y0, *y1]),
        _ => four_limbs(b, x, y),
    }
}

/// A product of 2^64 or more shows in `x1 * y1`, which must be 0, or in the high limb. One of the two cross
/// products is 0 then, so the high limb is below p.
fn two_limbs(b: &mut Builder, x: [Target; 2], y: [Target; 2]) -> Vec<Target> {
    assert_product_zero(b, x[1], y[1]);
    let low = b.mul(x[0], y[0]);
    let (low, carry) = split_limb(b, low);
    let high = b.mul_add(x[0], y[1], carry);
    let high = b.mul_add(x[1], y[0], high);
    vec![low, high]
}

/// The products of column `i` are `x_j * y_(i-j)`. Those of columns 4 to 6 must be 0; then of `x0 y2` and
/// `x2 y0` one is 0, and of the four products of column 3 at most one is not: each sum of them below is one
/// product of 32-bit numbers. Every split has one product and one carry, so nothing wraps.
fn four_limbs(b: &mut Builder, x: &[Target], y: &[Target]) -> Vec<Target> {
    // Sums of limbs are far below p, so a sum is 0 only when each limb is.
    let y23 = b.add(y[2], y[3]);
    let y123 = b.add(y[1], y23);
    assert_product_zero(b, x[3], y123);
    assert_product_zero(b, x[2], y23);
    assert_product_zero(b, x[1], y[3]);

    let column = b.mul(x[0], y[0]);
    let (z0, carry) = split_limb(b, column);

    let first = b.mul_add(x[0], y[1], carry);
    let (low, carry_a) = split_limb(b, first);
    let second = b.mul_add(x[1], y[0], low);
    let (z1, carry_b) = split_limb(b, second);

    let first = b.mul_add(x[1], y[1], carry_a);
    let (low_a, carry_a) = split_limb(b, first);
    let second = b.mul_add(x[0], y[2], carry_b);
    let second = b.mul_add(x[2], y[0], second);
    let (low_b, carry_b) = split_limb(b, second);
    let low = b.add(low_a, low_b);
    let (z2, carry_c) = split_carry(b, low);

    let mut column = b.zero();
    for i in 0..4 {
        column = b.mul_add(x[i], y[3 - i], column);
    }
    // Without this the three carries could take the column past p.
    assert_bits(b, column, 32);
    let z3 = b.add_many([column, carry_a, carry_b, carry_c.target]);
    vec![z0, z1, z2, z3]
}

fn assert_product_zero(b: &mut Builder, x: Target, y: Target) {
    let product = b.mul(x, y);
    b.assert_zero(product);
}

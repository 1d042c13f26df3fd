//! Division with remainder.

use plonky2::field::types::Field;
use plonky2::iop::target::BoolTarget;

use super::super::range::assert_bits;
use super::mul::product;
use super::{bits_of, difference, less, operands};
use crate::gadgets::hint::hint;
use crate::gadgets::value::ValueTarget;
use crate::types::{Builder, F};

/// `(n // d, n % d)`; `d` must not be 0.
///
/// | private witness | bound by |
/// |---|---|
/// | the quotient `q` | in range, `q·d` fits, and `r = n - q·d` is neither negative nor `d` or more |
///
/// Not taken, it divides 0 by 1.
pub fn div_rem(
    b: &mut Builder,
    taken: BoolTarget,
    n: ValueTarget,
    d: ValueTarget,
) -> (ValueTarget, ValueTarget) {
    let n = n.gate(b, taken);
    let (ty, n, mut d) = operands(n, d);
    let bits = bits_of(ty);
    for (i, limb) in d.iter_mut().enumerate() {
        let instead = F::from_bool(i == 0);
        let less = b.add_const(*limb, -instead);
        let instead = b.constant(instead);
        *limb = b.mul_add(taken.target, less, instead);
    }

    let q = hint(b, &[&n[..], &d].concat(), n.len(), quotient);
    for &limb in &q {
        assert_bits(b, limb, bits);
    }
    let qd = product(b, &q, &d);
    // One limb: q·d is at most (2^32 - 1)^2 = p - 2^32, so a negative n - q·d is 2^32 or more modulo p and fails
    // its range check below. The high limb of two also has a carry, which takes it closer to p.
    if ty.width() > 1 {
        assert_bits(b, qd[ty.width() - 1], bits);
    }
    let always = b._true();
    let r = difference(b, always, &n, &qd, bits);
    let proper = less(b, &r, &d, bits);
    b.assert_one(proper.target);
    (ValueTarget::known(ty, &q), ValueTarget::known(ty, &r))
}

/// Limbs of the quotient of two numbers, given by their limbs one after the other.
fn quotient(limbs: &[u64]) -> Vec<u64> {
    let (n, d) = limbs.split_at(limbs.len() / 2);
    let number = |limbs: &[u64]| {
        let limbs = limbs.iter().rev();
        limbs.fold(0u128, |number, &limb| {
            number << 32 | u128::from(limb as u32)
        })
    };
    let quotient = number(n).checked_div(number(d)).unwrap_or(0);
    (0..n.len())
        .map(|i| u64::from((quotient >> (32 * i)) as u32))
        .collect()
}

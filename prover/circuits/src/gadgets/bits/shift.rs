//! Shifts by an amount of type `U8`, which may be the width of the type or more.

use plonky2::field::types::{Field, PrimeField64};
use plonky2::iop::target::{BoolTarget, Target};

use super::super::range::split_at;
use super::{bits_of, width};
use crate::gadgets::uint;
use crate::gadgets::value::ValueTarget;
use crate::types::{Builder, F};

/// `x * 2^amount`, which must fit: a multiplication, and a row to split the amount unless it is a constant.
///
/// | private witness | bound by |
/// |---|---|
/// | bits of the amount | their split |
/// | those of the product | see [`uint::mul`] |
pub fn shl(b: &mut Builder, taken: BoolTarget, x: ValueTarget, amount: ValueTarget) -> ValueTarget {
    let amount = Amount::split(b, x, amount);
    for limb in x.gate(b, taken).limbs() {
        // Only 0 can be shifted by the width or more.
        let lost = b.mul(limb, amount.beyond);
        b.assert_zero(lost);
    }
    let power = amount.power(b);
    let power = match amount.across {
        None => vec![power],
        Some(across) => {
            let high = b.mul(power, across.target);
            vec![b.sub(power, high), high]
        }
    };
    uint::mul(b, taken, x, ValueTarget::known(x.ty(), &power))
}

/// `x // 2^amount`. By a constant: a row for each limb that it cuts in two. Else a row for the amount, and one
/// for a narrow limb, two for one of 32 bits.
///
/// | private witness | bound by |
/// |---|---|
/// | bits of the amount | their split |
/// | both parts of each limb | `split_at` |
pub fn shr(b: &mut Builder, x: ValueTarget, amount: ValueTarget) -> ValueTarget {
    let constant = b.target_as_constant(amount.limbs()[0]);
    let limbs = match constant {
        Some(amount) => shr_constant(b, x, amount.to_canonical_u64() as usize),
        None => shr_variable(b, x, amount),
    };
    ValueTarget::known(x.ty(), &limbs)
}

fn shr_constant(b: &mut Builder, x: ValueTarget, amount: usize) -> Vec<Target> {
    let bits = width(x);
    let (across, within) = (amount / bits, amount % bits);
    let carried = power_of_two(bits - within);
    let mut limbs = vec![];
    for &limb in x.limbs().iter().skip(across) {
        let (low, high) = split_at(b, limb, within, bits);
        if let Some(below) = limbs.last_mut() {
            *below = b.mul_const_add(carried, low, *below);
        }
        limbs.push(high);
    }
    limbs.resize(x.ty().width(), b.zero());
    limbs
}

/// A limb of w bits times `2^(w-1-n)` has the limb's part above bit n from bit w-1 on, and the part below at
/// the top of its low w-1 bits.
fn shr_variable(b: &mut Builder, x: ValueTarget, amount: ValueTarget) -> Vec<Target> {
    let bits = width(x);
    let amount = Amount::split(b, x, amount);
    let zero = b.zero();
    let something_left = b.is_equal(amount.beyond, zero);
    let power = amount.complement(b);
    let mut limbs = vec![];
    for limb in x.gate(b, something_left).limbs() {
        let raised = b.mul(limb, power);
        let (low, high) = split_at(b, raised, bits - 1, 2 * bits - 1);
        if let Some(below) = limbs.last_mut() {
            *below = b.mul_const_add(F::TWO, low, *below);
        }
        limbs.push(high);
    }
    if let Some(across) = amount.across {
        let high = b.mul(across.target, limbs[1]);
        limbs[0] = b.select(across, limbs[1], limbs[0]);
        limbs[1] = b.sub(limbs[1], high);
    }
    limbs
}

/// An amount in bits.
struct Amount {
    /// Bits of the shift within a limb.
    within: Vec<BoolTarget>,
    /// Of two limbs: whether to shift by a whole one.
    across: Option<BoolTarget>,
    /// 0 exactly when the amount is less than the width of the type.
    beyond: Target,
}

impl Amount {
    fn split(b: &mut Builder, x: ValueTarget, amount: ValueTarget) -> Self {
        let bits = bits_of(b, amount.limbs()[0], width(amount));
        let (within, rest) = bits.split_at(width(x).ilog2() as usize);
        let (across, beyond) = match x.ty().width() {
            1 => (None, rest),
            _ => (Some(rest[0]), &rest[1..]),
        };
        Self {
            within: within.to_vec(),
            across,
            beyond: b.add_many(beyond.iter().map(|bit| bit.target)),
        }
    }

    /// `2^n` for the shift n within a limb.
    fn power(&self, b: &mut Builder) -> Target {
        self.product(b, |power| (power - F::ONE, F::ONE))
    }

    /// `2^(w-1-n)` for limbs of w bits.
    fn complement(&self, b: &mut Builder) -> Target {
        self.product(b, |power| (F::ONE - power, power))
    }

    /// Product of `scale * bit + offset` over all bits.
    fn product(&self, b: &mut Builder, factor: impl Fn(F) -> (F, F)) -> Target {
        let mut product = b.one();
        for (i, bit) in self.within.iter().enumerate() {
            let (scale, offset) = factor(power_of_two(1 << i));
            let offset = b.constant(offset);
            let factor = b.mul_const_add(scale, bit.target, offset);
            product = b.mul(product, factor);
        }
        product
    }
}

fn power_of_two(exponent: usize) -> F {
    F::TWO.exp_u64(exponent as u64)
}

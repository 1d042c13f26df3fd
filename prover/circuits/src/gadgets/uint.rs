//! Checked unsigned arithmetic on values whose limbs are below 2^32.
//!
//! Each operation takes `taken`: when it is 1 the operation must not leave its type (overflow and underflow
//! fail the call, so no proof exists); when it is 0 nothing is demanded and the result is still made of
//! limbs below 2^32. That invariant (every limb of every integer value is below 2^32, taken or not) is what
//! keeps the intermediate sums and products below p.

use plonky2::field::types::Field;
use plonky2::iop::target::{BoolTarget, Target};

use super::range::{assert_bits, split_carry, split_limb};
use crate::types::{Builder, F};

/// Two limbs below 2^32, least significant first.
pub type U64Target = [Target; 2];

/// `taken * x`, which must be below 2^32.
fn limb_when(b: &mut Builder, taken: BoolTarget, x: Target) -> Target {
    let gated = b.mul(taken.target, x);
    assert_bits(b, gated, 32);
    gated
}

/// `x + 2^32 - y` split into the difference modulo 2^32 and `1 - borrow`.
fn sub_limb(b: &mut Builder, x: Target, y: Target) -> (Target, BoolTarget) {
    let difference = b.sub(x, y);
    let lifted = b.add_const(difference, F::from_canonical_u64(1 << 32));
    split_carry(b, lifted)
}

/// `x + y < 2^32`. The sum is below 2^33, so it does not wrap modulo p.
pub fn add_u32(b: &mut Builder, taken: BoolTarget, x: Target, y: Target) -> Target {
    let sum = b.add(x, y);
    limb_when(b, taken, sum)
}

/// `x - y >= 0`. A negative difference is above p - 2^32 and fails the range check.
pub fn sub_u32(b: &mut Builder, taken: BoolTarget, x: Target, y: Target) -> Target {
    let difference = b.sub(x, y);
    limb_when(b, taken, difference)
}

/// `x * y < 2^32`. The product is at most (2^32 - 1)^2 < p, so it does not wrap.
pub fn mul_u32(b: &mut Builder, taken: BoolTarget, x: Target, y: Target) -> Target {
    let product = b.mul(x, y);
    limb_when(b, taken, product)
}

/// `x < y`.
pub fn lt_u32(b: &mut Builder, x: Target, y: Target) -> BoolTarget {
    let (_, no_borrow) = sub_limb(b, x, y);
    b.not(no_borrow)
}

/// `x + y < 2^64`.
pub fn add_u64(b: &mut Builder, taken: BoolTarget, x: U64Target, y: U64Target) -> U64Target {
    let low = b.add(x[0], y[0]);
    let (low, carry) = split_carry(b, low);
    let high = b.add_many([x[1], y[1], carry.target]);
    [low, limb_when(b, taken, high)]
}

/// `x - y >= 0`.
pub fn sub_u64(b: &mut Builder, taken: BoolTarget, x: U64Target, y: U64Target) -> U64Target {
    let (low, no_borrow) = sub_limb(b, x[0], y[0]);
    let high = high_difference(b, x, y, no_borrow);
    [low, limb_when(b, taken, high)]
}

/// `x * y < 2^64`.
///
/// The high limbs may not both be non-zero; then at most one cross product is non-zero, and
/// `(2^32 - 1)^2 + 2^32 - 2 < p`, so `high` does not wrap.
pub fn mul_u64(b: &mut Builder, taken: BoolTarget, x: U64Target, y: U64Target) -> U64Target {
    let above = b.mul(x[1], y[1]);
    let above = b.mul(taken.target, above);
    b.assert_zero(above);
    let product = b.mul(x[0], y[0]);
    let (low, carry) = split_limb(b, product);
    let high = b.mul_add(x[0], y[1], carry);
    let high = b.mul_add(x[1], y[0], high);
    [low, limb_when(b, taken, high)]
}

/// `x < y`.
pub fn lt_u64(b: &mut Builder, x: U64Target, y: U64Target) -> BoolTarget {
    let (_, no_borrow) = sub_limb(b, x[0], y[0]);
    let high = high_difference(b, x, y, no_borrow);
    let lifted = b.add_const(high, F::from_canonical_u64(1 << 32));
    let (_, no_borrow) = split_carry(b, lifted);
    b.not(no_borrow)
}

/// `x[1] - y[1] - borrow` as a field element.
fn high_difference(b: &mut Builder, x: U64Target, y: U64Target, no_borrow: BoolTarget) -> Target {
    let borrow = b.not(no_borrow);
    let high = b.sub(x[1], y[1]);
    b.sub(high, borrow.target)
}

#[cfg(test)]
mod tests {
    use plonky2::iop::target::Target;
    use rand::rngs::StdRng;
    use rand::{Rng, SeedableRng};

    use super::*;
    use crate::gadgets::trial::Trial;

    type Build = fn(&mut Builder, BoolTarget, U64Target, U64Target) -> U64Target;

    /// One operation as a circuit, and its native twin (`None`: the call fails).
    struct Case {
        trial: Trial,
        taken: Target,
        x: U64Target,
        y: U64Target,
        out: U64Target,
        native: fn(u64, u64) -> Option<u64>,
    }

    impl Case {
        fn new(build: Build, native: fn(u64, u64) -> Option<u64>) -> Self {
            let (trial, (taken, x, y, out)) = Trial::new(|b| {
                let taken = b.add_virtual_bool_target_safe();
                let x = b.add_virtual_target_arr();
                let y = b.add_virtual_target_arr();
                let out = build(b, taken, x, y);
                b.register_public_inputs(&out);
                (taken.target, x, y, out)
            });
            Self {
                trial,
                taken,
                x,
                y,
                out,
                native,
            }
        }

        fn inputs(&self, taken: bool, x: u64, y: u64) -> Vec<(Target, u64)> {
            let mask = u64::from(u32::MAX);
            vec![
                (self.taken, u64::from(taken)),
                (self.x[0], x & mask),
                (self.x[1], x >> 32),
                (self.y[0], y & mask),
                (self.y[1], y >> 32),
            ]
        }

        fn check(&self, x: u64, y: u64) {
            let inputs = self.inputs(true, x, y);
            let expected = (self.native)(x, y);
            assert_eq!(self.trial.accepts(&inputs), expected.is_some(), "{x} {y}");
            if let Some(expected) = expected {
                let out = self.out.map(|limb| self.trial.value(&inputs, limb));
                assert_eq!(out[0] + (out[1] << 32), expected, "{x} {y}");
            }
            // In a disabled lane everything passes and the limbs stay in range.
            let inputs = self.inputs(false, x, y);
            assert!(self.trial.accepts(&inputs), "disabled {x} {y}");
            for limb in self.out {
                assert!(self.trial.value(&inputs, limb) < 1 << 32);
            }
        }

        fn check_all(&self, edges: &[u64], limit: u64) {
            for &x in edges {
                for &y in edges {
                    self.check(x, y);
                }
            }
            let mut rng = StdRng::seed_from_u64(1);
            for _ in 0..20 {
                let shift = rng.gen_range(0..64);
                self.check(
                    (rng.gen::<u64>() % limit) >> shift,
                    rng.gen::<u64>() % limit,
                );
            }
            let inputs = self.inputs(true, 7, 5);
            self.trial.assert_determined(&inputs, &self.out, 120);
        }
    }

    const U32_EDGES: [u64; 7] = [
        0,
        1,
        2,
        65_536,
        65_537,
        u32::MAX as u64 - 1,
        u32::MAX as u64,
    ];
    const U64_EDGES: [u64; 9] = [
        0,
        1,
        u32::MAX as u64,
        1 << 32,
        (1 << 32) + 1,
        0xffff_ffff_0000_0000,
        0xffff_ffff_0000_0001,
        u64::MAX - 1,
        u64::MAX,
    ];

    fn fits_u32(x: Option<u64>) -> Option<u64> {
        x.filter(|&x| x <= u64::from(u32::MAX))
    }

    #[test]
    fn u32_add_agrees_and_is_determined() {
        Case::new(
            |b, t, x, y| [add_u32(b, t, x[0], y[0]), b.zero()],
            |x, y| fits_u32(x.checked_add(y)),
        )
        .check_all(&U32_EDGES, 1 << 32);
    }

    #[test]
    fn u32_sub_agrees_and_is_determined() {
        Case::new(
            |b, t, x, y| [sub_u32(b, t, x[0], y[0]), b.zero()],
            u64::checked_sub,
        )
        .check_all(&U32_EDGES, 1 << 32);
    }

    #[test]
    fn u32_mul_agrees_and_is_determined() {
        Case::new(
            |b, t, x, y| [mul_u32(b, t, x[0], y[0]), b.zero()],
            |x, y| fits_u32(x.checked_mul(y)),
        )
        .check_all(&U32_EDGES, 1 << 32);
    }

    #[test]
    fn u32_lt_agrees_and_is_determined() {
        Case::new(
            |b, _, x, y| [lt_u32(b, x[0], y[0]).target, b.zero()],
            |x, y| Some(u64::from(x < y)),
        )
        .check_all(&U32_EDGES, 1 << 32);
    }

    #[test]
    fn u64_add_agrees_and_is_determined() {
        Case::new(add_u64, u64::checked_add).check_all(&U64_EDGES, u64::MAX);
    }

    #[test]
    fn u64_sub_agrees_and_is_determined() {
        Case::new(sub_u64, u64::checked_sub).check_all(&U64_EDGES, u64::MAX);
    }

    #[test]
    fn u64_mul_agrees_and_is_determined() {
        Case::new(mul_u64, u64::checked_mul).check_all(&U64_EDGES, u64::MAX);
    }

    #[test]
    fn u64_lt_agrees_and_is_determined() {
        Case::new(
            |b, _, x, y| [lt_u64(b, x, y).target, b.zero()],
            |x, y| Some(u64::from(x < y)),
        )
        .check_all(&U64_EDGES, u64::MAX);
    }
}

//! Range checks, all from one gate: `BaseSumGate<2>` with 63 limbs.
//!
//! Every split here is of at most 63 bits. 63 bits hold no two integers that are equal modulo p, so each
//! decomposition is unique; a split of 64 bits would not be (`x` and `x + p` both fit for small `x`).
//!
//! | part | rows | holds |
//! |---|---|---|
//! | `assert_bits`, `split` | 1 | one decomposition |
//! | `split_carry` | 1 | one decomposition, and the low part as what is left |
//! | `split_limb` | 2 + 0.4 | two decompositions, their sum, and the check that the pair is canonical |
//! | `split_at` | 1 to 2 | one decomposition and the sum of the shorter part's bits, or two |

use plonky2::field::types::Field;
use plonky2::iop::target::{BoolTarget, Target};

use crate::types::{Builder, F};

/// Limit of every split: the limbs of the one decomposition gate.
const MAX_BITS: usize = 63;
/// Bits up to which joining them costs less than a second split: 20 operations fill a row.
const MAX_JOINED: usize = 16;

/// `x < 2^bits`.
///
/// | private witness | bound by |
/// |---|---|
/// | the bits of `x` | booleans and weighted sum of the gate; the bits from `bits` up are zero |
pub fn assert_bits(b: &mut Builder, x: Target, bits: usize) {
    split(b, x, bits);
}

/// The `bits` low bits of `x`, which must be all there are.
///
/// | private witness | bound by |
/// |---|---|
/// | the bits | as of [`assert_bits`]: at most 63, which hold a number in one way only |
pub fn split(b: &mut Builder, x: Target, bits: usize) -> Vec<BoolTarget> {
    assert!(bits <= MAX_BITS, "a wider split is not canonical");
    b.split_le(x, bits)
}

/// `(x mod 2^32, x div 2^32)` for `x < 2^33`: the second is 0 or 1.
///
/// | private witness | bound by |
/// |---|---|
/// | the carry | the top bit of a split into 33; the low part is what is left |
pub fn split_carry(b: &mut Builder, x: Target) -> (Target, BoolTarget) {
    let carry = split(b, x, 33)[32];
    let low = b.mul_const_add(-F::from_canonical_u64(1 << 32), carry.target, x);
    (low, carry)
}

/// `(lo, hi)` with `x = lo + 2^32 hi` and both below 2^32, the one canonical pair: two splits.
///
/// | private witness | bound by |
/// |---|---|
/// | `lo`, `hi` | 32 bits each, the sum, and `lo = 0` when `hi = 2^32 - 1` (what is left out is `x + p`) |
pub fn split_limb(b: &mut Builder, x: Target) -> (Target, Target) {
    if b.target_as_constant(x) == Some(F::ZERO) {
        return (x, x);
    }
    let (lo, hi) = b.split_low_high(x, 32, 64);
    assert_canonical(b, lo, hi);
    (lo, hi)
}

/// `lo + 2^32 hi < p` for `lo` and `hi` below 2^32: `lo` is 0 when `hi` is `2^32 - 1`.
pub fn assert_canonical(b: &mut Builder, lo: Target, hi: Target) {
    let top = b.constant(F::from_canonical_u64(u32::MAX as u64));
    let hi_is_top = b.is_equal(hi, top);
    let excess = b.mul(hi_is_top.target, lo);
    b.assert_zero(excess);
}

/// `(x mod 2^low, x div 2^low)` for `x < 2^bits`, with `bits` at most 63: one split and an operation for each
/// bit of the shorter part, or two splits.
///
/// | private witness | bound by |
/// |---|---|
/// | bits, or both parts | their ranges and the sum, which is below 2^63 |
pub fn split_at(b: &mut Builder, x: Target, low: usize, bits: usize) -> (Target, Target) {
    assert!(bits <= MAX_BITS, "a wider split is not canonical");
    if low == 0 {
        return (b.zero(), x);
    }
    let weight = F::TWO.exp_u64(low as u64);
    if low <= MAX_JOINED {
        let split = split(b, x, bits);
        let low = join(b, &split[..low]);
        let rest = b.sub(x, low);
        return (low, b.mul_const(weight.inverse(), rest));
    }
    if bits - low <= MAX_JOINED {
        let split = split(b, x, bits);
        let high = join(b, &split[low..]);
        return (b.mul_const_add(-weight, high, x), high);
    }
    b.split_low_high(x, low, bits)
}

/// The number of these bits, least significant first: an operation a bit.
fn join(b: &mut Builder, bits: &[BoolTarget]) -> Target {
    let two = b.two();
    (bits.iter().rev()).fold(b.zero(), |number, bit| b.mul_add(two, number, bit.target))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gadgets::trial::{Trial, EVERY_HINT};

    const P: u64 = 0xffff_ffff_0000_0001;

    #[test]
    fn a_range_check_refuses_the_first_number_outside() {
        for bits in [1, 32, 40, 63] {
            let (trial, x) = Trial::new(|b| {
                let x = b.add_virtual_target();
                assert_bits(b, x, bits);
                x
            });
            let limit = 1u64 << bits;
            assert!(trial.accepts(&[(x, 0)]) && trial.accepts(&[(x, limit - 1)]));
            assert!(!trial.accepts(&[(x, limit)]) && !trial.accepts(&[(x, P - 1)]));
        }
    }

    #[test]
    fn a_limb_splits_in_one_way_only() {
        let (trial, (x, lo, hi)) = Trial::new(|b| {
            let x = b.add_virtual_target();
            let (lo, hi) = split_limb(b, x);
            b.register_public_inputs(&[lo, hi]);
            (x, lo, hi)
        });
        for value in [0, 1, 5, u64::from(u32::MAX), 1 << 32, P - 2, P - 1] {
            let inputs = [(x, value)];
            assert_eq!(trial.value(&inputs, lo), value & 0xffff_ffff);
            assert_eq!(trial.value(&inputs, hi), value >> 32);
            trial.assert_determined(&inputs, &[lo, hi], EVERY_HINT);
        }
        // The other 64-bit decomposition of 5 is that of 5 + p.
        let alias = 5u128 + u128::from(P);
        let (alias_lo, alias_hi) = (alias as u64 & 0xffff_ffff, (alias >> 32) as u64);
        assert!(!trial.accepts_lies(&[(x, 5)], &[(lo, alias_lo), (hi, alias_hi)]));
    }

    #[test]
    fn a_number_is_cut_in_one_way_only() {
        for (low, bits) in [
            (0, 8),
            (3, 8),
            (7, 15),
            (20, 32),
            (17, 40),
            (31, 63),
            (62, 63),
        ] {
            let (trial, (x, parts)) = Trial::new(|b| {
                let x = b.add_virtual_target();
                let (low, high) = split_at(b, x, low, bits);
                b.register_public_inputs(&[low, high]);
                (x, [low, high])
            });
            for value in [0, 1, (1 << low) - 1, (1 << bits) / 3, (1 << bits) - 1] {
                let inputs = [(x, value)];
                assert!(trial.accepts(&inputs));
                let [l, h] = parts.map(|part| trial.value(&inputs, part));
                assert_eq!((l, h), (value & ((1 << low) - 1), value >> low));
                trial.assert_determined(&inputs, &parts, EVERY_HINT);
            }
            // A cut at 0 trusts its caller that the number is in range.
            assert!(low == 0 || !trial.accepts(&[(x, 1 << bits)]));
        }
    }

    #[test]
    fn the_carry_is_determined() {
        let (trial, (x, low, carry)) = Trial::new(|b| {
            let x = b.add_virtual_target();
            let (low, carry) = split_carry(b, x);
            b.register_public_inputs(&[low, carry.target]);
            (x, low, carry.target)
        });
        for value in [0, u64::from(u32::MAX), 1 << 32, (1 << 33) - 1] {
            let inputs = [(x, value)];
            assert_eq!(trial.value(&inputs, low), value & 0xffff_ffff);
            assert_eq!(trial.value(&inputs, carry), value >> 32);
            trial.assert_determined(&inputs, &[low, carry], EVERY_HINT);
        }
        assert!(!trial.accepts(&[(x, 1 << 33)]));
    }
}

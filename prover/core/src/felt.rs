//! The Goldilocks field.

use std::fmt;
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::CoreError;
use crate::limbs::parse_hex;

/// The Goldilocks modulus, 2^64 − 2^32 + 1.
pub const P: u64 = 0xffff_ffff_0000_0001;
/// 2^64 mod p.
const EPSILON: u64 = 0xffff_ffff;

/// A limb: one field element in canonical form, always below [`P`].
///
/// As JSON it is `0x` and 16 hexadecimal digits, most significant first.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Felt(u64);

impl Felt {
    pub const ZERO: Felt = Felt(0);
    pub const ONE: Felt = Felt(1);

    /// The element `value`; a number of [`P`] or more is refused, never reduced.
    pub const fn new(value: u64) -> Result<Felt, CoreError> {
        if value < P {
            Ok(Felt(value))
        } else {
            Err(CoreError::LimbRange { value })
        }
    }

    /// The element `value`; every 32-bit number is one.
    pub const fn from_u32(value: u32) -> Felt {
        Felt(value as u64)
    }

    /// `value mod p`, for hash outputs that are reduced by definition.
    pub const fn reduce(value: u128) -> Felt {
        Felt(reduce128(value))
    }

    /// The number below [`P`] that this element is.
    pub const fn value(self) -> u64 {
        self.0
    }

    /// `self^exponent`; `0^0` is 1.
    pub fn pow(self, mut exponent: u64) -> Felt {
        let (mut base, mut result) = (self, Felt::ONE);
        while exponent > 0 {
            if exponent & 1 == 1 {
                result *= base;
            }
            base *= base;
            exponent >>= 1;
        }
        result
    }

    /// The multiplicative inverse; none for 0.
    pub fn inverse(self) -> Option<Felt> {
        (self != Felt::ZERO).then(|| self.pow(P - 2))
    }
}

/// `x mod p`, from 2^64 ≡ 2^32 − 1 and 2^96 ≡ −1.
const fn reduce128(x: u128) -> u64 {
    let (low, high) = (x as u64, (x >> 64) as u64);
    let (high_high, high_low) = (high >> 32, high & EPSILON);
    let (mut sum, borrow) = low.overflowing_sub(high_high);
    if borrow {
        // The wrapped difference is at least 2^64 − 2^32, so this cannot underflow.
        sum = sum.wrapping_sub(EPSILON);
    }
    let (mut sum, carry) = sum.overflowing_add(high_low * EPSILON);
    if carry {
        // The wrapped sum is at most 2^64 − 2^33, so this cannot overflow.
        sum = sum.wrapping_add(EPSILON);
    }
    if sum >= P {
        sum - P
    } else {
        sum
    }
}

impl Add for Felt {
    type Output = Felt;
    fn add(self, other: Felt) -> Felt {
        let (sum, carry) = self.0.overflowing_add(other.0);
        let (reduced, borrow) = sum.overflowing_sub(P);
        Felt(if carry || !borrow { reduced } else { sum })
    }
}

impl Sub for Felt {
    type Output = Felt;
    fn sub(self, other: Felt) -> Felt {
        let (difference, borrow) = self.0.overflowing_sub(other.0);
        Felt(if borrow {
            difference.wrapping_add(P)
        } else {
            difference
        })
    }
}

impl Mul for Felt {
    type Output = Felt;
    fn mul(self, other: Felt) -> Felt {
        Felt(reduce128(self.0 as u128 * other.0 as u128))
    }
}

impl Neg for Felt {
    type Output = Felt;
    fn neg(self) -> Felt {
        Felt::ZERO - self
    }
}

impl AddAssign for Felt {
    fn add_assign(&mut self, other: Felt) {
        *self = *self + other;
    }
}

impl SubAssign for Felt {
    fn sub_assign(&mut self, other: Felt) {
        *self = *self - other;
    }
}

impl MulAssign for Felt {
    fn mul_assign(&mut self, other: Felt) {
        *self = *self * other;
    }
}

impl From<u32> for Felt {
    fn from(value: u32) -> Felt {
        Felt::from_u32(value)
    }
}

impl From<bool> for Felt {
    fn from(value: bool) -> Felt {
        Felt(value as u64)
    }
}

impl TryFrom<u64> for Felt {
    type Error = CoreError;
    fn try_from(value: u64) -> Result<Felt, CoreError> {
        Felt::new(value)
    }
}

impl fmt::Debug for Felt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Display for Felt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Serialize for Felt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("0x{:016x}", self.0))
    }
}

impl<'de> Deserialize<'de> for Felt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Felt, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_hex::<8>(&text)
            .and_then(|bytes| Felt::new(u64::from_be_bytes(bytes)))
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{rngs::StdRng, Rng, SeedableRng};

    fn samples() -> Vec<u64> {
        let mut rng = StdRng::seed_from_u64(1);
        let mut all = vec![
            0,
            1,
            2,
            EPSILON - 1,
            EPSILON,
            EPSILON + 1,
            P / 2,
            P - 2,
            P - 1,
        ];
        all.extend((0..200).map(|_| rng.gen_range(0..P)));
        all
    }

    #[test]
    fn arithmetic_is_that_of_the_integers_mod_p() {
        let p = P as u128;
        for &a in &samples() {
            for &b in &samples() {
                let (x, y) = (Felt(a), Felt(b));
                let (a, b) = (a as u128, b as u128);
                assert_eq!((x + y).0 as u128, (a + b) % p);
                assert_eq!((x - y).0 as u128, (a + p - b) % p);
                assert_eq!((x * y).0 as u128, a * b % p);
            }
        }
    }

    #[test]
    fn reduction_covers_the_whole_range() {
        let mut rng = StdRng::seed_from_u64(2);
        let corners = [0, 1, P - 1, P, P + 1, u64::MAX, EPSILON, EPSILON + 1];
        for &high in &corners {
            for &low in &corners {
                let x = ((high as u128) << 64) | low as u128;
                assert_eq!(Felt::reduce(x).0 as u128, x % P as u128);
            }
        }
        for _ in 0..10_000 {
            let x: u128 = rng.gen();
            assert_eq!(Felt::reduce(x).0 as u128, x % P as u128);
        }
    }

    #[test]
    fn inverse_and_negation() {
        assert_eq!(Felt::ZERO.inverse(), None);
        for a in samples().into_iter().filter(|a| *a != 0) {
            assert_eq!(Felt(a) * Felt(a).inverse().unwrap(), Felt::ONE);
            assert_eq!(Felt(a) + -Felt(a), Felt::ZERO);
        }
        assert_eq!(-Felt::ZERO, Felt::ZERO);
    }

    #[test]
    fn only_canonical_numbers_are_elements() {
        assert_eq!(Felt::new(P - 1).unwrap().value(), P - 1);
        for value in [P, P + 1, u64::MAX] {
            assert_eq!(Felt::new(value), Err(CoreError::LimbRange { value }));
        }
    }

    #[test]
    fn json_is_strict() {
        let top = Felt(P - 1);
        let text = serde_json::to_string(&top).unwrap();
        assert_eq!(text, "\"0xffffffff00000000\"");
        assert_eq!(serde_json::from_str::<Felt>(&text).unwrap(), top);
        for bad in [
            "\"0xffffffff00000001\"",
            "\"0x1\"",
            "\"ffffffff00000000\"",
            "\"0xgfffffff00000000\"",
            "1",
        ] {
            assert!(serde_json::from_str::<Felt>(bad).is_err(), "{bad}");
        }
    }
}

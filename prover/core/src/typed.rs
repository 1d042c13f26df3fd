//! Typed values: how the language's types fill limbs.
//!
//! Limbs are filled from the left, least significant first, and the rest are 0. A stored value is read
//! strictly, because anything may have been written by a contract on the chain.

use serde::{Deserialize, Serialize};

use crate::error::CoreError;
use crate::felt::Felt;
use crate::keys::Value;
use crate::limbs::{self, Digest};

/// A type of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueType {
    /// One limb, 0 or 1.
    Bool,
    /// One limb below 2^8.
    U8,
    /// One limb below 2^16.
    U16,
    /// One limb below 2^32.
    U32,
    /// Two limbs below 2^32, least significant first.
    U64,
    /// Four limbs below 2^32, least significant first.
    U128,
    /// One limb.
    Felt,
    /// Four limbs.
    Hash,
    /// A user id: one limb below 2^32; 0 is nobody.
    User,
}

/// A value with its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Typed {
    Bool(bool),
    U8(u8),
    U16(u16),
    U32(u32),
    U64(u64),
    U128(u128),
    Felt(Felt),
    Hash(Digest),
    User(u32),
}

impl ValueType {
    /// Every type.
    pub const ALL: [ValueType; 9] = [
        ValueType::Bool,
        ValueType::U8,
        ValueType::U16,
        ValueType::U32,
        ValueType::U64,
        ValueType::U128,
        ValueType::Felt,
        ValueType::Hash,
        ValueType::User,
    ];

    /// Limbs that a value of this type takes.
    pub const fn width(self) -> usize {
        match self {
            ValueType::U64 => 2,
            ValueType::U128 | ValueType::Hash => 4,
            _ => 1,
        }
    }

    /// The name in messages.
    pub const fn name(self) -> &'static str {
        match self {
            ValueType::Bool => "Bool",
            ValueType::U8 => "U8",
            ValueType::U16 => "U16",
            ValueType::U32 => "U32",
            ValueType::U64 => "U64",
            ValueType::U128 => "U128",
            ValueType::Felt => "Felt",
            ValueType::Hash => "Hash",
            ValueType::User => "User",
        }
    }

    /// Bits of an unsigned number type; `None` for the others.
    pub const fn unsigned_bits(self) -> Option<u32> {
        match self {
            ValueType::U8 => Some(8),
            ValueType::U16 => Some(16),
            ValueType::U32 => Some(32),
            ValueType::U64 => Some(64),
            ValueType::U128 => Some(128),
            _ => None,
        }
    }

    /// `number` as a value of this type; `None` when it has no such value, as a hash never has.
    pub fn of_number(self, number: u128) -> Option<Typed> {
        Some(match self {
            ValueType::Bool => match number {
                0 => Typed::Bool(false),
                1 => Typed::Bool(true),
                _ => return None,
            },
            ValueType::U8 => Typed::U8(number.try_into().ok()?),
            ValueType::U16 => Typed::U16(number.try_into().ok()?),
            ValueType::U32 => Typed::U32(number.try_into().ok()?),
            ValueType::U64 => Typed::U64(number.try_into().ok()?),
            ValueType::U128 => Typed::U128(number),
            ValueType::Felt => Typed::Felt(Felt::new(number.try_into().ok()?).ok()?),
            ValueType::User => Typed::User(number.try_into().ok()?),
            ValueType::Hash => return None,
        })
    }

    /// The value whose limbs are all 0.
    pub fn zero(self) -> Typed {
        match self {
            ValueType::Hash => Typed::Hash(limbs::ZERO),
            _ => self
                .of_number(0)
                .expect("every other type has the number 0"),
        }
    }

    /// The value whose encoding `limbs` are, exactly [`width`](Self::width) of them; the error says why they
    /// are none.
    pub fn of_limbs(self, limbs: &[Felt]) -> Result<Typed, &'static str> {
        if limbs.len() != self.width() {
            return Err("it has another number of limbs");
        }
        let number = match self {
            ValueType::Hash => return Ok(Typed::Hash([limbs[0], limbs[1], limbs[2], limbs[3]])),
            ValueType::Felt => return Ok(Typed::Felt(limbs[0])),
            _ => number_of(limbs).ok_or("a limb is 2^32 or more")?,
        };
        self.of_number(number).ok_or(match self {
            ValueType::Bool => "the limb is neither 0 nor 1",
            _ => "the limb is not below the type's limit",
        })
    }

    /// The typed value that a state value is the encoding of; anything but an exact encoding is refused.
    pub fn decode(self, value: &Value) -> Result<Typed, CoreError> {
        let refuse = |why| CoreError::TypedValue {
            ty: self.name(),
            value: value.to_bytes(),
            why,
        };
        let (used, rest) = value.0.split_at(self.width());
        if rest.iter().any(|limb| *limb != Felt::ZERO) {
            return Err(refuse("a limb beyond the width of the type is not 0"));
        }
        self.of_limbs(used).map_err(refuse)
    }
}

/// The number whose 32-bit limbs these are, least significant first.
fn number_of(limbs: &[Felt]) -> Option<u128> {
    limbs.iter().rev().try_fold(0u128, |number, limb| {
        let limb = u32::try_from(limb.value()).ok()?;
        Some(number << 32 | u128::from(limb))
    })
}

impl Typed {
    /// The type.
    pub const fn ty(self) -> ValueType {
        match self {
            Typed::Bool(_) => ValueType::Bool,
            Typed::U8(_) => ValueType::U8,
            Typed::U16(_) => ValueType::U16,
            Typed::U32(_) => ValueType::U32,
            Typed::U64(_) => ValueType::U64,
            Typed::U128(_) => ValueType::U128,
            Typed::Felt(_) => ValueType::Felt,
            Typed::Hash(_) => ValueType::Hash,
            Typed::User(_) => ValueType::User,
        }
    }

    /// The value as a number; `None` for a hash.
    pub fn number(self) -> Option<u128> {
        Some(match self {
            Typed::Bool(bit) => bit.into(),
            Typed::U8(x) => x.into(),
            Typed::U16(x) => x.into(),
            Typed::U32(x) | Typed::User(x) => x.into(),
            Typed::U64(x) => x.into(),
            Typed::U128(x) => x,
            Typed::Felt(x) => x.value().into(),
            Typed::Hash(_) => return None,
        })
    }

    /// The limbs, as many as the type is wide.
    pub fn limbs(self) -> Vec<Felt> {
        match self {
            Typed::Hash(digest) => digest.to_vec(),
            Typed::Felt(x) => vec![x],
            _ => {
                let number = self.number().expect("every other type is a number");
                (0..self.ty().width())
                    .map(|i| Felt::from_u32((number >> (32 * i)) as u32))
                    .collect()
            }
        }
    }

    /// The state value.
    pub fn value(self) -> Value {
        let parts = self.limbs();
        let mut all = limbs::ZERO;
        all[..parts.len()].copy_from_slice(&parts);
        Value(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{rngs::StdRng, Rng, SeedableRng};

    fn samples(ty: ValueType, rng: &mut StdRng) -> Vec<Typed> {
        let limb = |rng: &mut StdRng| Felt::reduce(rng.gen());
        match ty {
            ValueType::Hash => vec![Typed::Hash(std::array::from_fn(|_| limb(rng)))],
            ValueType::Felt => vec![
                Typed::Felt(limb(rng)),
                Typed::Felt(Felt::new(crate::felt::P - 1).unwrap()),
            ],
            _ => {
                let bits = ty
                    .unsigned_bits()
                    .unwrap_or(if ty == ValueType::Bool { 1 } else { 32 });
                let top = u128::MAX >> (128 - bits);
                let numbers = [0, 1, top, rng.gen::<u128>() & top];
                numbers.iter().map(|n| ty.of_number(*n).unwrap()).collect()
            }
        }
    }

    #[test]
    fn round_trips() {
        let mut rng = StdRng::seed_from_u64(6);
        for ty in ValueType::ALL {
            for _ in 0..50 {
                for typed in samples(ty, &mut rng) {
                    assert_eq!(ty.decode(&typed.value()), Ok(typed));
                    assert_eq!(ty.of_limbs(&typed.limbs()), Ok(typed));
                    assert_eq!((typed.limbs().len(), typed.ty()), (ty.width(), ty));
                    if let Some(number) = typed.number() {
                        assert_eq!(ty.of_number(number), Some(typed));
                    }
                }
            }
            assert_eq!(ty.zero().value(), Value::ZERO);
        }
    }

    #[test]
    fn a_number_beyond_the_type_is_none() {
        for (ty, limit) in [
            (ValueType::Bool, 2),
            (ValueType::U8, 1 << 8),
            (ValueType::U16, 1 << 16),
            (ValueType::U32, 1 << 32),
            (ValueType::U64, 1 << 64),
            (ValueType::Felt, crate::felt::P.into()),
            (ValueType::User, 1 << 32),
        ] {
            assert!(ty.of_number(limit - 1).is_some(), "{ty:?}");
            assert_eq!(ty.of_number(limit), None, "{ty:?}");
        }
    }

    #[test]
    fn only_exact_encodings_decode() {
        for ty in ValueType::ALL {
            let wide = matches!(ty, ValueType::Felt | ValueType::Hash);
            for limb in 0..4 {
                let mut limbs = limbs::ZERO;
                limbs[limb] = Felt::new(1 << 32).unwrap();
                if limb >= ty.width() || !wide {
                    assert_eq!(ty.decode(&Value(limbs)).unwrap_err().code(), "TYPED_VALUE");
                }
            }
            for limb in ty.width()..4 {
                let mut limbs = limbs::ZERO;
                limbs[limb] = Felt::ONE;
                assert_eq!(ty.decode(&Value(limbs)).unwrap_err().code(), "TYPED_VALUE");
            }
        }
        for (ty, number) in [
            (ValueType::Bool, 2),
            (ValueType::U8, 1 << 8),
            (ValueType::U16, 1 << 16),
        ] {
            let stored = Typed::U32(number).value();
            assert_eq!(ty.decode(&stored).unwrap_err().code(), "TYPED_VALUE");
        }
    }
}

//! Typed values: how the language's types fill limbs.
//!
//! Limbs are filled from the left, least significant first, and the rest are 0. A stored value is read
//! strictly, because anything may have been written by a contract on the chain.

use serde::{Deserialize, Serialize};

use crate::error::CoreError;
use crate::felt::Felt;
use crate::keys::Value;
use crate::limbs;

/// A type of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueType {
    /// One limb, 0 or 1.
    Bool,
    /// One limb below 2^32.
    U32,
    /// Two limbs below 2^32, least significant first.
    U64,
    /// A user id: one limb below 2^32; 0 is nobody.
    User,
}

/// A value with its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Typed {
    Bool(bool),
    U32(u32),
    U64(u64),
    User(u32),
}

impl ValueType {
    /// Limbs that a value of this type takes.
    pub const fn width(self) -> usize {
        match self {
            ValueType::U64 => 2,
            ValueType::Bool | ValueType::U32 | ValueType::User => 1,
        }
    }

    /// The name in messages.
    pub const fn name(self) -> &'static str {
        match self {
            ValueType::Bool => "Bool",
            ValueType::U32 => "U32",
            ValueType::U64 => "U64",
            ValueType::User => "User",
        }
    }

    /// The typed value that a state value is the encoding of; anything but an exact encoding is refused.
    pub fn decode(self, value: &Value) -> Result<Typed, CoreError> {
        let refuse = |why| CoreError::TypedValue {
            ty: self.name(),
            value: value.to_bytes(),
            why,
        };
        if value.0[self.width()..].iter().any(|l| *l != Felt::ZERO) {
            return Err(refuse("a limb beyond the width of the type is not 0"));
        }
        let word = |i: usize| {
            u32::try_from(value.0[i].value()).map_err(|_| refuse("a limb is 2^32 or more"))
        };
        Ok(match self {
            ValueType::Bool => match value.0[0].value() {
                0 => Typed::Bool(false),
                1 => Typed::Bool(true),
                _ => return Err(refuse("the limb is neither 0 nor 1")),
            },
            ValueType::U32 => Typed::U32(word(0)?),
            ValueType::User => Typed::User(word(0)?),
            ValueType::U64 => Typed::U64((word(1)? as u64) << 32 | word(0)? as u64),
        })
    }
}

impl Typed {
    /// The type.
    pub const fn ty(self) -> ValueType {
        match self {
            Typed::Bool(_) => ValueType::Bool,
            Typed::U32(_) => ValueType::U32,
            Typed::U64(_) => ValueType::U64,
            Typed::User(_) => ValueType::User,
        }
    }

    /// The limbs, as many as the type is wide.
    pub fn limbs(self) -> Vec<Felt> {
        match self {
            Typed::Bool(b) => vec![b.into()],
            Typed::U32(x) | Typed::User(x) => vec![x.into()],
            Typed::U64(x) => vec![(x as u32).into(), ((x >> 32) as u32).into()],
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

    const TYPES: [ValueType; 4] = [
        ValueType::Bool,
        ValueType::U32,
        ValueType::U64,
        ValueType::User,
    ];

    #[test]
    fn round_trips() {
        let mut rng = StdRng::seed_from_u64(6);
        let mut all = vec![Typed::U32(u32::MAX), Typed::U64(u64::MAX), Typed::User(0)];
        for _ in 0..200 {
            all.extend([Typed::Bool(rng.gen()), Typed::U32(rng.gen())]);
            all.extend([Typed::U64(rng.gen()), Typed::User(rng.gen())]);
        }
        for typed in all {
            assert_eq!(typed.ty().decode(&typed.value()), Ok(typed));
            assert_eq!(typed.limbs().len(), typed.ty().width());
        }
    }

    #[test]
    fn only_exact_encodings_decode() {
        for ty in TYPES {
            for limb in 0..4 {
                let mut limbs = limbs::ZERO;
                limbs[limb] = Felt::new(1 << 32).unwrap();
                assert_eq!(ty.decode(&Value(limbs)).unwrap_err().code(), "TYPED_VALUE");
            }
            for limb in ty.width()..4 {
                let mut limbs = limbs::ZERO;
                limbs[limb] = Felt::ONE;
                assert_eq!(ty.decode(&Value(limbs)).unwrap_err().code(), "TYPED_VALUE");
            }
        }
        let two = Typed::U32(2).value();
        assert_eq!(
            ValueType::Bool.decode(&two).unwrap_err().code(),
            "TYPED_VALUE"
        );
    }
}

//! Typed values as targets, and their encoding into limbs.
//!
//! | part | rows | holds |
//! |---|---|---|
//! | `known`, `padded` | 0 | limbs under a type, zeros behind them |
//! | `checked` | 1 a limb of a number, 0.05 a bool | the limb's range |
//! | `stored` | the same | what a value in the state holds: `checked` limbs, zeros behind them |
//! | `gate` | 0.05 a limb | the limb times a predicate |
//! | `select` | 0.1 a limb | one of two limbs by a condition |
//!
//! No private witness but the bits of the range checks, see [`assert_bits`].

use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use saya_executor::ir::Type;

use super::range::assert_bits;
use crate::types::{Builder, F};

/// A typed value. In every lane, taken or not, its limbs are an encoding: a bool is 0 or 1 and every limb of
/// a number is below `2^limb_bits`.
#[derive(Clone, Copy, Debug)]
pub enum ValueTarget {
    Bool(BoolTarget),
    U8(Target),
    U16(Target),
    U32(Target),
    U64([Target; 2]),
    U128([Target; 4]),
    Felt(Target),
    Hash(HashOutTarget),
    User(Target),
}

/// Bits of each limb of a number or user; `None` for types whose limbs may be any field element, and for
/// bools.
pub fn limb_bits(ty: Type) -> Option<usize> {
    match ty {
        Type::User => Some(32),
        _ => ty.unsigned_bits().map(|bits| bits.min(32) as usize),
    }
}

impl ValueTarget {
    /// The value of type `ty` whose encoding `limbs` are known to be: nothing is checked.
    pub fn known(ty: Type, limbs: &[Target]) -> Self {
        assert_eq!(limbs.len(), ty.width(), "limbs of {ty:?}");
        match ty {
            Type::Bool => Self::Bool(BoolTarget::new_unsafe(limbs[0])),
            Type::U8 => Self::U8(limbs[0]),
            Type::U16 => Self::U16(limbs[0]),
            Type::U32 => Self::U32(limbs[0]),
            Type::U64 => Self::U64([limbs[0], limbs[1]]),
            Type::U128 => Self::U128([limbs[0], limbs[1], limbs[2], limbs[3]]),
            Type::Felt => Self::Felt(limbs[0]),
            Type::Hash => Self::Hash(HashOutTarget {
                elements: [limbs[0], limbs[1], limbs[2], limbs[3]],
            }),
            Type::User => Self::User(limbs[0]),
        }
    }

    /// The constant whose encoding `limbs` are.
    pub fn constant(b: &mut Builder, ty: Type, limbs: &[u64]) -> Self {
        let limbs: Vec<Target> = (limbs.iter())
            .map(|&limb| b.constant(F::from_canonical_u64(limb)))
            .collect();
        Self::known(ty, &limbs)
    }

    /// Limbs that claim to encode a value of type `ty`, range-checked here: a row for each limb of a number,
    /// none for a `Felt` or a `Hash`, whose limbs are canonical as every cell is.
    pub fn checked(b: &mut Builder, ty: Type, limbs: &[Target]) -> Self {
        let value = Self::known(ty, limbs);
        if let Self::Bool(bit) = value {
            b.assert_bool(bit);
        }
        if let Some(bits) = limb_bits(ty) {
            for &limb in limbs {
                assert_bits(b, limb, bits);
            }
        }
        value
    }

    /// A stored value of type `ty`: its limbs range-checked, the other limbs of the four zero.
    pub fn stored(b: &mut Builder, ty: Type, value: &[Target; 4]) -> Self {
        let (used, rest) = value.split_at(ty.width());
        for &limb in rest {
            b.assert_zero(limb);
        }
        Self::checked(b, ty, used)
    }

    /// The value of type `ty` whose limbs are all 0.
    pub fn zero(b: &mut Builder, ty: Type) -> Self {
        Self::known(ty, &vec![b.zero(); ty.width()])
    }

    /// The value itself when `taken`, else zero: one operation a limb.
    pub fn gate(self, b: &mut Builder, taken: BoolTarget) -> Self {
        let limbs: Vec<Target> = (self.limbs().iter())
            .map(|&limb| b.mul(taken.target, limb))
            .collect();
        Self::known(self.ty(), &limbs)
    }

    /// `x` when `condition`, else `y`: two operations a limb. Both have one type.
    pub fn select(b: &mut Builder, condition: BoolTarget, x: Self, y: Self) -> Self {
        assert_eq!(x.ty(), y.ty(), "operands of one type");
        let limbs: Vec<Target> = (x.limbs().into_iter().zip(y.limbs()))
            .map(|(x, y)| b.select(condition, x, y))
            .collect();
        Self::known(x.ty(), &limbs)
    }

    pub fn ty(&self) -> Type {
        match self {
            Self::Bool(_) => Type::Bool,
            Self::U8(_) => Type::U8,
            Self::U16(_) => Type::U16,
            Self::U32(_) => Type::U32,
            Self::U64(_) => Type::U64,
            Self::U128(_) => Type::U128,
            Self::Felt(_) => Type::Felt,
            Self::Hash(_) => Type::Hash,
            Self::User(_) => Type::User,
        }
    }

    /// The encoding, least significant limb first.
    pub fn limbs(&self) -> Vec<Target> {
        match self {
            Self::Bool(bit) => vec![bit.target],
            Self::U8(x) | Self::U16(x) | Self::U32(x) | Self::Felt(x) | Self::User(x) => vec![*x],
            Self::U64(x) => x.to_vec(),
            Self::U128(x) => x.to_vec(),
            Self::Hash(x) => x.elements.to_vec(),
        }
    }

    /// The encoding as a stored value: limbs from the left, the rest zero.
    pub fn padded(&self, b: &mut Builder) -> [Target; 4] {
        let mut value = [b.zero(); 4];
        for (slot, limb) in value.iter_mut().zip(self.limbs()) {
            *slot = limb;
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use saya_core::{Felt, Typed, Value};

    use super::*;
    use crate::gadgets::trial::{pairs, Trial};
    use crate::gadgets::twin::{samples, Twin};

    #[test]
    fn a_stored_value_is_accepted_when_it_is_an_encoding() {
        let samples = [
            0,
            1,
            2,
            (1 << 8) - 1,
            1 << 8,
            (1 << 16) - 1,
            1 << 16,
            (1 << 32) - 1,
            1 << 32,
            (1 << 63) - 1,
            saya_core::P - 1,
        ];
        for ty in Type::ALL {
            let (trial, value) = Trial::new(|b| {
                let value = b.add_virtual_target_arr();
                ValueTarget::stored(b, ty, &value);
                value
            });
            for limb in 0..4 {
                for sample in samples {
                    let mut stored = Value::ZERO;
                    stored.0[limb] = Felt::new(sample).unwrap();
                    let accepted = trial.accepts(&pairs(&value, &stored.0));
                    let native = ty.decode(&stored).is_ok();
                    assert_eq!(accepted, native, "{ty:?}: limb {limb} = {sample}");
                }
            }
        }
    }

    #[test]
    fn padding_puts_zeros_behind_the_limbs() {
        for ty in Type::ALL {
            let (trial, (limbs, padded)) = Trial::new(|b| {
                let limbs = b.add_virtual_targets(ty.width());
                let value = ValueTarget::checked(b, ty, &limbs);
                assert_eq!((value.ty(), value.limbs()), (ty, limbs.clone()));
                let padded = value.padded(b);
                b.register_public_inputs(&padded);
                (limbs, padded)
            });
            let inputs: Vec<_> = limbs.iter().map(|&limb| (limb, 1)).collect();
            assert!(trial.accepts(&inputs));
            for (i, &target) in padded.iter().enumerate() {
                assert_eq!(trial.value(&inputs, target), u64::from(i < ty.width()));
            }
        }
    }

    #[test]
    fn a_gated_value_is_itself_or_zero() {
        for ty in Type::ALL {
            let twin = Twin::predicated(&[ty], |b, taken, x| x[0].gate(b, taken), |x| Some(x[0]));
            for x in samples(ty) {
                twin.check(&[x]);
            }
        }
    }

    #[test]
    fn a_selection_agrees_and_is_determined() {
        for ty in Type::ALL {
            let twin = Twin::new(
                &[Type::Bool, ty, ty],
                |b, x| match x[0] {
                    ValueTarget::Bool(condition) => ValueTarget::select(b, condition, x[1], x[2]),
                    _ => unreachable!("the first is a bool"),
                },
                |x| match x[0] {
                    Typed::Bool(true) => Some(x[1]),
                    _ => Some(x[2]),
                },
            );
            let all = samples(ty);
            for (x, y) in all.iter().zip(all.iter().rev()) {
                twin.check(&[Typed::Bool(true), *x, *y]);
                twin.check(&[Typed::Bool(false), *x, *y]);
            }
            twin.check_lies(&[Typed::Bool(true), all[0], all[1]]);
        }
    }
}

//! Typed values as targets, and their encoding into limbs.

use plonky2::iop::target::{BoolTarget, Target};
use saya_executor::ir::Type;

use super::range::assert_bits;
use super::uint::U64Target;
use crate::types::Builder;

/// A typed value. Every limb of an integer is below 2^32 and every bool is 0 or 1, in every lane.
#[derive(Clone, Copy, Debug)]
pub enum ValueTarget {
    Bool(BoolTarget),
    U32(Target),
    U64(U64Target),
    User(Target),
}

impl ValueTarget {
    /// Limbs that claim to encode a value of type `ty`, range-checked here.
    pub fn checked(b: &mut Builder, ty: Type, limbs: &[Target]) -> Self {
        assert_eq!(limbs.len(), ty.width(), "limbs of {ty:?}");
        match ty {
            Type::Bool => {
                let bit = BoolTarget::new_unsafe(limbs[0]);
                b.assert_bool(bit);
                return Self::Bool(bit);
            }
            Type::U32 | Type::User | Type::U64 => {
                for &limb in limbs {
                    assert_bits(b, limb, 32);
                }
            }
            _ => unreachable!("the leaf refused what it has no constraints for"),
        }
        match ty {
            Type::User => Self::User(limbs[0]),
            Type::U64 => Self::U64([limbs[0], limbs[1]]),
            _ => Self::U32(limbs[0]),
        }
    }

    /// A stored value of type `ty`: its limbs range-checked, the other limbs of the four zero.
    pub fn stored(b: &mut Builder, ty: Type, value: &[Target; 4]) -> Self {
        let (used, rest) = value.split_at(ty.width());
        for &limb in rest {
            b.assert_zero(limb);
        }
        Self::checked(b, ty, used)
    }

    pub fn ty(&self) -> Type {
        match self {
            Self::Bool(_) => Type::Bool,
            Self::U32(_) => Type::U32,
            Self::U64(_) => Type::U64,
            Self::User(_) => Type::User,
        }
    }

    /// The encoding, least significant limb first.
    pub fn limbs(&self) -> Vec<Target> {
        match self {
            Self::Bool(bit) => vec![bit.target],
            Self::U32(x) | Self::User(x) => vec![*x],
            Self::U64(x) => x.to_vec(),
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
    use saya_core::{Felt, Value};

    use super::*;
    use crate::gadgets::trial::{pairs, Trial};

    const TYPES: [Type; 4] = [Type::Bool, Type::U32, Type::U64, Type::User];

    #[test]
    fn a_stored_value_is_accepted_when_it_is_an_encoding() {
        let samples = [0, 1, 2, (1 << 32) - 1, 1 << 32, (1 << 63) - 1];
        for ty in TYPES {
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
        for ty in TYPES {
            let (trial, (limbs, padded)) = Trial::new(|b| {
                let limbs = b.add_virtual_targets(ty.width());
                let value = ValueTarget::checked(b, ty, &limbs);
                assert_eq!(value.ty(), ty);
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
}

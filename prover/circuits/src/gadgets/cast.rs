//! The same number in another type.

use plonky2::field::types::Field;
use plonky2::iop::target::{BoolTarget, Target};
use saya_executor::ir::Type;

use super::range::{assert_bits, assert_canonical, split_limb};
use super::value::{limb_bits, ValueTarget};
use crate::types::{Builder, F};

/// `value`'s number as a `ty`, which must have it: between bools (as source), numbers, `Felt` and `User`.
///
/// An operation a limb where every number of the source fits; one row more to check a narrower limb, two from
/// a `Felt` to 64 bits and more.
///
/// | private witness | bound by |
/// |---|---|
/// | both halves of a `Felt` | `split_limb`: the one canonical pair |
/// | whether the high half of a `U64` is the highest | `is_equal` |
pub fn cast(b: &mut Builder, taken: BoolTarget, value: ValueTarget, ty: Type) -> ValueTarget {
    let value = value.gate(b, taken);
    let limbs = match (value, ty) {
        (ValueTarget::Felt(x), Type::Felt) => vec![x],
        (ValueTarget::Felt(x), Type::U64 | Type::U128) => {
            let (low, high) = split_limb(b, x);
            vec![low, high]
        }
        (_, Type::Felt) => vec![element(b, &value.limbs())],
        _ => narrowed(b, value, ty),
    };
    let (used, lost) = limbs.split_at(limbs.len().min(ty.width()));
    for &limb in lost {
        b.assert_zero(limb);
    }
    let mut limbs = used.to_vec();
    limbs.resize(ty.width(), b.zero());
    ValueTarget::known(ty, &limbs)
}

/// The limbs of `value`, whose first fits a limb of `ty`.
fn narrowed(b: &mut Builder, value: ValueTarget, ty: Type) -> Vec<Target> {
    let limbs = value.limbs();
    let bits = limb_bits(ty).expect("a number or a user");
    let before = match value {
        ValueTarget::Bool(_) => 1,
        _ => limb_bits(value.ty()).unwrap_or(64),
    };
    if bits < before {
        assert_bits(b, limbs[0], bits);
    }
    limbs
}

/// A number of 32-bit limbs as a field element; it must be below p, so a high limb of `2^32 - 1` needs a low
/// one of 0, and limbs above these two are 0.
fn element(b: &mut Builder, limbs: &[Target]) -> Target {
    let [low, high, rest @ ..] = limbs else {
        return limbs[0];
    };
    for &limb in rest {
        b.assert_zero(limb);
    }
    assert_canonical(b, *low, *high);
    b.mul_const_add(F::from_canonical_u64(1 << 32), *high, *low)
}

#[cfg(test)]
mod tests {
    use saya_core::Typed;

    use super::*;
    use crate::gadgets::twin::{samples, Twin};

    const NUMBERS: [Type; 8] = [
        Type::Bool,
        Type::U8,
        Type::U16,
        Type::U32,
        Type::U64,
        Type::U128,
        Type::Felt,
        Type::User,
    ];

    fn twin(from: Type, to: Type) -> Twin {
        Twin::predicated(
            &[from],
            |b, taken, x| cast(b, taken, x[0], to),
            move |x| to.of_number(x[0].number().unwrap()),
        )
    }

    #[test]
    fn casts_agree_and_are_determined() {
        for from in NUMBERS {
            for &to in &NUMBERS[1..] {
                let twin = twin(from, to);
                for source in NUMBERS {
                    // The source's edges, and the numbers of all types that are one of the source too.
                    let numbers = samples(source).into_iter().filter_map(Typed::number);
                    for x in numbers.filter_map(|number| from.of_number(number)) {
                        twin.check(&[x]);
                    }
                }
                twin.check_lies(&[from.of_number(1).unwrap()]);
            }
        }
    }

    /// The halves of `x + p` are not those of `x`.
    #[test]
    fn an_element_has_one_number() {
        for to in [Type::U64, Type::U128] {
            let twin = twin(Type::Felt, to);
            for x in [0u128, 5, u128::from(u32::MAX) - 1] {
                let element = Type::Felt.of_number(x).unwrap();
                let number = |x| to.of_number(x).unwrap();
                assert!(twin.accepts_result(&[element], number(x)));
                let alias = number(x + u128::from(saya_core::P));
                assert!(!twin.accepts_result(&[element], alias), "{x}");
            }
        }
    }
}

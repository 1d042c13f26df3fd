use plonky2::iop::target::BoolTarget;
use saya_core::Typed;
use saya_executor::ir::Type;

use super::*;
use crate::gadgets::twin::Twin;

const TYPES: [Type; 5] = [Type::U8, Type::U16, Type::U32, Type::U64, Type::U128];

type Checked = fn(&mut Builder, BoolTarget, ValueTarget, ValueTarget) -> ValueTarget;
type Native = fn(u128, u128) -> Option<u128>;

fn numbers(x: &[Typed]) -> (u128, u128) {
    (x[0].number().unwrap(), x[1].number().unwrap())
}

fn twin(ty: Type, build: Checked, native: Native) -> Twin {
    Twin::predicated(
        &[ty, ty],
        |b, taken, x| build(b, taken, x[0], x[1]),
        move |x| {
            let (x, y) = numbers(x);
            ty.of_number(native(x, y)?)
        },
    )
}

fn agrees(build: Checked, native: Native) {
    for ty in TYPES {
        twin(ty, build, native).check_pairs(ty);
    }
}

#[test]
fn addition_agrees_and_is_determined() {
    agrees(add, u128::checked_add);
}

#[test]
fn subtraction_agrees_and_is_determined() {
    agrees(sub, u128::checked_sub);
}

#[test]
fn multiplication_agrees_and_is_determined() {
    agrees(mul, u128::checked_mul);
}

#[test]
fn division_agrees_and_is_determined() {
    agrees(|b, t, x, y| div_rem(b, t, x, y).0, u128::checked_div);
}

#[test]
fn remainder_agrees_and_is_determined() {
    agrees(|b, t, x, y| div_rem(b, t, x, y).1, u128::checked_rem);
}

#[test]
fn order_agrees_and_is_determined() {
    for ty in TYPES {
        let twin = Twin::new(
            &[ty, ty],
            |b, x| ValueTarget::Bool(lt(b, x[0], x[1])),
            |x| {
                let (x, y) = numbers(x);
                Some(Typed::Bool(x < y))
            },
        );
        twin.check_pairs(ty);
    }
}

/// Quotients that solve `n = q·d + r` modulo p or modulo the type, but not as integers.
#[test]
fn only_the_quotient_is_a_quotient() {
    let quotient: Checked = |b, taken, n, d| div_rem(b, taken, n, d).0;
    for ty in TYPES {
        let twin = twin(ty, quotient, u128::checked_div);
        let top = u128::MAX >> (128 - ty.unsigned_bits().unwrap());
        for (n, d) in [
            (7, 3),
            (top, 2),
            (top, top),
            (top - 1, top),
            (0, 1),
            (top, 3),
        ] {
            let value = |x: u128| ty.of_number(x & top).unwrap();
            let operands = [value(n), value(d)];
            assert!(twin.accepts_result(&operands, value(n / d)));
            for wrong in [
                n / d + 1,
                (n / d).wrapping_sub(1),
                top - n / d,
                top,
                n,
                d,
                0,
            ] {
                if value(wrong) != value(n / d) {
                    assert!(
                        !twin.accepts_result(&operands, value(wrong)),
                        "{ty:?} {n} {d}"
                    );
                }
            }
        }
    }
}

/// The product at which a high limb passes p: `n < d`, but `q = 2^32 - 1` satisfies both columns modulo p.
#[test]
fn a_quotient_whose_product_passes_p_is_refused() {
    let quotient: Checked = |b, taken, n, d| div_rem(b, taken, n, d).0;
    let twin = twin(Type::U64, quotient, u128::checked_div);
    let m = u64::from(u32::MAX);
    for low in [0, 1, m - 1, m] {
        let (n, d) = ((m - 3) << 32 | low, m << 32 | m);
        let operands = [Typed::U64(n), Typed::U64(d)];
        assert!(twin.accepts_result(&operands, Typed::U64(0)));
        assert!(!twin.accepts_result(&operands, Typed::U64(m)));
    }
}

use saya_core::Typed;
use saya_executor::ir::Type;

use super::*;
use crate::gadgets::twin::{samples, Twin};

const TYPES: [Type; 4] = [Type::U8, Type::U16, Type::U32, Type::U64];
const AMOUNTS: [u8; 16] = [0, 1, 3, 7, 8, 9, 15, 16, 31, 32, 33, 63, 64, 65, 128, 255];

fn number(x: Typed) -> u128 {
    x.number().unwrap()
}

fn constant(b: &mut Builder, x: Typed) -> ValueTarget {
    let limbs: Vec<u64> = x.limbs().iter().map(|limb| limb.value()).collect();
    ValueTarget::constant(b, x.ty(), &limbs)
}

fn shifted_left(x: Typed, amount: u32) -> Option<Typed> {
    // More than a u128 holds does not fit either.
    let fits = number(x) == 0 || amount < 64;
    fits.then(|| number(x) << (amount % 64))
        .and_then(|shifted| x.ty().of_number(shifted))
}

fn shifted_right(x: Typed, amount: u32) -> Option<Typed> {
    x.ty().of_number(number(x).checked_shr(amount).unwrap_or(0))
}

#[test]
fn operations_on_bits_agree_and_are_determined() {
    type Build = fn(&mut Builder, ValueTarget, ValueTarget) -> ValueTarget;
    type Native = fn(u128, u128) -> u128;
    let operations: [(Build, Native); 3] =
        [(and, |x, y| x & y), (or, |x, y| x | y), (xor, |x, y| x ^ y)];
    for (build, native) in operations {
        for ty in TYPES {
            let native = move |x: &[Typed]| ty.of_number(native(number(x[0]), number(x[1])));
            Twin::new(&[ty, ty], |b, x| build(b, x[0], x[1]), native).check_pairs(ty);
        }
    }
}

#[test]
fn a_constant_operand_agrees() {
    for ty in TYPES {
        for mask in samples(ty) {
            let twin = Twin::new(
                &[ty],
                |b, x| {
                    let mask = constant(b, mask);
                    and(b, mask, x[0])
                },
                move |x| ty.of_number(number(x[0]) & number(mask)),
            );
            for x in samples(ty) {
                twin.check(&[x]);
            }
        }
    }
}

#[test]
fn flipping_agrees() {
    for ty in TYPES {
        let top = u128::MAX >> (128 - ty.unsigned_bits().unwrap());
        let native = move |x: &[Typed]| ty.of_number(number(x[0]) ^ top);
        let twin = Twin::new(&[ty], |b, x| not(b, x[0]), native);
        for x in samples(ty) {
            twin.check(&[x]);
        }
        twin.check_lies(&[samples(ty)[1]]);
    }
}

#[test]
fn shifts_by_a_variable_agree_and_are_determined() {
    for ty in TYPES {
        let left = Twin::predicated(
            &[ty, Type::U8],
            |b, taken, x| shl(b, taken, x[0], x[1]),
            |x| shifted_left(x[0], number(x[1]) as u32),
        );
        let right = Twin::new(
            &[ty, Type::U8],
            |b, x| shr(b, x[0], x[1]),
            |x| shifted_right(x[0], number(x[1]) as u32),
        );
        for x in samples(ty) {
            for amount in AMOUNTS {
                left.check(&[x, Typed::U8(amount)]);
                right.check(&[x, Typed::U8(amount)]);
            }
        }
        for (x, amount) in [(0, 200), (1, 7), (5, 3)] {
            left.check_lies(&[ty.of_number(x).unwrap(), Typed::U8(amount)]);
        }
        for amount in AMOUNTS {
            right.check_lies(&[*samples(ty).last().unwrap(), Typed::U8(amount)]);
        }
    }
}

#[test]
fn shifts_by_a_constant_agree_and_are_determined() {
    for ty in TYPES {
        for amount in AMOUNTS {
            let by = Typed::U8(amount);
            let left = Twin::predicated(
                &[ty],
                |b, taken, x| {
                    let amount = constant(b, by);
                    shl(b, taken, x[0], amount)
                },
                move |x| shifted_left(x[0], amount.into()),
            );
            let right = Twin::new(
                &[ty],
                |b, x| {
                    let amount = constant(b, by);
                    shr(b, x[0], amount)
                },
                move |x| shifted_right(x[0], amount.into()),
            );
            for x in samples(ty) {
                left.check(&[x]);
                right.check(&[x]);
            }
            left.check_lies(&[ty.zero()]);
            right.check_lies(&[*samples(ty).last().unwrap()]);
        }
    }
}

//! What operations cost: the table of `docs/circuits.md`, measured.

use plonky2::iop::target::BoolTarget;
use saya_executor::ir::Type;

use super::cast::cast;
use super::logic::equal_limbs;
use super::value::ValueTarget;
use super::{bits, uint};
use crate::profile::Profile;
use crate::types::Builder;

/// Operations that share rows, as the lanes of a leaf do.
const COPIES: usize = 400;
const UNSIGNED: [Type; 5] = [Type::U8, Type::U16, Type::U32, Type::U64, Type::U128];

type Build = fn(&mut Builder, BoolTarget, ValueTarget, ValueTarget);

/// Rows of one operation on two values; constants, which all lanes share, are not counted.
fn rows(
    types: [Type; 2],
    build: impl Fn(&mut Builder, BoolTarget, ValueTarget, ValueTarget),
) -> f64 {
    let mut b = Builder::new(Profile::fast().inner);
    for _ in 0..COPIES {
        let taken = b.add_virtual_bool_target_unsafe();
        let [x, y] = types.map(|ty| ValueTarget::known(ty, &b.add_virtual_targets(ty.width())));
        build(&mut b, taken, x, y);
    }
    b.num_gates() as f64 / COPIES as f64
}

fn line(name: &str, types: &[Type], second: Option<Type>, build: Build) -> String {
    let cells: Vec<String> = (UNSIGNED.iter())
        .map(|ty| match types.contains(ty) {
            true => format!("{:.1}", rows([*ty, second.unwrap_or(*ty)], build)),
            false => String::new(),
        })
        .collect();
    format!("| {name} | {} |", cells.join(" | ")).replace("|  |", "| |")
}

#[test]
fn the_documented_costs_are_the_measured_ones() {
    let page = include_str!("../../../../docs/circuits.md");
    let narrow = &UNSIGNED[..4];
    let all = &UNSIGNED[..];
    let same: [(&str, &[Type], Build); 10] = [
        ("range check", all, |b, _, x, _| {
            ValueTarget::checked(b, x.ty(), &x.limbs());
        }),
        ("`+`", all, |b, t, x, y| {
            uint::add(b, t, x, y);
        }),
        ("`-`", all, |b, t, x, y| {
            uint::sub(b, t, x, y);
        }),
        ("`*`", all, |b, t, x, y| {
            uint::mul(b, t, x, y);
        }),
        ("`//` and `%` together", all, |b, t, x, y| {
            uint::div_rem(b, t, x, y);
        }),
        ("`<`", all, |b, _, x, y| {
            uint::lt(b, x, y);
        }),
        ("`==`", all, |b, _, x, y| {
            equal_limbs(b, &x.limbs(), &y.limbs());
        }),
        ("`&`", narrow, |b, _, x, y| {
            bits::and(b, x, y);
        }),
        ("`^`, `\\|`", narrow, |b, _, x, y| {
            bits::or(b, x, y);
        }),
        ("from `Felt`", all, |b, t, x, y| {
            cast(b, t, ValueTarget::Felt(y.limbs()[0]), x.ty());
        }),
    ];
    let mut lines: Vec<String> = (same.into_iter())
        .map(|(name, types, build)| line(name, types, None, build))
        .collect();
    let by_amount: [(&str, Build); 4] = [
        ("`<< n`", |b, t, x, n| {
            bits::shl(b, t, x, n);
        }),
        ("`>> n`", |b, _, x, n| {
            bits::shr(b, x, n);
        }),
        ("`<< 3`", |b, t, x, _| {
            let three = ValueTarget::constant(b, Type::U8, &[3]);
            bits::shl(b, t, x, three);
        }),
        ("`>> 3`", |b, _, x, _| {
            let three = ValueTarget::constant(b, Type::U8, &[3]);
            bits::shr(b, x, three);
        }),
    ];
    lines.extend(by_amount.map(|(name, build)| line(name, narrow, Some(Type::U8), build)));
    for line in &lines {
        assert!(
            page.contains(line),
            "docs/circuits.md lacks\n{}",
            lines.join("\n")
        );
    }
}

//! What operations cost: the table of `docs/circuits.md`, measured.

use plonky2::iop::target::BoolTarget;
use saya_core::Tag;
use saya_executor::ir::Type;

use super::access::AccessTargets;
use super::cast::cast;
use super::env::{env, scope};
use super::hash::hash;
use super::logic::{assert_equal_when, equal_limbs, select_hash};
use super::membership::MembershipTargets;
use super::value::ValueTarget;
use super::verifier_data::verifier_digest;
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

/// Rows of one gadget as its table says.
fn gadget(name: &str, build: impl Fn(&mut Builder)) -> String {
    let mut b = Builder::new(Profile::fast().inner);
    for _ in 0..COPIES {
        build(&mut b);
    }
    format!("| {name} | {:.1} |", b.num_gates() as f64 / COPIES as f64)
}

#[test]
fn the_documented_rows_of_gadgets_are_the_measured_ones() {
    let page = include_str!("../../../../docs/circuits.md");
    let lines = [
        gadget("`hash` of 8 limbs", |b| {
            let x = b.add_virtual_targets(8);
            hash(b, Tag::Leaf, &x);
        }),
        gadget("`AccessTargets::open`", |b| {
            let (taken, root) = (b.add_virtual_bool_target_unsafe(), b.add_virtual_hash());
            let key = b.add_virtual_target_arr();
            AccessTargets::new(b).open(b, taken, root, &key);
        }),
        gadget("`AccessTargets::write`", |b| {
            let (taken, root) = (b.add_virtual_bool_target_unsafe(), b.add_virtual_hash());
            let [key, new] = std::array::from_fn(|_| b.add_virtual_target_arr());
            AccessTargets::new(b).write(b, taken, root, &key, &new);
        }),
        gadget("`MembershipTargets`", |b| {
            let taken = b.add_virtual_bool_target_unsafe();
            let (digest, root) = (b.add_virtual_hash(), b.add_virtual_hash());
            MembershipTargets::build(b, taken, digest, root);
        }),
        gadget("`scope` and `env`", |b| {
            let (domain, root) = (b.add_virtual_hash(), b.add_virtual_hash());
            let [t_min, t_max] = b.add_virtual_target_arr();
            let scope = scope(b, domain, root);
            env(b, scope, t_min, t_max);
        }),
        gadget("`verifier_digest`", |b| {
            let verifier = b.add_virtual_verifier_data(4);
            verifier_digest(b, &verifier);
        }),
        gadget("`assert_equal_when`", |b| {
            let [x, y] = b.add_virtual_target_arr();
            let taken = b.add_virtual_bool_target_unsafe();
            assert_equal_when(b, taken, x, y);
        }),
        gadget("`select_hash`", |b| {
            let (x, y) = (b.add_virtual_hash(), b.add_virtual_hash());
            let taken = b.add_virtual_bool_target_unsafe();
            select_hash(b, taken, x, y);
        }),
    ];
    for line in &lines {
        assert!(
            page.contains(line),
            "docs/circuits.md lacks\n{}",
            lines.join("\n")
        );
    }
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

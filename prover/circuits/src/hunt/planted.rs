//! Circuits with a constraint left out: the hunt must find each, and nothing in the whole circuit beside it.

use plonky2::field::types::{Field, PrimeField64};
use plonky2::iop::target::{BoolTarget, Target};
use plonky2::iop::witness::PartialWitness;

use super::inputs::Input;
use super::report::Report;
use super::Hunt;
use crate::check::constraints::Constraints;
use crate::gadgets::hint::hint;
use crate::gadgets::logic::{assert_equal_when, assert_when};
use crate::gadgets::range::{assert_bits, assert_canonical};
use crate::types::{Builder, F};

/// A circuit with and without one constraint (`whole`); it returns its inputs, and registers its outputs.
type Build = fn(b: &mut Builder, whole: bool) -> Vec<Target>;

fn circuit(
    build: Build,
    whole: bool,
    values: &[u64],
) -> (Constraints, PartialWitness<F>, Vec<Target>) {
    let mut b = Constraints::builder();
    let targets = build(&mut b, whole);
    let constraints = Constraints::build(b);
    let values = values.iter().map(|&x| F::from_canonical_u64(x));
    let inputs = PartialWitness {
        target_values: targets.iter().copied().zip(values).collect(),
    };
    (constraints, inputs, targets)
}

fn hunted(build: Build, whole: bool, values: &[u64]) -> Report {
    let (constraints, inputs, _) = circuit(build, whole, values);
    Hunt::new(&constraints, &inputs, constraints.publics()).every_hint()
}

/// A hint whose constraint is left out is found, and none when it is there.
fn assert_found(build: Build, values: &[u64]) {
    hunted(build, true, values).assert_none_survived();
    let report = hunted(build, false, values);
    assert!(report.found("SayaHint"), "{report}");
}

fn quotient(limbs: &[u64]) -> Vec<u64> {
    vec![limbs[0].checked_div(limbs[1]).unwrap_or(0)]
}

fn halves(limbs: &[u64]) -> Vec<u64> {
    vec![limbs[0] & 0xffff_ffff, limbs[0] >> 32]
}

#[test]
fn a_quotient_that_nothing_binds() {
    let build: Build = |b, whole| {
        let [n, d] = b.add_virtual_target_arr();
        let q = hint(b, &[n, d], 1, quotient)[0];
        let product = b.mul(q, d);
        let rest = b.sub(n, product);
        if whole {
            b.assert_zero(rest);
        }
        b.register_public_input(q);
        vec![n, d]
    };
    assert_found(build, &[42, 7]);
}

#[test]
fn a_remainder_without_its_range_check() {
    let build: Build = |b, whole| {
        let [n, d] = b.add_virtual_target_arr();
        let q = hint(b, &[n, d], 1, quotient)[0];
        assert_bits(b, q, 16);
        let product = b.mul(q, d);
        let rest = b.sub(n, product);
        if whole {
            let below = b.sub(d, rest);
            let below = b.add_const(below, F::NEG_ONE);
            assert_bits(b, rest, 16);
            assert_bits(b, below, 16);
        }
        b.register_public_inputs(&[q, rest]);
        vec![n, d]
    };
    assert_found(build, &[47, 7]);
}

/// Neither half can change alone: only two lies together pass.
#[test]
fn halves_without_their_range_checks() {
    let build: Build = |b, whole| {
        let x = b.add_virtual_target();
        let halves = hint(b, &[x], 2, halves);
        let sum = b.mul_const_add(F::from_canonical_u64(1 << 32), halves[1], halves[0]);
        b.connect(sum, x);
        if whole {
            assert_bits(b, halves[0], 32);
            assert_bits(b, halves[1], 32);
            assert_canonical(b, halves[0], halves[1]);
        }
        b.register_public_inputs(&halves);
        vec![x]
    };
    assert_found(build, &[3 << 32 | 5]);
}

/// The halves of `x + p`.
#[test]
fn halves_that_need_not_be_the_canonical_ones() {
    let build: Build = |b, whole| {
        let x = b.add_virtual_target();
        let halves = hint(b, &[x], 2, halves);
        let sum = b.mul_const_add(F::from_canonical_u64(1 << 32), halves[1], halves[0]);
        b.connect(sum, x);
        assert_bits(b, halves[0], 32);
        assert_bits(b, halves[1], 32);
        if whole {
            assert_canonical(b, halves[0], halves[1]);
        }
        b.register_public_inputs(&halves);
        vec![x]
    };
    assert_found(build, &[5]);
}

#[test]
fn a_bit_that_need_not_be_one() {
    let build: Build = |b, whole| {
        let x = b.add_virtual_target();
        let parts = hint(b, &[x], 2, |limbs| vec![limbs[0] & 1, limbs[0] >> 1]);
        let bit = BoolTarget::new_unsafe(parts[0]);
        if whole {
            b.assert_bool(bit);
        }
        assert_bits(b, parts[1], 16);
        let sum = b.mul_const_add(F::TWO, parts[1], bit.target);
        b.connect(sum, x);
        b.register_public_inputs(&parts);
        vec![x]
    };
    assert_found(build, &[7]);
}

#[test]
fn a_choice_that_its_condition_does_not_bind() {
    let build: Build = |b, whole| {
        let [x, y] = b.add_virtual_target_arr();
        let equal = hint(b, &[x, y], 1, |limbs| vec![u64::from(limbs[0] == limbs[1])])[0];
        let bit = BoolTarget::new_unsafe(equal);
        b.assert_bool(bit);
        if whole {
            let condition = b.is_equal(x, y);
            b.connect(condition.target, bit.target);
        }
        let chosen = b.select(bit, x, y);
        b.register_public_input(chosen);
        vec![x, y]
    };
    assert_found(build, &[7, 9]);
}

/// `1 - (x - y)·inv` is whether they are equal only when it is 0 for different ones.
#[test]
fn an_inverse_that_need_not_be_one() {
    let build: Build = |b, whole| {
        let [x, y] = b.add_virtual_target_arr();
        let inverse = hint(b, &[x, y], 1, |limbs| {
            let [x, y] = [limbs[0], limbs[1]].map(F::from_canonical_u64);
            let inverse = (x - y).try_inverse().unwrap_or(F::ZERO);
            vec![inverse.to_canonical_u64()]
        })[0];
        let difference = b.sub(x, y);
        let product = b.mul(difference, inverse);
        let one = b.one();
        let equal = b.sub(one, product);
        if whole {
            let both = b.mul(equal, difference);
            b.assert_zero(both);
        }
        b.register_public_input(equal);
        vec![x, y]
    };
    assert_found(build, &[7, 9]);
}

/// An entry that an access shows: its old value goes on as if it were stored.
#[test]
fn a_witness_that_is_compared_with_nothing() {
    let build: Build = |b, whole| {
        let [taken, stored, claimed] = b.add_virtual_target_arr();
        b.assert_bool(BoolTarget::new_unsafe(taken));
        if whole {
            assert_equal_when(b, BoolTarget::new_unsafe(taken), stored, claimed);
        }
        let next = b.add_const(claimed, F::ONE);
        b.register_public_input(next);
        vec![taken, stored, claimed]
    };
    for whole in [true, false] {
        let (constraints, inputs, targets) = circuit(build, whole, &[1, 5, 5]);
        let mut hunt = Hunt::new(&constraints, &inputs, constraints.publics());
        let report = hunt.every_input(&[
            Input::known(&targets[..2]),
            Input::fixed("claimed", &targets[2..]),
        ]);
        assert_eq!(report.found("claimed"), !whole, "{report}");
    }
}

/// A lane that counts for somebody must have somebody.
#[test]
fn an_assertion_that_is_left_out() {
    let build: Build = |b, whole| {
        let [enabled, user] = b.add_virtual_target_arr();
        let enabled = BoolTarget::new_unsafe(enabled);
        b.assert_bool(enabled);
        assert_bits(b, user, 32);
        let zero = b.zero();
        let nobody = b.is_equal(user, zero);
        let somebody = b.not(nobody);
        if whole {
            assert_when(b, enabled, somebody);
        }
        let shown = b.mul(enabled.target, user);
        b.register_public_input(shown);
        vec![enabled.target, user]
    };
    for whole in [true, false] {
        let (constraints, inputs, targets) = circuit(build, whole, &[1, 77]);
        let mut hunt = Hunt::new(&constraints, &inputs, constraints.publics());
        let users = 1..=u64::from(u32::MAX);
        let report = hunt.every_input(&[
            Input::known(&targets[..1]),
            Input::free("user", &targets[1..], users, 0..1),
        ]);
        assert_eq!(report.found("user"), !whole, "{report}");
        assert!(report.chosen > 0, "another user is another call");
    }
}

#[test]
#[should_panic(expected = "inputs without a name")]
fn an_input_that_is_not_accounted_for() {
    let build: Build = |b, _| {
        let x = b.add_virtual_target();
        b.register_public_input(x);
        vec![x]
    };
    let (constraints, inputs, _) = circuit(build, true, &[1]);
    Hunt::new(&constraints, &inputs, constraints.publics()).every_input(&[]);
}

//! Booleans, conditional equality and selection.
//!
//! | part | rows | holds |
//! |---|---|---|
//! | `assert_equal_when` | 0.1 | a difference, and its product with the flag, which is 0 |
//! | `assert_when` | 0.1 | the flag times what is not the condition, which is 0 |
//! | `select_hash` | 0.4 | two operations a limb |
//! | `equal_limbs` | 0.2 a limb | difference, `is_equal`, product of all |

use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};

use crate::types::Builder;

/// `x = y` unless `taken` is 0: `taken * (x - y) = 0`.
pub fn assert_equal_when(b: &mut Builder, taken: BoolTarget, x: Target, y: Target) {
    b.conditional_assert_eq(taken.target, x, y);
}

/// `condition = 1` unless `taken` is 0.
pub fn assert_when(b: &mut Builder, taken: BoolTarget, condition: BoolTarget) {
    let failed = b.not(condition);
    let violated = b.and(taken, failed);
    b.assert_zero(violated.target);
}

/// `x` is not 0 unless `taken` is 0.
pub fn assert_not_zero_when(b: &mut Builder, taken: BoolTarget, x: Target) {
    let zero = b.zero();
    let is_zero = b.is_equal(x, zero);
    let not_zero = b.not(is_zero);
    assert_when(b, taken, not_zero);
}

/// One of `limbs` is not 0 unless `taken` is 0.
pub fn assert_some_limb_when(b: &mut Builder, taken: BoolTarget, limbs: &[Target]) {
    let zeros = vec![b.zero(); limbs.len()];
    let all_zero = equal_limbs(b, limbs, &zeros);
    let some = b.not(all_zero);
    assert_when(b, taken, some);
}

/// `taken ? x : y`, limb by limb.
pub fn select_hash(
    b: &mut Builder,
    taken: BoolTarget,
    x: HashOutTarget,
    y: HashOutTarget,
) -> HashOutTarget {
    HashOutTarget {
        elements: std::array::from_fn(|i| b.select(taken, x.elements[i], y.elements[i])),
    }
}

/// Whether two equally long limb lists are equal.
///
/// | private witness | bound by |
/// |---|---|
/// | `equal`, `inv` of each `is_equal` | `equal * (x - y) = 0` and `(x - y) * inv = 1 - equal` |
pub fn equal_limbs(b: &mut Builder, x: &[Target], y: &[Target]) -> BoolTarget {
    assert_eq!(x.len(), y.len(), "operands of one type");
    let mut all = b._true();
    for (&x, &y) in x.iter().zip(y) {
        let equal = b.is_equal(x, y);
        all = b.and(all, equal);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gadgets::trial::{Trial, EVERY_HINT};

    #[test]
    fn an_assertion_counts_only_when_taken() {
        let (trial, (taken, condition)) = Trial::new(|b| {
            let taken = b.add_virtual_bool_target_safe();
            let condition = b.add_virtual_bool_target_safe();
            assert_when(b, taken, condition);
            (taken.target, condition.target)
        });
        for (a, c, expected) in [(0, 0, true), (0, 1, true), (1, 0, false), (1, 1, true)] {
            assert_eq!(trial.accepts(&[(taken, a), (condition, c)]), expected);
        }
        assert!(!trial.accepts(&[(taken, 2), (condition, 1)]), "a flag of 2");
    }

    #[test]
    fn zeros_are_refused_only_when_taken() {
        let (trial, (taken, limbs)) = Trial::new(|b| {
            let taken = b.add_virtual_bool_target_safe();
            let limbs: [Target; 3] = b.add_virtual_target_arr();
            assert_some_limb_when(b, taken, &limbs);
            (taken.target, limbs)
        });
        let (one, single) = Trial::new(|b| {
            let taken = b.add_virtual_bool_target_safe();
            let x = b.add_virtual_target();
            assert_not_zero_when(b, taken, x);
            (taken.target, x)
        });
        for at in [0, 1] {
            let zeros = [(taken, at), (limbs[0], 0), (limbs[1], 0), (limbs[2], 0)];
            assert_eq!(trial.accepts(&zeros), at == 0);
            for limb in limbs {
                let some =
                    zeros.map(|(target, value)| (target, if target == limb { 5 } else { value }));
                assert!(trial.accepts(&some));
            }
            assert_eq!(one.accepts(&[(single.0, at), (single.1, 0)]), at == 0);
            assert!(one.accepts(&[(single.0, at), (single.1, u64::MAX >> 1)]));
        }
    }

    #[test]
    fn equality_is_decided_by_every_limb() {
        let (trial, (x, y, out)) = Trial::new(|b| {
            let x: [Target; 2] = b.add_virtual_target_arr();
            let y: [Target; 2] = b.add_virtual_target_arr();
            let out = equal_limbs(b, &x, &y).target;
            b.register_public_input(out);
            (x, y, out)
        });
        for (a, c) in [
            ([5, 6], [5, 6]),
            ([5, 6], [5, 7]),
            ([5, 6], [4, 6]),
            ([0, 0], [0, 0]),
        ] {
            let inputs = [(x[0], a[0]), (x[1], a[1]), (y[0], c[0]), (y[1], c[1])];
            assert_eq!(trial.value(&inputs, out), u64::from(a == c));
            trial.assert_determined(&inputs, &[out], EVERY_HINT);
        }
    }

    #[test]
    fn a_select_takes_the_first_when_taken() {
        let (trial, (taken, x, y, out)) = Trial::new(|b| {
            let taken = b.add_virtual_bool_target_safe();
            let (x, y) = (b.add_virtual_hash(), b.add_virtual_hash());
            let out = select_hash(b, taken, x, y);
            b.register_public_inputs(&out.elements);
            (taken.target, x, y, out)
        });
        for value in [0, 1] {
            let mut inputs = vec![(taken, value)];
            inputs.extend((0..4).map(|i| (x.elements[i], 10 + i as u64)));
            inputs.extend((0..4).map(|i| (y.elements[i], 20 + i as u64)));
            for i in 0..4 {
                let expected = if value == 1 { 10 } else { 20 } + i as u64;
                assert_eq!(trial.value(&inputs, out.elements[i]), expected);
            }
            trial.assert_determined(&inputs, &out.elements, EVERY_HINT);
        }
    }
}

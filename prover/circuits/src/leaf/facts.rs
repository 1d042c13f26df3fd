//! What is certain about a function's values whatever the call: which are the same, which differ, and which
//! predicates imply which.

use std::collections::{HashMap, HashSet};
use std::mem::discriminant;

use saya_executor::ir::{Op, Type, ValueId, When};

/// Certain facts about the values of one function.
pub struct Facts<'a> {
    body: &'a [Op],
    /// By value: the first one that is certainly the same.
    first: Vec<ValueId>,
}

impl<'a> Facts<'a> {
    pub fn new(body: &'a [Op]) -> Self {
        let mut facts = Self {
            body,
            first: vec![],
        };
        let mut firsts: HashMap<_, Vec<ValueId>> = HashMap::new();
        for (op, next) in body.iter().zip(0..) {
            let known = firsts.entry(discriminant(op)).or_default();
            let mut same = known.iter().copied();
            let same = same.find(|&id| facts.makes_the_same(&body[id as usize], op));
            if same.is_none() {
                known.push(next);
            }
            facts.first.push(same.unwrap_or(next));
        }
        facts
    }

    /// One name for all values that are certainly the same as `id`.
    pub fn name(&self, id: ValueId) -> ValueId {
        self.first[id as usize]
    }

    /// One name for all predicates that are certainly the same as `when`.
    pub fn predicate(&self, when: When) -> When {
        when.map(|id| self.name(id))
    }

    /// Whether two values are different constants.
    pub fn differ(&self, x: ValueId, y: ValueId) -> bool {
        match (self.constant(x), self.constant(y)) {
            (Some(x), Some(y)) => x != y,
            _ => false,
        }
    }

    /// Whether `weaker` is certainly true when `stronger` is.
    pub fn implies(&self, stronger: When, weaker: When) -> bool {
        let Some(weaker) = self.predicate(weaker) else {
            return true;
        };
        let (mut pending, mut seen) = (Vec::from_iter(stronger), HashSet::new());
        while let Some(id) = pending.pop() {
            let id = self.name(id);
            if id == weaker {
                return true;
            }
            if let (true, Op::And { a, b }) = (seen.insert(id), &self.body[id as usize]) {
                pending.extend([*a, *b]);
            }
        }
        false
    }

    fn constant(&self, id: ValueId) -> Option<(Type, &'a [u64])> {
        match &self.body[id as usize] {
            Op::Const { ty, limbs } => Some((*ty, limbs)),
            _ => None,
        }
    }

    /// Whether two operations, neither in a branch, make one value. Only what contracts name again and again
    /// is looked at.
    fn makes_the_same(&self, x: &Op, y: &Op) -> bool {
        match (x, y) {
            (Op::Field { a, index }, Op::Field { a: c, index: i })
            | (Op::Limb { a, index }, Op::Limb { a: c, index: i }) => {
                self.name(*a) == self.name(*c) && index == i
            }
            (Op::And { a, b }, Op::And { a: c, b: d }) => {
                self.name(*a) == self.name(*c) && self.name(*b) == self.name(*d)
            }
            (Op::Not { a }, Op::Not { a: c }) => self.name(*a) == self.name(*c),
            (Op::Const { .. } | Op::Arg { .. } | Op::Caller | Op::TMin | Op::TMax, _) => x == y,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arg(index: u32) -> Op {
        Op::Arg { index }
    }

    fn number(limb: u64) -> Op {
        Op::Const {
            ty: Type::U32,
            limbs: vec![limb],
        }
    }

    #[test]
    fn values_have_one_name_when_they_are_certainly_the_same() {
        let body = [
            Op::Caller,
            number(7),
            arg(0),
            Op::Caller,
            number(7),
            arg(1),
            number(8),
            Op::Not { a: 2 },
            Op::Not { a: 5 },
            Op::Not { a: 2 },
            Op::Eq { a: 0, b: 0 },
            Op::Eq { a: 0, b: 0 },
        ];
        let facts = Facts::new(&body);
        let names: Vec<_> = (0..body.len() as ValueId)
            .map(|id| facts.name(id))
            .collect();
        assert_eq!(names, [0, 1, 2, 0, 1, 5, 6, 7, 8, 7, 10, 11]);
        assert!(facts.differ(1, 6) && facts.differ(6, 4));
        assert!(!facts.differ(1, 4) && !facts.differ(0, 1) && !facts.differ(2, 5));
    }

    #[test]
    fn a_conjunction_implies_its_parts() {
        let body = [
            arg(0),
            arg(1),
            arg(2),
            Op::And { a: 0, b: 1 },
            Op::And { a: 3, b: 2 },
            Op::Or { a: 0, b: 1 },
            Op::And { a: 0, b: 1 },
        ];
        let facts = Facts::new(&body);
        for (stronger, weaker, expected) in [
            (None, None, true),
            (Some(0), None, true),
            (None, Some(0), false),
            (Some(0), Some(0), true),
            (Some(0), Some(1), false),
            (Some(3), Some(1), true),
            (Some(4), Some(0), true),
            (Some(4), Some(6), true),
            (Some(3), Some(4), false),
            (Some(5), Some(0), false),
            (Some(0), Some(5), false),
        ] {
            assert_eq!(
                facts.implies(stronger, weaker),
                expected,
                "{stronger:?} {weaker:?}"
            );
        }
    }
}

//! Which accesses of a function need an opening of their own.
//!
//! An opening is costly: 13 permutations to show what is stored under a key, 13 more to store something else.
//! So a key is loaded into a register when it is first named and stored once, when the register ends; reads
//! and writes in between are of the register and cost next to nothing. A read and a write of one key take 26
//! permutations in all, however many further reads and writes of it there are.
//!
//! # When a register ends
//! Two accesses name certainly the same entry when variable and keys are the same values, and certainly
//! different ones when the variables differ or two constants in their keys do. Anything else *may* be the same
//! entry. A register ends when an access to another entry that may be its own
//! - writes (the register would no longer hold what is stored), or
//! - reads, and the register was written (what is stored does not yet hold what was written),
//!
//! and at the end of the function.
//!
//! # Why that is sound
//! Openings are proven in the order in which registers end, each against the root that the one before it left.
//! Let a register be named first at `s` and end at `e`. No other entry that may be the same is written between
//! `s` and `e`: that would have ended it. No such entry is stored between `s` and `e` either: what is stored
//! then was written before `s`, and the access at `s` ended every written register that may be the same. So
//! the entry's value is one and the same from `s` to `e`, and showing it at `e` shows what was there at `s`.
//! Accesses to certainly different entries change other leaves only, so their order does not matter.
//!
//! # Branches
//! An opening is taken when one of its accesses is; otherwise it demands nothing and moves nothing, and
//! nothing uses what the register holds, because a read that is not taken makes zero. A write that is not
//! taken leaves the register as it was. Whether an access is taken plays no part in the plan.

use std::collections::BTreeMap;

use saya_executor::ir::{Function, Op, ValueId, When};

use super::facts::Facts;

/// One key's time in a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The state variable, by its place in the contract's list.
    pub var: u32,
    pub keys: Vec<ValueId>,
    /// Its reads and writes in program order, with their predicates.
    pub accesses: Vec<(ValueId, When)>,
    /// Whether one of them is a write.
    pub writes: bool,
}

/// The openings of one function, in the order in which they are proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessPlan {
    pub openings: Vec<Opening>,
    /// Opening of each read and write.
    by_op: BTreeMap<ValueId, usize>,
}

/// Where an access goes.
struct Access<'a> {
    var: u32,
    keys: &'a [ValueId],
    write: bool,
    when: When,
}

impl<'a> Access<'a> {
    fn of(op: &'a Op) -> Option<Self> {
        let (var, keys, when, write) = match op {
            Op::Read { var, keys, when } => (var, keys, when, false),
            Op::Write {
                var, keys, when, ..
            } => (var, keys, when, true),
            _ => return None,
        };
        Some(Self {
            var: *var,
            keys,
            write,
            when: *when,
        })
    }
}

impl AccessPlan {
    /// The plan of a function of a valid contract.
    pub fn new(function: &Function) -> Self {
        Self::of_body(&function.body)
    }

    fn of_body(body: &[Op]) -> Self {
        let facts = Facts::new(body);
        let mut ended: Vec<Opening> = vec![];
        let mut running: Vec<Opening> = vec![];
        for (op, access) in body.iter().enumerate() {
            let Some(access) = Access::of(access) else {
                continue;
            };
            let ends = |opening: &mut Opening| {
                (access.write || opening.writes)
                    && may_meet(&facts, opening, &access)
                    && !is_same(&facts, opening, &access)
            };
            ended.extend(running.extract_if(.., ends));
            let known = running.iter_mut().find(|o| is_same(&facts, o, &access));
            let opening = match known {
                Some(opening) => opening,
                None => {
                    running.push(Opening {
                        var: access.var,
                        keys: access.keys.to_vec(),
                        accesses: vec![],
                        writes: false,
                    });
                    running.last_mut().expect("pushed")
                }
            };
            opening.accesses.push((op as ValueId, access.when));
            opening.writes |= access.write;
        }
        ended.extend(running);
        let by_op = (ended.iter().enumerate())
            .flat_map(|(index, opening)| opening.accesses.iter().map(move |(op, _)| (*op, index)))
            .collect();
        Self {
            openings: ended,
            by_op,
        }
    }

    /// The opening that the read or write `op` belongs to.
    pub fn opening_of(&self, op: ValueId) -> usize {
        self.by_op[&op]
    }
}

/// Whether an access certainly names the opening's entry.
fn is_same(facts: &Facts, opening: &Opening, access: &Access) -> bool {
    let mut keys = opening.keys.iter().zip(access.keys);
    opening.var == access.var && keys.all(|(x, y)| facts.name(*x) == facts.name(*y))
}

/// Whether an access can name the opening's entry.
fn may_meet(facts: &Facts, opening: &Opening, access: &Access) -> bool {
    let mut keys = opening.keys.iter().zip(access.keys);
    opening.var == access.var && !keys.any(|(x, y)| facts.differ(*x, *y))
}

#[cfg(test)]
mod tests;

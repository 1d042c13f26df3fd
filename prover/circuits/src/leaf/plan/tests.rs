//! The plan against a store that executes every access, with entries that are the same without looking so.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use saya_executor::ir::{Op, Type, ValueId, When};

use super::{Access, AccessPlan};

fn arg(index: u32) -> Op {
    Op::Arg { index }
}

fn number(limb: u64) -> Op {
    Op::Const {
        ty: Type::U32,
        limbs: vec![limb],
    }
}

fn read(var: u32, key: ValueId) -> Op {
    read_when(var, key, None)
}

fn read_when(var: u32, key: ValueId, when: When) -> Op {
    let keys = vec![key];
    Op::Read { var, keys, when }
}

fn write(var: u32, key: ValueId, value: ValueId) -> Op {
    write_when(var, key, value, None)
}

fn write_when(var: u32, key: ValueId, value: ValueId, when: When) -> Op {
    Op::Write {
        var,
        keys: vec![key],
        values: vec![value],
        when,
    }
}

/// Operations of each opening.
fn openings(body: &[Op]) -> Vec<Vec<ValueId>> {
    let plan = AccessPlan::of_body(body);
    for (index, opening) in plan.openings.iter().enumerate() {
        for (op, _) in &opening.accesses {
            assert_eq!(plan.opening_of(*op), index);
        }
    }
    (plan.openings.iter())
        .map(|opening| opening.accesses.iter().map(|(op, _)| *op).collect())
        .collect()
}

#[test]
fn one_key_is_opened_once() {
    let body = [
        Op::Caller,
        read(0, 0),
        write(0, 0, 1),
        Op::Caller,
        read(0, 3),
        write(0, 3, 4),
    ];
    assert_eq!(openings(&body), [[1, 2, 4, 5]]);
    assert!(AccessPlan::of_body(&body).openings[0].writes);
}

#[test]
fn variables_and_constant_keys_are_apart() {
    let body = [
        Op::Caller,
        number(1),
        number(2),
        read(0, 0),
        read(1, 0),
        write(0, 0, 3),
        write(1, 0, 4),
        read(2, 1),
        read(2, 2),
        write(2, 1, 3),
        write(2, 2, 3),
    ];
    assert_eq!(openings(&body), [[3, 5], [4, 6], [7, 9], [8, 10]]);
}

#[test]
fn a_write_ends_what_may_be_the_same_entry() {
    let keys = [arg(0), arg(1)];
    let body = |accesses: &[Op]| openings(&[&keys, accesses].concat());
    assert_eq!(
        body(&[read(0, 0), read(0, 1), read(0, 0)]),
        [vec![2, 4], vec![3]],
        "reads alone"
    );
    assert_eq!(
        body(&[read(0, 0), write(0, 1, 2), read(0, 0)]),
        [[2], [3], [4]],
        "what was read may have changed"
    );
    assert_eq!(
        body(&[write(0, 0, 0), read(0, 1), write(0, 0, 1)]),
        [[2], [3], [4]],
        "the read may find what was written, and the second write may change what was read"
    );
    assert_eq!(
        body(&[read(0, 0), read(0, 1), write(0, 0, 2)]),
        [vec![3], vec![2, 4]],
        "the key that is written was read before, as was another one"
    );
}

#[test]
fn predicates_do_not_matter() {
    let body = [
        arg(0),
        arg(1),
        read_when(0, 0, Some(1)),
        write(0, 0, 2),
        write_when(0, 0, 2, Some(1)),
    ];
    assert_eq!(openings(&body), [[2, 3, 4]]);
    let plan = AccessPlan::of_body(&body);
    assert_eq!(
        plan.openings[0].accesses,
        [(2, Some(1)), (3, None), (4, Some(1))]
    );
}

/// An entry: variable and key.
type Place = (u32, u64);
type Store = BTreeMap<Place, u64>;

/// Values of the operations, and what each opening saw first and left last.
struct Run {
    values: Vec<u64>,
    seen: Vec<Option<(Place, u64)>>,
    store: Store,
}

fn value(op: &Op, args: &[u64]) -> u64 {
    match op {
        Op::Arg { index } => args[*index as usize],
        Op::Const { limbs, .. } => limbs[0],
        _ => unreachable!("an access"),
    }
}

/// Every access on the store itself.
fn direct(body: &[Op], args: &[u64], plan: &AccessPlan, mut store: Store) -> Run {
    let (mut values, mut seen) = (vec![], vec![None; plan.openings.len()]);
    for (index, op) in body.iter().enumerate() {
        let Some(access) = Access::of(op) else {
            values.push(value(op, args));
            continue;
        };
        let taken = access.when.is_none_or(|id| values[id as usize] == 1);
        let place = (access.var, values[access.keys[0] as usize]);
        let found = store.get(&place).copied().unwrap_or(0);
        values.push(if taken && !access.write { found } else { 0 });
        if !taken {
            continue;
        }
        seen[plan.opening_of(index as ValueId)].get_or_insert((place, found));
        if let Op::Write { values: new, .. } = op {
            store.insert(place, values[new[0] as usize]);
        }
    }
    Run {
        values,
        seen,
        store,
    }
}

/// The accesses on registers, which are then shown and stored in the order of the plan.
fn planned(body: &[Op], args: &[u64], plan: &AccessPlan, mut store: Store, honest: &Run) -> Run {
    let loaded = honest
        .seen
        .iter()
        .map(|seen| seen.map_or(0, |(_, old)| old));
    let mut registers: Vec<u64> = loaded.collect();
    let mut values: Vec<u64> = vec![];
    for (index, op) in body.iter().enumerate() {
        let Some(access) = Access::of(op) else {
            values.push(value(op, args));
            continue;
        };
        let taken = access.when.is_none_or(|id| values[id as usize] == 1);
        let register = &mut registers[plan.opening_of(index as ValueId)];
        values.push(if taken && !access.write { *register } else { 0 });
        if let (true, Op::Write { values: new, .. }) = (taken, op) {
            *register = values[new[0] as usize];
        }
    }
    for ((opening, seen), new) in plan.openings.iter().zip(&honest.seen).zip(registers) {
        let mut whens = opening.accesses.iter().map(|(_, when)| when);
        if !whens.any(|when| when.is_none_or(|id| values[id as usize] == 1)) {
            assert_eq!(*seen, None);
            continue;
        }
        let place = (opening.var, values[opening.keys[0] as usize]);
        let found = store.get(&place).copied().unwrap_or(0);
        assert_eq!(*seen, Some((place, found)), "what the opening shows");
        if opening.writes {
            store.insert(place, new);
        }
    }
    let seen = honest.seen.clone();
    Run {
        values,
        seen,
        store,
    }
}

#[test]
fn registers_hold_what_the_store_would() {
    const ARGS: u32 = 6;
    let mut rng = StdRng::seed_from_u64(11);
    let (mut merged, mut accesses) = (0, 0);
    for _ in 0..3000 {
        // Arguments 0 to 2 are keys, 3 to 5 predicates.
        let mut body: Vec<Op> = (0..ARGS).map(arg).collect();
        body.extend([number(0), number(1)]);
        for _ in 0..rng.gen_range(1..12) {
            let key = [0, 1, 2, 6, 7][rng.gen_range(0..5)];
            let when = [None, Some(3), Some(4), Some(5)][rng.gen_range(0..4)];
            let (var, value) = (rng.gen_range(0..2), rng.gen_range(0..body.len()) as ValueId);
            body.push(match rng.gen() {
                true => read_when(var, key, when),
                false => write_when(var, key, value, when),
            });
        }
        let plan = AccessPlan::of_body(&body);
        accesses += body.len() - 8;
        merged += body.len() - 8 - plan.openings.len();
        for _ in 0..4 {
            let mut args: Vec<u64> = (0..ARGS).map(|_| rng.gen_range(0..2)).collect();
            args[0] = rng.gen_range(0..3);
            let mut store = Store::new();
            for place in [(0, 0), (0, 1), (1, 0), (1, 2)] {
                store.insert(place, rng.gen_range(0..1000));
            }
            let honest = direct(&body, &args, &plan, store.clone());
            let run = planned(&body, &args, &plan, store, &honest);
            assert_eq!(run.values, honest.values, "{body:?} {args:?}");
            // A store that still holds 0 was never asked for.
            let differ = |place: &Place| run.store.get(place) != honest.store.get(place);
            assert!(!honest.store.keys().any(differ), "{body:?} {args:?}");
        }
    }
    assert!(merged * 8 > accesses, "{merged} of {accesses} were free");
}

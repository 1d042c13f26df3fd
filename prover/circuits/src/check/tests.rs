//! Calls that are accepted, and calls that no witness is found for.

use saya_core::{Felt, Key, Typed, Value};
use saya_executor::ir::{Auth, Contract, Function, Op, Param, Record, StateVar, Type, IR_VERSION};
use saya_executor::{Call, MapState, ValidContract};

use super::{CallsJob, CheckError, Checker};
use crate::fixtures::{balances, buy, call, diamonds, everything, set, BUY, WINDOW};

fn job(calls: Vec<Call>, state: MapState) -> CallsJob {
    CallsJob {
        t_min: WINDOW.t_min,
        t_max: WINDOW.t_max,
        calls,
        state,
    }
}

/// It is the constraints that refuse, not the one who fills the witness.
fn rejected(result: Result<(), CheckError>) {
    match result {
        Err(CheckError::Rejected { why, .. }) => assert!(!why.contains("be loaded"), "{why}"),
        other => panic!("not rejected: {other:?}"),
    }
}

#[test]
fn successful_calls_are_accepted_forced_or_not() {
    let mut checker = Checker::new(diamonds());
    let state = balances(&[(1, 200, 50), (2, 150, 90)]);
    let many = (0..12).map(|i| buy(1 + i % 2, 1 + u64::from(i % 2)));
    let many = many.collect();
    for calls in [vec![buy(1, 3)], vec![buy(1, 3), buy(2, 5)], many] {
        let job = job(calls, state.clone());
        checker.check(&job).unwrap();
        checker.check_forced(&job).unwrap();
    }
}

/// The reads of `b` are one opening: what the first one reads decides whether the next ones are taken.
#[test]
fn whether_a_read_is_taken_may_depend_on_what_it_reads() {
    let variable = |name: &str, slot: u32| StateVar {
        contract: 1,
        name: name.into(),
        slot,
        keys: vec![],
        value: Record::plain(Type::Bool),
    };
    let read = |var, when| Op::Read {
        var,
        keys: vec![],
        when,
    };
    let body = vec![
        Op::Arg { index: 0 },
        read(0, None),
        Op::And { a: 1, b: 0 },
        read(1, Some(2)),
        Op::And { a: 0, b: 3 },
        Op::And { a: 1, b: 4 },
        read(1, Some(5)),
        Op::Assert {
            cond: 6,
            message: "b is not set".into(),
            when: Some(5),
        },
    ];
    let contract = ValidContract::new(Contract {
        ir_version: IR_VERSION,
        name: "Loop".into(),
        contract: 1,
        state: vec![variable("a", 1), variable("b", 2)],
        events: vec![],
        functions: vec![Function {
            name: "run".into(),
            id: 1,
            auth: Auth::User,
            params: vec![Param {
                name: "p".into(),
                ty: Record::plain(Type::Bool),
            }],
            body,
        }],
    });
    let contract = contract.unwrap();
    let mut checker = Checker::new(contract.clone());
    for bits in 0..8u64 {
        let set = |slot| {
            let value = Typed::Bool(bits >> slot & 1 == 1).value();
            (Key::new(1, slot, &[]).unwrap(), value)
        };
        let state = MapState::from([set(1), set(2)]);
        let job = job(vec![call(&contract, "run", 7, &[bits & 1])], state);
        checker.check(&job).unwrap();
        checker.check_forced(&job).unwrap();
    }
}

#[test]
fn functions_may_take_turns() {
    let mut checker = Checker::new(everything());
    let contract = everything();
    let bump = || call(&contract, "bump", 7, &[]);
    let mix = call(&contract, "mix", 3, &[9, 0, 2, 0, 5, 1, 8]);
    let job = job(
        vec![bump(), mix.clone(), bump(), bump(), mix],
        MapState::new(),
    );
    checker.check(&job).unwrap();
    checker.check_forced(&job).unwrap();
}

#[test]
fn a_failing_call_is_refused_natively_and_by_the_constraints() {
    let mut checker = Checker::new(diamonds());
    let state = balances(&[(1, 20, 50)]);
    for rubies in [7, 1 << 31, u64::from(u32::MAX)] {
        let job = job(vec![buy(1, 3), buy(1, rubies)], state.clone());
        assert!(matches!(
            checker.check(&job),
            Err(CheckError::Job(error)) if error.is_job_error()
        ));
        rejected(checker.check_forced(&job));
    }
}

#[test]
fn what_refuses_a_call_before_it_runs_is_a_constraint_too() {
    let mut checker = Checker::new(diamonds());
    let good = buy(1, 3);
    let mut change = |change: fn(&mut Call)| {
        let mut call = good.clone();
        change(&mut call);
        let job = job(vec![call], balances(&[(1, 20, 50)]));
        assert!(checker.check(&job).is_err());
        rejected(checker.check_forced(&job));
    };
    change(|call| call.user = 0);
    change(|call| call.valid_until = WINDOW.t_max - 1);
    change(|call| call.valid_until = 1 << 40);
    change(|call| call.args[0] = Felt::new(1 << 32).unwrap());
}

#[test]
fn a_stored_value_of_another_type_is_refused() {
    let mut checker = Checker::new(everything());
    let mut stored = Value::ZERO;
    stored.0[1] = Felt::new(1 << 32).unwrap();
    let state = MapState::from([(Key::new(2, 1, &[]).unwrap(), stored)]);
    let job = job(vec![call(&everything(), "bump", 1, &[])], state);
    rejected(checker.check_forced(&job));
}

#[test]
fn calls_are_proven_in_as_many_leaves_as_they_fill() {
    let lanes = set().circuit(&BUY).unwrap().leaf.lanes();
    let (contract, users) = (everything(), 1..=lanes as u32 + 1);
    let mut calls: Vec<Call> = users.clone().map(|user| buy(user, 1)).collect();
    calls.push(call(&contract, "bump", 7, &[]));
    let state = balances(&users.map(|user| (user, 3, 0)).collect::<Vec<_>>());
    let proven = set().prove_calls(&job(calls, state)).unwrap();
    let told: Vec<_> = (proven.iter())
        .map(|proof| (proof.function.as_str(), proof.calls))
        .collect();
    let name = "DiamondsAndRubies.buy_rubies";
    assert_eq!(told, [(name, lanes), (name, 1), ("Everything.bump", 1)]);
    let penniless = job(vec![buy(1, 1)], MapState::new());
    assert!(set().prove_calls(&penniless).unwrap_err().is_job_error());
}

//! Calls that are accepted, and calls that no witness is found for.

use saya_core::{Felt, Key, Value};
use saya_executor::{Call, MapState};

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

fn rejected(result: Result<(), CheckError>) -> String {
    match result {
        Err(CheckError::Rejected { why, .. }) => why,
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

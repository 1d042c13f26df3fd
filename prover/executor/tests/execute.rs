//! Calls on the native executor.

use saya_core::calls::AuthMode;
use saya_core::{Felt, Key, Value};
use saya_executor::ir::Contract;
use saya_executor::{
    execute, AccessKind, Call, CallFailed, MapState, Receipt, ValidContract, Window,
};

const ALICE: u32 = 1;
const WINDOW: Window = Window {
    t_min: 1_700_000_000,
    t_max: 1_700_003_600,
};

fn felt(x: u64) -> Felt {
    Felt::new(x).unwrap()
}

fn key(slot: u64, user: u32) -> Key {
    Key([felt((1 << 32) + slot), felt(user.into()), felt(0), felt(0)])
}

fn value(limbs: [u64; 4]) -> Value {
    Value(limbs.map(felt))
}

fn diamonds_and_rubies() -> ValidContract {
    let text = include_str!("contracts/diamonds_and_rubies.json");
    ValidContract::new(serde_json::from_str(text).unwrap()).unwrap()
}

fn balances(diamonds: u64, rubies: u64) -> MapState {
    MapState::from([
        (key(1, ALICE), value([diamonds, 0, 0, 0])),
        (key(2, ALICE), value([rubies, 0, 0, 0])),
    ])
}

fn call(contract: u32, function: u32, args: Vec<Felt>) -> Call {
    Call {
        contract,
        function,
        args,
        user: ALICE,
        valid_until: 2_000_000_000,
        nonce: 0,
        lane: 0,
        after: 0,
        auth_mode: AuthMode::None,
    }
}

fn buy(n: u64) -> Call {
    call(1, 1, vec![felt(n)])
}

fn run(call: &Call, state: &mut MapState) -> Result<Receipt, CallFailed> {
    execute(&diamonds_and_rubies(), call, &WINDOW, state)
}

/// The call fails with `message` at `op`, and nothing changes.
fn fails(call: &Call, state: &MapState, message: &str, op: Option<u32>) {
    let mut after = state.clone();
    let failure = run(call, &mut after).unwrap_err();
    assert_eq!((failure.message.as_str(), failure.op), (message, op));
    assert_eq!(&after, state);
}

#[test]
fn a_call_moves_the_state_and_lists_its_accesses_in_order() {
    let mut state = balances(20, 50);
    let receipt = run(&buy(3), &mut state).unwrap();
    assert_eq!(state, balances(11, 53));

    let (diamonds, rubies) = (key(1, ALICE), key(2, ALICE));
    let seen: Vec<_> = receipt
        .accesses
        .iter()
        .map(|access| (access.op, access.kind, access.key, access.old, access.new))
        .collect();
    let number = |n| value([n, 0, 0, 0]);
    assert_eq!(
        seen,
        [
            (4, AccessKind::Read, diamonds, number(20), number(20)),
            (8, AccessKind::Read, diamonds, number(20), number(20)),
            (10, AccessKind::Write, diamonds, number(20), number(11)),
            (11, AccessKind::Read, rubies, number(50), number(50)),
            (13, AccessKind::Write, rubies, number(50), number(53)),
        ]
    );
}

#[test]
fn a_failed_assert_gives_the_contracts_message() {
    fails(
        &buy(7),
        &balances(20, 50),
        "you do not have enough diamonds",
        Some(7),
    );
}

#[test]
fn a_late_failure_undoes_earlier_writes() {
    let full = balances(20, u32::MAX.into());
    fails(&buy(1), &full, "U32 addition overflows", Some(12));
}

#[test]
fn overflow_of_an_argument_fails_the_call() {
    let call = buy(u32::MAX.into());
    fails(
        &call,
        &balances(20, 50),
        "U32 multiplication overflows",
        Some(2),
    );
}

#[test]
fn an_entry_that_nobody_wrote_is_zero() {
    let mut state = MapState::new();
    run(&buy(0), &mut state).unwrap();
    assert_eq!(state, balances(0, 0));
}

#[test]
fn stored_values_that_are_no_u32_fail_the_read() {
    for limbs in [[1 << 32, 0, 0, 0], [5, 1, 0, 0], [5, 0, 0, 1]] {
        let mut state = balances(20, 50);
        state.insert(key(1, ALICE), value(limbs));
        let limbs = limbs.map(|limb| limb.to_string()).join(", ");
        let message = format!("stored value of diamonds[1] is not a U32: limbs {limbs}");
        fails(&buy(1), &state, &message, Some(4));
    }
}

#[test]
fn malformed_calls_are_refused_before_the_first_operation() {
    let state = balances(20, 50);
    let refused = |change: fn(&mut Call), message| {
        let mut call = buy(1);
        change(&mut call);
        fails(&call, &state, message, None);
    };
    refused(
        |call| call.user = 0,
        "the caller is user 0, which means nobody",
    );
    refused(|call| call.contract = 2, "this is contract 1, not 2");
    refused(
        |call| call.function = 2,
        "DiamondsAndRubies has no function 2",
    );
    refused(
        |call| call.args.push(felt(0)),
        "buy_rubies takes 1 argument limbs, not 2",
    );
    refused(
        |call| call.args = vec![felt(1 << 32)],
        "argument n of buy_rubies is not a U32: limbs 4294967296",
    );
    refused(
        |call| call.valid_until = 1 << 40,
        "valid_until 1099511627776 is no time below 2^40",
    );
    refused(
        |call| call.valid_until = WINDOW.t_max - 1,
        "valid_until 1700003599 is before the end of the time window, 1700003600",
    );
}

fn plain(name: &str) -> serde_json::Value {
    serde_json::json!({ "name": name, "fields": [name.to_lowercase()] })
}

/// One function over a `Var[U64]` and a `Map[U64, Bool]`, with every operation that the sample lacks.
fn with_body(body: serde_json::Value) -> ValidContract {
    let contract: Contract = serde_json::from_value(serde_json::json!({
        "ir_version": 2,
        "name": "Test",
        "contract": 3,
        "state": [
            { "contract": 3, "name": "total", "slot": 1, "keys": [], "value": plain("U64") },
            { "contract": 3, "name": "seen", "slot": 2, "keys": ["u64"], "value": plain("Bool") },
        ],
        "events": [],
        "functions": [{
            "name": "run",
            "id": 9,
            "auth": "user",
            "params": [{ "name": "x", "ty": plain("U64") }, { "name": "b", "ty": plain("Bool") }],
            "body": body,
        }],
    }))
    .unwrap();
    ValidContract::new(contract).unwrap()
}

fn run_body(body: serde_json::Value, x: u64, b: bool, state: &mut MapState) -> Option<String> {
    let args = vec![felt(x & 0xffff_ffff), felt(x >> 32), felt(b.into())];
    let call = call(3, 9, args);
    execute(&with_body(body), &call, &WINDOW, state)
        .err()
        .map(|failure| failure.message)
}

#[test]
fn a_u64_takes_two_limbs_in_values_and_keys() {
    let body = serde_json::json!([
        { "op": "arg", "index": 0 },
        { "op": "arg", "index": 1 },
        { "op": "write", "var": 0, "keys": [], "values": [0] },
        { "op": "write", "var": 1, "keys": [0], "values": [1] },
    ]);
    let mut state = MapState::new();
    assert_eq!(
        run_body(body, 0x0123_4567_89ab_cdef, true, &mut state),
        None
    );
    let place = |slot: u64| felt((3 << 32) + slot);
    let (low, high, zero) = (felt(0x89ab_cdef), felt(0x0123_4567), felt(0));
    let wanted = MapState::from([
        (
            Key([place(1), zero, zero, zero]),
            Value([low, high, zero, zero]),
        ),
        (Key([place(2), low, high, zero]), value([1, 0, 0, 0])),
    ]);
    assert_eq!(state, wanted);
}

#[test]
fn u64_arithmetic_is_checked_at_its_own_width() {
    for (op, x, fails) in [
        ("add", u64::MAX - 2, false),
        ("add", u64::MAX - 1, true),
        ("sub", 2, false),
        ("sub", 1, true),
        ("mul", u64::MAX / 2, false),
        ("mul", u64::MAX / 2 + 1, true),
    ] {
        let body = serde_json::json!([
            { "op": "arg", "index": 0 },
            { "op": "const", "ty": "u64", "limbs": [2, 0] },
            { "op": op, "a": 0, "b": 1, "message": "out of range" },
        ]);
        let failure = run_body(body, x, false, &mut MapState::new());
        assert_eq!(failure.is_some(), fails, "{op} of {x} and 2");
    }
}

#[test]
fn logic_and_comparison_have_their_truth_tables() {
    for (x, b) in [
        (0, false),
        (0, true),
        (7, false),
        (7, true),
        (8, false),
        (8, true),
    ] {
        for (op, wanted) in [
            ("and", (x < 8) & b),
            ("or", (x < 8) | b),
            ("eq", (x < 8) == b),
        ] {
            let body = serde_json::json!([
                { "op": "arg", "index": 0 },
                { "op": "const", "ty": "u64", "limbs": [8, 0] },
                { "op": "lt", "a": 0, "b": 1 },
                { "op": "arg", "index": 1 },
                { "op": op, "a": 2, "b": 3 },
                { "op": "assert", "cond": 4, "message": "false" },
            ]);
            let held = run_body(body, x, b, &mut MapState::new()).is_none();
            assert_eq!(held, wanted, "{op} of {x} < 8 and {b}");
        }
    }
}

#[test]
fn stored_booleans_and_u64s_are_checked() {
    let place = |slot: u64| felt((3 << 32) + slot);
    let zero = felt(0);
    let read_total = serde_json::json!([{ "op": "read", "var": 0, "keys": [] }]);
    let mut state =
        MapState::from([(Key([place(1), zero, zero, zero]), value([1, 1 << 32, 0, 0]))]);
    assert_eq!(
        run_body(read_total, 0, false, &mut state).unwrap(),
        "stored value of total is not a U64: limbs 1, 4294967296, 0, 0"
    );
    let read_seen = serde_json::json!([
        { "op": "arg", "index": 0 },
        { "op": "read", "var": 1, "keys": [0] },
    ]);
    let mut state = MapState::from([(Key([place(2), felt(5), zero, zero]), value([2, 0, 0, 0]))]);
    assert_eq!(
        run_body(read_seen, 5, false, &mut state).unwrap(),
        "stored value of seen[5] is not a Bool: limbs 2, 0, 0, 0"
    );
}

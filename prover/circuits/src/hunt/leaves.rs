//! Whole leaves: functions of the kinds that contracts have, hints drawn by chance and every input by name.

use plonky2::iop::target::Target;
use saya_core::calls::AuthMode;
use saya_core::{Felt, Key, Typed, Value, P};
use saya_executor::ir::{
    Auth, Contract, Event, Function, Op, Param, Record, Type, ValueId, IR_VERSION,
};
use saya_executor::{Call, MapState, ValidContract};

use super::inputs::Input;
use super::Hunt;
use crate::check::constraints::Constraints;
use crate::fixtures::{self, balances, call, T_MAX};
use crate::gadgets::value::limb_bits;
use crate::leaf::frame::FrameTargets;
use crate::leaf::lane::LaneTargets;
use crate::leaf::LeafTargets;

/// Hints that are drawn in each leaf.
const HINTS: usize = 250;
/// Limbs of the header.
const ENV: std::ops::Range<usize> = 4..8;
const STATE_IN: std::ops::Range<usize> = 8..12;
const CALLS_IN: std::ops::Range<usize> = 16..20;
const CALLS_OUT: std::ops::Range<usize> = 20..24;
const LOG_IN: std::ops::Range<usize> = 34..38;
const COUNT: std::ops::Range<usize> = 42..43;

fn contract(json: &str) -> ValidContract {
    let contract = serde_json::from_str(json).expect("contract IR");
    ValidContract::new(contract).expect("a valid contract")
}

fn grid_game() -> ValidContract {
    contract(include_str!(
        "../../../executor/tests/contracts/grid_game.json"
    ))
}

fn value(limbs: &[u32]) -> Value {
    let mut value = Value::ZERO;
    for (slot, &limb) in value.0.iter_mut().zip(limbs) {
        *slot = Felt::from(limb);
    }
    value
}

/// Lies about a leaf of these calls, with one lane more than calls.
fn hunt(contract: &ValidContract, calls: &[Call], state: &MapState) {
    let function = contract.function(calls[0].function).expect("a function");
    let lanes = calls.len() + 1;
    let mut b = Constraints::builder();
    let leaf = LeafTargets::build(&mut b, contract, function, AuthMode::None, lanes);
    let constraints = Constraints::build(b);
    let execution = fixtures::execution(contract, calls, state).expect("calls that succeed");
    let all = fixtures::function_witness(execution.leaf(0..calls.len()));
    let witness = leaf.witness(&all).unwrap();

    let mut hunt = Hunt::new(&constraints, &witness, constraints.publics());
    let mut report = hunt.some_hints(HINTS);
    let mut inputs = frame(&leaf.shared.frame);
    for (number, lane) in leaf.lanes.iter().enumerate() {
        inputs.extend(match number < calls.len() {
            true => enabled(function, lane),
            false => disabled(lane),
        });
    }
    report += hunt.every_input(&inputs);
    println!("{}: {report}", function.name);
    report.assert_none_survived();
    assert!(report.chosen > 0, "other calls are other headers");
}

fn frame(frame: &FrameTargets) -> Vec<Input<'static>> {
    let any = 0..=P - 1;
    let start = &frame.start;
    vec![
        Input::free("domain", &frame.domain.elements, any.clone(), ENV),
        Input::free("set root", &frame.set_root.elements, any.clone(), ENV),
        Input::free("t_min", &[frame.t_min], any.clone(), ENV),
        Input::free("t_max", &[frame.t_max], 0..=(1 << 40) - 1, ENV),
        Input::free("state", &start.state.elements, any.clone(), STATE_IN),
        Input::free("calls", &start.calls.elements, any.clone(), CALLS_IN),
        Input::free("log", &start.log.elements, any, LOG_IN),
    ]
}

/// A call is its prover's choice within the ranges of its parts, and its digest shows it.
fn enabled(function: &Function, lane: &LaneTargets) -> Vec<Input<'static>> {
    let users = 1..=u64::from(u32::MAX);
    let times = T_MAX..=(1 << 40) - 1;
    let caller = &lane.caller;
    let mut inputs = vec![
        Input::free("enabled", &[caller.enabled.target], 0..=1, COUNT),
        Input::free("user", &[caller.user], users, CALLS_OUT),
        Input::free("valid_until", &[caller.valid_until], times, CALLS_OUT),
        Input::fixed("openings", &openings(lane)),
    ];
    let types = function.arguments().flat_map(|ty| vec![ty; ty.width()]);
    for (ty, &target) in types.zip(&lane.args) {
        let most = match (ty, limb_bits(ty)) {
            (Type::Bool, _) => 1,
            (_, Some(bits)) => (1 << bits) - 1,
            (_, None) => P - 1,
        };
        inputs.push(Input::free("argument", &[target], 0..=most, CALLS_OUT));
    }
    inputs
}

/// What an idle lane holds shows nowhere; enabling it would make another call, of user 0.
fn disabled(lane: &LaneTargets) -> Vec<Input<'static>> {
    let caller = &lane.caller;
    let own = [caller.enabled.target, caller.user, caller.valid_until];
    vec![
        Input::fixed("idle lane", &[&own, &lane.args[..]].concat()),
        Input::fixed("idle openings", &openings(lane)),
    ]
}

fn openings(lane: &LaneTargets) -> Vec<Target> {
    let openings = lane.openings.iter();
    openings
        .flat_map(|opening| opening.access.private())
        .collect()
}

#[test]
fn accesses_by_user() {
    let calls = [fixtures::buy(1, 3), fixtures::buy(2, 5)];
    let state = balances(&[(1, 20, 50), (2, 15, 90)]);
    hunt(&fixtures::diamonds(), &calls, &state);
}

#[test]
fn openings_that_may_be_one_entry() {
    let everything = fixtures::everything();
    let mix = call(&everything, "mix", 3, &[9, 0, 2, 0, 5, 1, 8]);
    hunt(&everything, &[mix], &MapState::new());
}

#[test]
fn a_beacon_a_hash_and_a_division() {
    let game = grid_game();
    let beacon = Key::new(0, 3, &[Typed::U32(7)]).unwrap();
    let state = MapState::from([(beacon, value(&[11, 12, 13, 14]))]);
    hunt(&game, &[call(&game, "join", 5, &[7])], &state);
}

/// One player finds a coin, the other one comes too late.
#[test]
fn branches_and_an_event() {
    let game = grid_game();
    let walker = |user| Key::new(1, 1, &[Typed::User(user)]).unwrap();
    let state = MapState::from([
        (walker(5), value(&[3, 4, 0, 1])),
        (walker(6), value(&[4, 5, 9, 1])),
    ]);
    let moves = [(5, 1), (6, 0)].map(|(user, way)| call(&game, "move", user, &[way]));
    hunt(&game, &moves, &state);
}

/// The first call wins its game and returns from the loop early.
#[test]
fn bits_shifts_and_loops() {
    let game = contract(include_str!(
        "../../../executor/tests/contracts/tic_tac_toe.json"
    ));
    let key = |number| Key::new(1, 2, &[Typed::U32(number)]).unwrap();
    let state = MapState::from([
        (key(1), value(&[1, 2, 0b11 | 0b11000 << 16, 4])),
        (key(2), value(&[2, 1, 0b1, 1])),
    ]);
    let plays = [(1, [1, 2]), (1, [2, 8])].map(|(user, args)| call(&game, "play", user, &args));
    hunt(&game, &plays, &state);
}

#[test]
fn wide_arithmetic() {
    let contract = arithmetic(Type::U128);
    let (a, b) = ([7, 9, 1 << 31, 0], [5, 0, 0, 0]);
    let taken = [&a[..], &b, &[1]].concat();
    let idle = [&b[..], &a, &[0]].concat();
    let calls = [taken, idle].map(|args| call(&contract, "reckon", 5, &args));
    hunt(&contract, &calls, &MapState::new());
}

/// Sum, difference, product, quotient and remainder of two numbers, each taken when the third argument says so.
fn arithmetic(ty: Type) -> ValidContract {
    /// Values of type `ty`.
    const MADE: [ValueId; 5] = [3, 4, 5, 7, 8];
    let message = String::new;
    let (a, b, when) = (0, 1, Some(2));
    let mut body: Vec<Op> = (0..3).map(|index| Op::Arg { index }).collect();
    body.extend([
        Op::Add {
            a,
            b,
            message: message(),
            when,
        },
        Op::Sub {
            a,
            b,
            message: message(),
            when,
        },
        Op::Mul {
            a,
            b,
            message: message(),
            when,
        },
        Op::Lt { a, b },
        Op::Div {
            a,
            b,
            message: message(),
            when,
        },
        Op::Rem {
            a,
            b,
            message: message(),
            when,
        },
    ]);
    body.push(Op::Emit {
        event: 0,
        values: MADE.to_vec(),
        when: None,
    });
    let param = |(i, ty): (usize, Type)| Param {
        name: format!("x{i}"),
        ty: Record::plain(ty),
    };
    let contract = Contract {
        ir_version: IR_VERSION,
        name: "Arithmetic".into(),
        contract: 1,
        state: vec![],
        events: vec![Event {
            contract: 1,
            name: "Reckoned".into(),
            id: 1,
            fields: vec![ty; MADE.len()],
        }],
        functions: vec![Function {
            name: "reckon".into(),
            id: 1,
            auth: Auth::User,
            params: [ty, ty, Type::Bool]
                .into_iter()
                .enumerate()
                .map(param)
                .collect(),
            body,
        }],
    };
    ValidContract::new(contract).expect("a valid contract")
}

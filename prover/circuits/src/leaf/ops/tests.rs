//! Every operation on every type it takes, taken and not, in a leaf beside native execution.

use saya_core::calls::AuthMode;
use saya_core::Typed;
use saya_executor::ir::{
    Auth, Contract, Event, Function, Op, Param, Record, Type, When, IR_VERSION,
};
use saya_executor::{Call, MapState, ValidContract};

use crate::check::{CallsJob, CheckError, Checker};
use crate::fixtures::{T_MAX, WINDOW};
use crate::gadgets::twin::samples;

const UNSIGNED: [Type; 5] = [Type::U8, Type::U16, Type::U32, Type::U64, Type::U128];
/// Calls of one function that may fail, of all that are tried.
const FAILURES: usize = 6;

/// The operation's operands are the values 0 and up; `when` is the argument behind them.
struct Case {
    operands: Vec<Type>,
    op: Op,
    result: Type,
}

fn case(operands: &[Type], result: Type, op: impl FnOnce(When) -> Op) -> Case {
    Case {
        operands: operands.to_vec(),
        op: op(Some(operands.len() as u32)),
        result,
    }
}

/// The contract whose one function emits what the operation makes of its arguments.
fn contract(case: &Case) -> ValidContract {
    let arguments = case.operands.iter().copied().chain([Type::Bool]);
    let params: Vec<Param> = (arguments.enumerate())
        .map(|(i, ty)| Param {
            name: format!("x{i}"),
            ty: Record::plain(ty),
        })
        .collect();
    let mut body: Vec<Op> = (0..params.len() as u32)
        .map(|index| Op::Arg { index })
        .collect();
    let made = body.len() as u32;
    body.push(case.op.clone());
    body.push(Op::Emit {
        event: 0,
        values: vec![made],
        when: None,
    });
    let contract = Contract {
        ir_version: IR_VERSION,
        name: "Case".into(),
        contract: 1,
        state: vec![],
        events: vec![Event {
            contract: 1,
            name: "Made".into(),
            id: 1,
            fields: vec![case.result],
        }],
        functions: vec![Function {
            name: "make".into(),
            id: 1,
            auth: Auth::User,
            params,
            body,
        }],
    };
    ValidContract::new(contract).expect("a valid contract")
}

fn call(arguments: &[Typed]) -> Call {
    Call {
        contract: 1,
        function: 1,
        args: arguments.iter().flat_map(|x| x.limbs()).collect(),
        user: 7,
        valid_until: T_MAX,
        nonce: 0,
        lane: 0,
        after: 0,
        auth_mode: AuthMode::None,
    }
}

/// Operands from the samples of their types, at uneven steps so that they pair up in many ways.
fn operands(case: &Case) -> Vec<Vec<Typed>> {
    (0..24)
        .map(|round| {
            let pick = |(i, &ty): (usize, &Type)| {
                let samples = samples(ty);
                samples[(round * (2 * i + 1) + i * round / 5) % samples.len()]
            };
            case.operands.iter().enumerate().map(pick).collect()
        })
        .collect()
}

fn agrees(case: Case) {
    let contract = contract(&case);
    let mut checker = Checker::new(contract.clone());
    let job = |calls| CallsJob {
        t_min: WINDOW.t_min,
        t_max: WINDOW.t_max,
        calls,
        state: MapState::new(),
    };
    let (mut passing, mut failures) = (vec![], 0);
    for operands in operands(&case) {
        for taken in [true, false] {
            let arguments = [&operands[..], &[Typed::Bool(taken)]].concat();
            let call = call(&arguments);
            let mut state = MapState::new();
            if saya_executor::execute(&contract, &call, &WINDOW, &mut state).is_ok() {
                passing.push(call);
                continue;
            }
            assert!(taken, "{:?}: what is not taken cannot fail", case.op);
            failures += 1;
            if failures <= FAILURES {
                let forced = checker.check_forced(&job(vec![call]));
                let refused = matches!(forced, Err(CheckError::Rejected { .. }));
                assert!(refused, "{:?} of {operands:?} is accepted", case.op);
            }
        }
    }
    passing.truncate(passing.len() / 8 * 8);
    assert!(passing.len() >= 24, "{:?}", case.op);
    if let Err(error) = checker.check(&job(passing)) {
        panic!("{:?} on {:?}: {error}", case.op, case.operands);
    }
}

type Checked = fn(u32, u32, String, When) -> Op;

fn message() -> String {
    "failed".into()
}

#[test]
fn checked_arithmetic() {
    let (a, b) = (0, 1);
    for ty in UNSIGNED {
        let operations: [Checked; 5] = [
            |a, b, message, when| Op::Add {
                a,
                b,
                message,
                when,
            },
            |a, b, message, when| Op::Sub {
                a,
                b,
                message,
                when,
            },
            |a, b, message, when| Op::Mul {
                a,
                b,
                message,
                when,
            },
            |a, b, message, when| Op::Div {
                a,
                b,
                message,
                when,
            },
            |a, b, message, when| Op::Rem {
                a,
                b,
                message,
                when,
            },
        ];
        for op in operations {
            agrees(case(&[ty, ty], ty, |when| op(a, b, message(), when)));
        }
        agrees(case(&[ty, ty], Type::Bool, |_| Op::Lt { a, b }));
    }
}

#[test]
fn bits_and_shifts() {
    let (a, b) = (0, 1);
    for ty in &UNSIGNED[..4] {
        let ty = *ty;
        agrees(case(&[ty, ty], ty, |_| Op::BitAnd { a, b }));
        agrees(case(&[ty, ty], ty, |_| Op::BitOr { a, b }));
        agrees(case(&[ty, ty], ty, |_| Op::BitXor { a, b }));
        agrees(case(&[ty], ty, |_| Op::BitNot { a }));
        agrees(case(&[ty, Type::U8], ty, |_| Op::Shr { a, b }));
        agrees(case(&[ty, Type::U8], ty, |when| Op::Shl {
            a,
            b,
            message: message(),
            when,
        }));
    }
}

#[test]
fn casts() {
    for from in Type::ALL {
        for ty in Type::ALL {
            if from == Type::Hash || ty == Type::Hash || ty == Type::Bool {
                continue;
            }
            agrees(case(&[from], ty, |when| Op::Cast {
                a: 0,
                ty,
                message: message(),
                when,
            }));
        }
    }
}

#[test]
fn operations_of_every_type() {
    for ty in Type::ALL {
        agrees(case(&[ty, ty], Type::Bool, |_| Op::Eq { a: 0, b: 1 }));
        agrees(case(&[Type::Bool, ty, ty], ty, |_| Op::Select {
            cond: 0,
            a: 1,
            b: 2,
        }));
        let inputs = vec![0, 1, 2];
        let operands = [ty, Type::Hash, ty];
        agrees(case(&operands, Type::Hash, |_| Op::Hash { inputs }));
    }
}

#[test]
fn operations_of_one_type() {
    let (a, b) = (0, 1);
    for op in [
        Op::FeltAdd { a, b },
        Op::FeltSub { a, b },
        Op::FeltMul { a, b },
    ] {
        agrees(case(&[Type::Felt; 2], Type::Felt, |_| op));
    }
    for op in [Op::And { a, b }, Op::Or { a, b }] {
        agrees(case(&[Type::Bool; 2], Type::Bool, |_| op));
    }
    agrees(case(&[Type::Bool], Type::Bool, |_| Op::Not { a }));
    for index in 0..4 {
        agrees(case(&[Type::Hash], Type::Felt, |_| Op::Limb { a, index }));
    }
}

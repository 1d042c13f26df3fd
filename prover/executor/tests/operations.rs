//! What each operation computes, when it fails, and that one that is not taken does nothing.

use saya_core::calls::AuthMode;
use saya_core::{hash, Felt, Tag, Typed, Value, ValueType, P};
use saya_executor::ir::{Auth, Contract, Event, Function, Op, Record, StateVar, Type, IR_VERSION};
use saya_executor::{execute, Call, CallFailed, MapState, Receipt, ValidContract, Window};

const WINDOW: Window = Window {
    t_min: 1_700_000_000,
    t_max: 1_700_003_600,
};
const UNSIGNED: [Type; 5] = [Type::U8, Type::U16, Type::U32, Type::U64, Type::U128];

fn top(ty: Type) -> u128 {
    u128::MAX >> (128 - ty.unsigned_bits().unwrap())
}

fn number(ty: Type, number: u128) -> Typed {
    ty.of_number(number).unwrap()
}

fn constant(value: Typed) -> Op {
    let limbs = value.limbs().iter().map(|limb| limb.value()).collect();
    let ty = value.ty();
    Op::Const { ty, limbs }
}

/// A contract that runs `body` and has, for each type, a variable `out` of it: number `ty as u32`.
fn contract(body: Vec<Op>) -> ValidContract {
    let out = ValueType::ALL.iter().enumerate().map(|(i, ty)| StateVar {
        contract: 1,
        name: format!("out{i}"),
        slot: i as u32 + 1,
        keys: vec![],
        value: Record::plain(*ty),
    });
    let order = StateVar {
        contract: 1,
        name: "order".into(),
        slot: 100,
        keys: vec![Type::U8, Type::Felt],
        value: Record {
            name: "Order".into(),
            fields: vec![Type::User, Type::U64, Type::Bool],
        },
    };
    let function = Function {
        name: "run".into(),
        id: 1,
        auth: Auth::User,
        params: vec![],
        body,
    };
    ValidContract::new(Contract {
        ir_version: IR_VERSION,
        name: "Test".into(),
        contract: 1,
        state: out.chain([order]).collect(),
        events: vec![Event {
            contract: 1,
            name: "Filled".into(),
            id: 4,
            fields: vec![Type::U64, Type::Bool],
        }],
        functions: vec![function],
    })
    .unwrap()
}

const ORDER: u32 = ValueType::ALL.len() as u32;

fn run(body: Vec<Op>, state: &mut MapState) -> Result<Receipt, CallFailed> {
    let call = Call {
        contract: 1,
        function: 1,
        args: vec![],
        user: 7,
        valid_until: 2_000_000_000,
        nonce: 0,
        lane: 0,
        after: 0,
        auth_mode: AuthMode::None,
    };
    execute(&contract(body), &call, &WINDOW, state)
}

fn out(ty: Type) -> u32 {
    ValueType::ALL
        .iter()
        .position(|other| *other == ty)
        .unwrap() as u32
}

/// The value of type `ty` that the last of `body` makes; `None` when the call fails there.
fn value(mut body: Vec<Op>, ty: Type) -> Option<Typed> {
    let last = body.len() as u32 - 1;
    body.push(Op::Write {
        var: out(ty),
        keys: vec![],
        values: vec![last],
        when: None,
    });
    match run(body, &mut MapState::new()) {
        Ok(receipt) => Some(ty.decode(&receipt.accesses[0].new).unwrap()),
        Err(failure) => {
            assert_eq!(
                (failure.message.as_str(), failure.op),
                ("fails", Some(last))
            );
            None
        }
    }
}

type Binary = fn(u32, u32, String, Option<u32>) -> Op;
type Native = fn(u128, u128) -> Option<u128>;

const CHECKED: [(Binary, Native); 5] = [
    (
        |a, b, message, when| Op::Add {
            a,
            b,
            message,
            when,
        },
        u128::checked_add,
    ),
    (
        |a, b, message, when| Op::Sub {
            a,
            b,
            message,
            when,
        },
        u128::checked_sub,
    ),
    (
        |a, b, message, when| Op::Mul {
            a,
            b,
            message,
            when,
        },
        u128::checked_mul,
    ),
    (
        |a, b, message, when| Op::Div {
            a,
            b,
            message,
            when,
        },
        u128::checked_div,
    ),
    (
        |a, b, message, when| Op::Rem {
            a,
            b,
            message,
            when,
        },
        u128::checked_rem,
    ),
];

fn edges(ty: Type) -> Vec<u128> {
    let top = top(ty);
    vec![0, 1, 2, top / 2, top / 2 + 1, top - 1, top]
}

#[test]
fn unsigned_arithmetic_is_checked_at_its_own_width() {
    for ty in UNSIGNED {
        for (op, native) in CHECKED {
            for x in edges(ty) {
                for y in edges(ty) {
                    let operands = || vec![constant(number(ty, x)), constant(number(ty, y))];
                    let mut body = operands();
                    body.push(op(0, 1, "fails".into(), None));
                    let expected = native(x, y).filter(|result| *result <= top(ty));
                    let expected = expected.map(|result| number(ty, result));
                    assert_eq!(value(body, ty), expected, "{ty:?} {x} {y}");

                    let mut body = operands();
                    body.push(constant(Typed::Bool(false)));
                    body.push(op(0, 1, "fails".into(), Some(2)));
                    assert_eq!(value(body, ty), Some(ty.zero()), "not taken");
                }
            }
        }
    }
}

#[test]
fn shifts_multiply_and_divide_by_powers_of_two() {
    for ty in [Type::U8, Type::U16, Type::U32, Type::U64] {
        for x in edges(ty) {
            for amount in [0, 1, 7, 8, 31, 32, 63, 64, 127, 128, 255] {
                let operands = || vec![constant(number(ty, x)), constant(Typed::U8(amount))];
                let power = 1u128.checked_shl(amount.into());
                let left = match power {
                    _ if x == 0 => Some(0),
                    Some(power) => x.checked_mul(power).filter(|left| *left <= top(ty)),
                    None => None,
                };
                let shl = |when| Op::Shl {
                    a: 0,
                    b: 1,
                    message: "fails".into(),
                    when,
                };
                let mut body = operands();
                body.push(shl(None));
                let expected = left.map(|left| number(ty, left));
                assert_eq!(value(body, ty), expected, "{ty:?} {x} << {amount}");
                let mut body = operands();
                body.extend([constant(Typed::Bool(false)), shl(Some(2))]);
                assert_eq!(value(body, ty), Some(ty.zero()));
                let mut body = operands();
                body.push(Op::Shr { a: 0, b: 1 });
                let expected = number(ty, power.map_or(0, |power| x / power));
                assert_eq!(value(body, ty), Some(expected), "{ty:?} {x} >> {amount}");
            }
        }
    }
}

#[test]
fn bits_are_those_of_the_type() {
    for ty in [Type::U8, Type::U16, Type::U32, Type::U64] {
        let (x, y) = (top(ty) / 3, top(ty) / 5 * 4);
        let both = |op| {
            let body = vec![constant(number(ty, x)), constant(number(ty, y)), op];
            value(body, ty).unwrap().number().unwrap()
        };
        assert_eq!(both(Op::BitAnd { a: 0, b: 1 }), x & y);
        assert_eq!(both(Op::BitOr { a: 0, b: 1 }), x | y);
        assert_eq!(both(Op::BitXor { a: 0, b: 1 }), x ^ y);
        assert_eq!(both(Op::BitNot { a: 0 }), top(ty) - x);
    }
}

#[test]
fn a_cast_keeps_the_number_or_fails() {
    let numeric = [Type::Felt, Type::User].into_iter().chain(UNSIGNED);
    for to in numeric.clone() {
        for from in numeric.clone().chain([Type::Bool]) {
            for x in [
                0,
                1,
                255,
                256,
                65_535,
                65_536,
                (1 << 32) - 1,
                1 << 32,
                P.into(),
                u128::MAX,
            ] {
                let Some(source) = from.of_number(x) else {
                    continue;
                };
                let cast = |when| Op::Cast {
                    a: 0,
                    ty: to,
                    message: "fails".into(),
                    when,
                };
                let expected = to.of_number(x);
                assert_eq!(value(vec![constant(source), cast(None)], to), expected);
                let untaken = vec![
                    constant(source),
                    constant(Typed::Bool(false)),
                    cast(Some(1)),
                ];
                assert_eq!(value(untaken, to), Some(to.zero()));
            }
        }
    }
}

#[test]
fn felts_are_computed_with_modulo_p() {
    let felt = |x| Typed::Felt(Felt::new(x).unwrap());
    let both = |op| {
        value(
            vec![constant(felt(P - 1)), constant(felt(2)), op],
            Type::Felt,
        )
        .unwrap()
    };
    assert_eq!(both(Op::FeltAdd { a: 0, b: 1 }), felt(1));
    assert_eq!(both(Op::FeltSub { a: 1, b: 0 }), felt(3));
    assert_eq!(both(Op::FeltMul { a: 0, b: 1 }), felt(P - 2));
}

#[test]
fn hashes_select_and_context() {
    let inputs = vec![
        constant(Typed::U64(1 << 40 | 5)),
        constant(Typed::Bool(true)),
    ];
    let digest = hash(Tag::UserHash, &[5u32.into(), 256u32.into(), Felt::ONE]);
    let mut body = inputs.clone();
    body.push(Op::Hash { inputs: vec![0, 1] });
    assert_eq!(value(body.clone(), Type::Hash), Some(Typed::Hash(digest)));
    body.push(Op::Limb { a: 2, index: 3 });
    assert_eq!(value(body, Type::Felt), Some(Typed::Felt(digest[3])));
    for bit in [true, false] {
        let mut body = vec![
            constant(Typed::U16(9)),
            constant(Typed::U16(8)),
            constant(Typed::Bool(bit)),
        ];
        body.push(Op::Select {
            cond: 2,
            a: 0,
            b: 1,
        });
        assert_eq!(
            value(body, Type::U16),
            Some(Typed::U16(if bit { 9 } else { 8 }))
        );
    }
    assert_eq!(
        value(vec![Op::TMin], Type::U64),
        Some(Typed::U64(WINDOW.t_min))
    );
    assert_eq!(
        value(vec![Op::TMax], Type::U64),
        Some(Typed::U64(WINDOW.t_max))
    );
    assert_eq!(value(vec![Op::Caller], Type::User), Some(Typed::User(7)));
}

/// `order[3, 9] = (caller, 2^40, true)`, then one field of it is read and emitted.
fn store_and_emit(when: Option<u32>) -> Vec<Op> {
    vec![
        constant(Typed::Bool(false)),
        constant(Typed::U8(3)),
        constant(Typed::Felt(9u32.into())),
        Op::Caller,
        constant(Typed::U64(1 << 40)),
        constant(Typed::Bool(true)),
        Op::Write {
            var: ORDER,
            keys: vec![1, 2],
            values: vec![3, 4, 5],
            when,
        },
        Op::Read {
            var: ORDER,
            keys: vec![1, 2],
            when,
        },
        Op::Field { a: 7, index: 1 },
        Op::Emit {
            event: 0,
            values: vec![8, 5],
            when,
        },
        Op::Assert {
            cond: 0,
            message: "never".into(),
            when: Some(0),
        },
    ]
}

#[test]
fn a_record_is_one_entry_and_an_event_carries_its_fields() {
    let mut state = MapState::new();
    let receipt = run(store_and_emit(None), &mut state).unwrap();
    let felt = |x: u32| Felt::from(x);
    let stored = Value([felt(7), felt(0), felt(256), Felt::ONE]);
    assert_eq!(state.values().collect::<Vec<_>>(), [&stored]);
    let [event] = &receipt.events[..] else {
        panic!("{receipt:?}");
    };
    assert_eq!((event.op, event.contract, event.event), (9, 1, 4));
    assert_eq!(event.data, [felt(0), felt(256), Felt::ONE]);
}

#[test]
fn what_is_not_taken_touches_nothing() {
    let mut state = MapState::new();
    let receipt = run(store_and_emit(Some(0)), &mut state).unwrap();
    assert_eq!(
        receipt,
        Receipt {
            accesses: vec![],
            events: vec![]
        }
    );
    assert!(state.is_empty());
}

#[test]
fn a_stored_record_is_checked_field_by_field() {
    let read = |state: &mut MapState| {
        run(
            store_and_emit(None)[..6]
                .iter()
                .cloned()
                .chain([Op::Read {
                    var: ORDER,
                    keys: vec![1, 2],
                    when: None,
                }])
                .collect(),
            state,
        )
    };
    let mut state = MapState::new();
    run(store_and_emit(None), &mut state).unwrap();
    let key = *state.keys().next().unwrap();
    assert!(read(&mut state).is_ok());
    for limb in 0..4 {
        let mut bad = state.clone();
        bad.get_mut(&key).unwrap().0[limb] = Felt::new(1 << 32).unwrap();
        let message = read(&mut bad).unwrap_err().message;
        assert!(
            message.starts_with("stored value of order[3, 9] is not a Order: limbs "),
            "{message}"
        );
    }
}

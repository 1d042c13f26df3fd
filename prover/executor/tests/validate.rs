//! What is refused as a contract.

use saya_executor::ir::{Contract, Op, Record, StateVar, Type};
use saya_executor::{IrError, OpError, ValidContract};

fn sample() -> Contract {
    serde_json::from_str(include_str!("contracts/diamonds_and_rubies.json")).unwrap()
}

fn errors(change: impl FnOnce(&mut Contract)) -> Vec<IrError> {
    let mut contract = sample();
    change(&mut contract);
    ValidContract::new(contract).unwrap_err()
}

/// Errors of the sample with `op` put after its last operation, 13.
fn op_errors(op: Op) -> Vec<OpError> {
    let found = errors(|contract| contract.functions[0].body.push(op));
    let only_op = |error| match error {
        IrError::Op {
            function,
            op: 14,
            what,
        } if function == "buy_rubies" => what,
        other => panic!("{other}"),
    };
    found.into_iter().map(only_op).collect()
}

#[test]
fn the_sample_is_valid_and_its_json_round_trips() {
    let contract = sample();
    let text = serde_json::to_string(&contract).unwrap();
    assert_eq!(serde_json::from_str::<Contract>(&text).unwrap(), contract);
    assert_eq!(*ValidContract::new(contract.clone()).unwrap(), contract);
}

#[test]
fn unknown_fields_and_operations_are_refused() {
    let text = include_str!("contracts/diamonds_and_rubies.json");
    for (from, to) in [
        ("\"caller\"", "\"callee\""),
        ("\"slot\": 1,", "\"slot\": 1, \"extra\": 0,"),
        ("\"index\": 0", "\"index\": -1"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        assert!(serde_json::from_str::<Contract>(&changed).is_err(), "{to}");
    }
}

#[test]
fn ids_and_names_are_checked() {
    assert_eq!(errors(|c| c.ir_version = 1), [IrError::Version(1)]);
    for id in [0, 256] {
        assert_eq!(errors(|c| c.contract = id), [IrError::ContractId(id)]);
        assert_eq!(
            errors(|c| c.functions[0].id = id),
            [IrError::FunctionId(id)]
        );
    }
    let twice = |contract: &mut Contract| contract.functions.push(contract.functions[0].clone());
    let what = "functions";
    let name = "buy_rubies".to_string();
    assert_eq!(
        errors(twice),
        [IrError::FunctionId(1), IrError::NameTwice { what, name }]
    );
    for name in ["", "2nd", "a b", "ä"] {
        assert_eq!(
            errors(|c| c.name = name.into()),
            [IrError::Name(name.into())]
        );
    }
}

#[test]
fn slots_and_keys_are_checked() {
    let mut found = errors(|c| c.state[1].slot = 0);
    let (contract, slot) = (1, 0);
    assert_eq!(found.remove(0), IrError::Slot { contract, slot });
    let wide = vec![Type::U64, Type::U64];
    let found = errors(|c| {
        c.state[1].keys = wide.clone();
        c.functions.clear();
    });
    assert_eq!(found, [IrError::WideKeys("rubies".into())]);
}

#[test]
fn operands_must_be_earlier_values() {
    for operand in [14, 15, 13, 7] {
        let found = op_errors(Op::Not { a: operand });
        assert_eq!(
            found,
            [OpError::Operand(operand)],
            "later, or without a value"
        );
    }
}

#[test]
fn operand_types_are_checked() {
    let message = String::new();
    // Values of the sample: 0 is a U32, 3 a User, 6 a Bool.
    let user = || OpError::OperandType {
        operand: 3,
        found: Type::User,
    };
    let number = || OpError::OperandType {
        operand: 0,
        found: Type::U32,
    };
    assert_eq!(op_errors(Op::Lt { a: 0, b: 3 }), [user()]);
    let when = None;
    let sum = Op::Add {
        a: 3,
        b: 3,
        message: message.clone(),
        when,
    };
    assert_eq!(op_errors(sum), [user()]);
    assert_eq!(op_errors(Op::And { a: 6, b: 0 }), [number()]);
    let assertion = |cond, when| Op::Assert {
        cond,
        message: message.clone(),
        when,
    };
    assert_eq!(op_errors(assertion(0, None)), [number()]);
    assert_eq!(op_errors(assertion(6, Some(0))), [number()]);
    assert_eq!(
        op_errors(Op::Eq { a: 0, b: 3 }),
        [OpError::Mixed(Type::U32, Type::User)]
    );
}

#[test]
fn constants_arguments_and_what_is_declared_must_exist() {
    let (ty, limbs) = (Type::U32, vec![1 << 32]);
    let wrong = OpError::Constant {
        ty,
        limbs: limbs.clone(),
    };
    assert_eq!(op_errors(Op::Const { ty, limbs }), [wrong]);
    assert_eq!(op_errors(Op::Arg { index: 1 }), [OpError::Argument(1)]);
    let read = |var, keys| Op::Read {
        var,
        keys,
        when: None,
    };
    assert_eq!(op_errors(read(2, vec![3])), [OpError::Variable(2)]);
    let types = |what: &str, wanted, found| OpError::Types {
        what: what.into(),
        wanted: vec![wanted],
        found: vec![found],
    };
    assert_eq!(
        op_errors(read(0, vec![0])),
        [types("keys of `diamonds`", Type::User, Type::U32)]
    );
    let write = Op::Write {
        var: 0,
        keys: vec![3],
        values: vec![6],
        when: None,
    };
    assert_eq!(
        op_errors(write),
        [types("values of `diamonds`", Type::U32, Type::Bool)]
    );
    let emit = Op::Emit {
        event: 0,
        values: vec![],
        when: None,
    };
    assert_eq!(op_errors(emit), [OpError::Event(0)]);
}

#[test]
fn the_system_contract_is_read_only_and_shows_beacons_only() {
    let variable = |slot| StateVar {
        contract: 0,
        name: "beacon".into(),
        slot,
        keys: vec![Type::U32],
        value: Record::plain(Type::Hash),
    };
    let found = errors(|c| c.state.push(variable(1)));
    let (contract, name) = (0, "beacon".to_string());
    assert_eq!(found, [IrError::System { contract, name }]);
    let write = Op::Write {
        var: 2,
        keys: vec![0],
        values: vec![0],
        when: None,
    };
    let found = errors(|c| {
        c.state.push(variable(3));
        c.functions[0].body.push(write);
    });
    let [IrError::Op { what, .. }] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!(*what, OpError::SystemWrite("beacon".into()));
}

#[test]
fn all_mistakes_are_reported() {
    let found = errors(|contract| {
        contract.ir_version = 0;
        contract.contract = 0;
        contract.functions[0].body[0] = Op::Arg { index: 5 };
    });
    assert_eq!(found[..2], [IrError::Version(0), IrError::ContractId(0)]);
    assert!(found.len() > 2);
}

#[test]
fn every_contract_that_the_compiler_wrote_is_valid() {
    for text in [
        include_str!("contracts/diamonds_and_rubies.json"),
        include_str!("contracts/treasury.json"),
    ] {
        ValidContract::new(serde_json::from_str(text).unwrap()).unwrap();
    }
}

/// Errors of `ops` at the sample's end, where operation 14 is a u128, 15 a hash and 16 a u8.
fn wide_errors(op: Op) -> Vec<OpError> {
    let constant = |ty: Type| Op::Const {
        ty,
        limbs: vec![0; ty.width()],
    };
    let found = errors(|contract| {
        let body = &mut contract.functions[0].body;
        body.extend([Type::U128, Type::Hash, Type::U8].map(constant));
        body.push(op);
    });
    let what = |error| match error {
        IrError::Op { op: 17, what, .. } => what,
        other => panic!("{other}"),
    };
    found.into_iter().map(what).collect()
}

#[test]
fn operations_refuse_the_types_they_are_not_for() {
    let refused = |operand, found| [OpError::OperandType { operand, found }];
    let (from, to) = (Type::Hash, Type::U8);
    let cast = |a, ty| Op::Cast {
        a,
        ty,
        message: String::new(),
        when: None,
    };
    assert_eq!(wide_errors(cast(15, to)), [OpError::Cast { from, to }]);
    let (from, to) = (Type::U8, Type::Bool);
    assert_eq!(wide_errors(cast(16, to)), [OpError::Cast { from, to }]);
    assert_eq!(
        wide_errors(Op::BitAnd { a: 14, b: 14 }),
        refused(14, Type::U128)
    );
    assert_eq!(wide_errors(Op::Shr { a: 16, b: 0 }), refused(0, Type::U32));
    assert_eq!(
        wide_errors(Op::FeltAdd { a: 16, b: 16 }),
        refused(16, Type::U8)
    );
    assert_eq!(
        wide_errors(Op::Lt { a: 15, b: 15 }),
        refused(15, Type::Hash)
    );
    assert_eq!(
        wide_errors(Op::Limb { a: 15, index: 4 }),
        [OpError::Limb(4)]
    );
    let (operand, index) = (15, 0);
    assert_eq!(
        wide_errors(Op::Field { a: 15, index }),
        [OpError::Field { operand, index }]
    );
    assert_eq!(wide_errors(Op::Hash { inputs: vec![] }), [OpError::NoInput]);
    let select = |cond, a, b| Op::Select { cond, a, b };
    assert_eq!(wide_errors(select(16, 15, 15)), refused(16, Type::U8));
    assert_eq!(
        wide_errors(select(6, 15, 14)),
        [OpError::Mixed(Type::Hash, Type::U128)]
    );
}

#[test]
fn declared_widths_are_checked() {
    let found = errors(|c| c.state[1].value.fields = vec![Type::U64, Type::U64, Type::Bool]);
    assert_eq!(found[0], IrError::ValueWidth("rubies".into()));
    let found = errors(|c| c.functions[0].params[0].ty.fields.clear());
    assert_eq!(found[0], IrError::NoField("U32".into()));
}

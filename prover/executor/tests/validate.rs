//! What is refused as a contract.

use saya_executor::ir::{Contract, Op, Type};
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
    assert_eq!(errors(|c| c.ir_version = 2), [IrError::Version(2)]);
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
    assert_eq!(found.remove(0), IrError::Slot(0));
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
    assert_eq!(
        op_errors(Op::Add {
            a: 3,
            b: 3,
            message: message.clone()
        }),
        [user()]
    );
    assert_eq!(op_errors(Op::And { a: 6, b: 0 }), [number()]);
    assert_eq!(op_errors(Op::Assert { cond: 0, message }), [number()]);
    assert_eq!(
        op_errors(Op::Eq { a: 0, b: 3 }),
        [OpError::Mixed(Type::U32, Type::User)]
    );
}

#[test]
fn constants_arguments_and_state_variables_must_exist() {
    let (ty, value) = (Type::U32, 1 << 32);
    assert_eq!(
        op_errors(Op::Const { ty, value }),
        [OpError::Constant { ty, value }]
    );
    assert_eq!(op_errors(Op::Arg { index: 1 }), [OpError::Argument(1)]);
    let keys = vec![3];
    assert_eq!(op_errors(Op::Read { slot: 3, keys }), [OpError::Slot(3)]);
    let (slot, keys) = (1, vec![0]);
    assert_eq!(
        op_errors(Op::Read { slot, keys }),
        [OpError::Keys {
            slot,
            wanted: vec![Type::User],
            found: vec![Type::U32]
        }]
    );
    let (keys, value) = (vec![3], 6);
    assert_eq!(
        op_errors(Op::Write { slot, keys, value }),
        [OpError::Stored {
            slot,
            wanted: Type::U32,
            found: Type::Bool
        }]
    );
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

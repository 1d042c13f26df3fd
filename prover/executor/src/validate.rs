//! Contracts whose every id, type and operand is checked.

use std::collections::HashSet;
use std::ops::Deref;

use thiserror::Error;

use crate::ir::{Contract, Event, Function, Record, StateVar, Type, IR_VERSION};
use crate::typing::{OpError, Types};

/// Contracts of a set are leaves of a depth-8 tree.
pub const MAX_ID: u32 = 255;
/// Functions of a contract have up to four circuits each in a depth-8 tree.
pub const MAX_FUNCTION_ID: u32 = saya_core::set_tree::FUNCTIONS - 1;
/// Map keys fill at most three limbs of a state key.
pub const KEY_LIMBS: usize = 3;
/// A state value has four limbs.
pub const VALUE_LIMBS: usize = 4;
/// Slot of the randomness beacons in contract 0, the only system entries that a contract sees.
pub const BEACON_SLOT: u32 = 3;

/// A contract that [`execute`](crate::execute) cannot trip over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidContract(Contract);

/// One mistake in a contract. `op` counts a function's operations from 0.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IrError {
    #[error("IR version {0} is not {IR_VERSION}")]
    Version(u32),
    #[error("contract id {0} is not between 1 and {MAX_ID}")]
    ContractId(u32),
    #[error("`{name}` is of contract {contract}: only the beacons of contract 0 can be used, slot 3 with a u32 key and a hash")]
    System { contract: u32, name: String },
    #[error("`{0}` is no name: ASCII letters, digits and `_`, not first a digit")]
    Name(String),
    #[error("two {what} are called `{name}`")]
    NameTwice { what: &'static str, name: String },
    #[error("slot {slot} of contract {contract} is 0 or used twice")]
    Slot { contract: u32, slot: u32 },
    #[error("event {id} of contract {contract} is 0 or used twice")]
    EventId { contract: u32, id: u32 },
    #[error("function id {0} is not between 1 and {MAX_FUNCTION_ID}, or used twice")]
    FunctionId(u32),
    #[error("the keys of `{0}` need more than {KEY_LIMBS} limbs")]
    WideKeys(String),
    #[error("a value of `{0}` needs no limb, or more than {VALUE_LIMBS}")]
    ValueWidth(String),
    #[error("`{0}` has no field")]
    NoField(String),
    #[error("function `{function}`, operation {op}: {what}")]
    Op {
        function: String,
        op: usize,
        what: OpError,
    },
}

impl ValidContract {
    /// Checks everything; all mistakes are reported.
    pub fn new(contract: Contract) -> Result<Self, Vec<IrError>> {
        let errors = validate(&contract);
        if errors.is_empty() {
            Ok(Self(contract))
        } else {
            Err(errors)
        }
    }
}

impl Deref for ValidContract {
    type Target = Contract;

    fn deref(&self) -> &Contract {
        &self.0
    }
}

/// All mistakes of `contract`; none means that it is valid.
pub fn validate(contract: &Contract) -> Vec<IrError> {
    let mut errors = vec![];
    if contract.ir_version != IR_VERSION {
        errors.push(IrError::Version(contract.ir_version));
    }
    if !(1..=MAX_ID).contains(&contract.contract) {
        errors.push(IrError::ContractId(contract.contract));
    }
    check_name(&contract.name, &mut errors);
    check_state(&contract.state, &mut errors);
    check_events(&contract.events, &mut errors);
    check_functions(contract, &mut errors);
    errors
}

fn check_state(state: &[StateVar], errors: &mut Vec<IrError>) {
    let (mut slots, mut names) = (HashSet::new(), HashSet::new());
    for var in state {
        let (contract, slot) = (var.contract, var.slot);
        if slot == 0 || !slots.insert((contract, slot)) {
            errors.push(IrError::Slot { contract, slot });
        }
        check_owner(contract, is_beacon(var), &var.name, errors);
        if var.keys.iter().map(|key| key.width()).sum::<usize>() > KEY_LIMBS {
            errors.push(IrError::WideKeys(var.name.clone()));
        }
        if !(1..=VALUE_LIMBS).contains(&var.value.width()) {
            errors.push(IrError::ValueWidth(var.name.clone()));
        }
        check_name(&var.value.name, errors);
        check_new_name("state variables", contract, &var.name, &mut names, errors);
    }
}

fn is_beacon(var: &StateVar) -> bool {
    var.contract == 0
        && var.slot == BEACON_SLOT
        && var.keys == [Type::U32]
        && var.value.fields == [Type::Hash]
}

fn check_events(events: &[Event], errors: &mut Vec<IrError>) {
    let (mut ids, mut names) = (HashSet::new(), HashSet::new());
    for event in events {
        let (contract, id) = (event.contract, event.id);
        if id == 0 || !ids.insert((contract, id)) {
            errors.push(IrError::EventId { contract, id });
        }
        check_owner(contract, false, &event.name, errors);
        check_new_name("events", contract, &event.name, &mut names, errors);
    }
}

/// What is declared belongs to a contract of the set, or is a system entry that contracts may use.
fn check_owner(contract: u32, is_beacon: bool, name: &str, errors: &mut Vec<IrError>) {
    if !(1..=MAX_ID).contains(&contract) && !is_beacon {
        let name = name.into();
        errors.push(IrError::System { contract, name });
    }
}

fn check_functions(contract: &Contract, errors: &mut Vec<IrError>) {
    let (mut ids, mut names) = (HashSet::new(), HashSet::<(u32, &str)>::new());
    for function in &contract.functions {
        if !(1..=MAX_FUNCTION_ID).contains(&function.id) || !ids.insert(function.id) {
            errors.push(IrError::FunctionId(function.id));
        }
        let mut params = HashSet::new();
        for param in &function.params {
            check_new_name("parameters", 0, &param.name, &mut params, errors);
            check_param(&param.ty, errors);
        }
        check_body(contract, function, errors);
        check_new_name("functions", 0, &function.name, &mut names, errors);
    }
}

fn check_param(ty: &Record, errors: &mut Vec<IrError>) {
    check_name(&ty.name, errors);
    if ty.fields.is_empty() {
        errors.push(IrError::NoField(ty.name.clone()));
    }
}

/// Names are distinct within what one contract declares.
fn check_new_name<'a>(
    what: &'static str,
    contract: u32,
    name: &'a str,
    seen: &mut HashSet<(u32, &'a str)>,
    errors: &mut Vec<IrError>,
) {
    check_name(name, errors);
    if !seen.insert((contract, name)) {
        let name = name.into();
        errors.push(IrError::NameTwice { what, name });
    }
}

fn check_name(name: &str, errors: &mut Vec<IrError>) {
    let letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    let valid = name.starts_with(letter) && name.chars().all(|c| letter(c) || c.is_ascii_digit());
    if !valid {
        errors.push(IrError::Name(name.into()));
    }
}

fn check_body(contract: &Contract, function: &Function, errors: &mut Vec<IrError>) {
    let mut types = Types::new(contract, function);
    for (op, operation) in function.body.iter().enumerate() {
        if let Err(what) = types.push(operation) {
            let function = function.name.clone();
            errors.push(IrError::Op { function, op, what });
        }
    }
}

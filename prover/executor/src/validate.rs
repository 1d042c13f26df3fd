//! Contracts whose every id, type and operand is checked.

use std::collections::HashSet;
use std::ops::Deref;

use thiserror::Error;

use crate::ir::{Contract, Function, StateVar, IR_VERSION};
use crate::typing::{OpError, Types};

/// Contracts of a set and functions of a contract are leaves of depth-8 trees.
pub const MAX_ID: u32 = 255;
/// Map keys fill at most three limbs of a state key.
pub const KEY_LIMBS: usize = 3;

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
    #[error("`{0}` is no name: ASCII letters, digits and `_`, not first a digit")]
    Name(String),
    #[error("two {what} are called `{name}`")]
    NameTwice { what: &'static str, name: String },
    #[error("slot {0} is 0 or used twice")]
    Slot(u32),
    #[error("function id {0} is not between 1 and {MAX_ID}, or used twice")]
    FunctionId(u32),
    #[error("the keys of `{0}` need more than {KEY_LIMBS} limbs")]
    WideKeys(String),
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
    check_functions(contract, &mut errors);
    errors
}

fn check_state(state: &[StateVar], errors: &mut Vec<IrError>) {
    let mut slots = HashSet::from([0]);
    for var in state {
        if !slots.insert(var.slot) {
            errors.push(IrError::Slot(var.slot));
        }
        if var.keys.iter().map(|key| key.width()).sum::<usize>() > KEY_LIMBS {
            errors.push(IrError::WideKeys(var.name.clone()));
        }
    }
    check_names("state variables", state.iter().map(|v| &v.name), errors);
}

fn check_functions(contract: &Contract, errors: &mut Vec<IrError>) {
    let mut ids = HashSet::new();
    for function in &contract.functions {
        if !(1..=MAX_ID).contains(&function.id) || !ids.insert(function.id) {
            errors.push(IrError::FunctionId(function.id));
        }
        check_names(
            "parameters",
            function.params.iter().map(|p| &p.name),
            errors,
        );
        check_body(contract, function, errors);
    }
    check_names(
        "functions",
        contract.functions.iter().map(|f| &f.name),
        errors,
    );
}

fn check_names<'a>(
    what: &'static str,
    names: impl Iterator<Item = &'a String>,
    errors: &mut Vec<IrError>,
) {
    let mut seen = HashSet::new();
    for name in names {
        check_name(name, errors);
        if !seen.insert(name) {
            let name = name.clone();
            errors.push(IrError::NameTwice { what, name });
        }
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

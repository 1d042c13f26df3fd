//! Texts of failures that no contract worded. `saya_py.lang.messages` has the same ones; a property test
//! compares the two on the same calls.

use saya_core::{Felt, Typed};

use crate::ir::{Contract, Function, Param, StateVar};

pub const NOBODY: &str = "the caller is user 0, which means nobody";

pub fn other_contract(contract: &Contract, called: u32) -> String {
    format!("this is contract {}, not {called}", contract.contract)
}

pub fn no_function(contract: &Contract, function: u32) -> String {
    format!("{} has no function {function}", contract.name)
}

pub fn argument_limbs(function: &Function, wanted: usize, found: usize) -> String {
    format!(
        "{} takes {wanted} argument limbs, not {found}",
        function.name
    )
}

pub fn bad_argument(function: &Function, param: &Param, limbs: &[Felt]) -> String {
    let (name, ty, limbs) = (&param.name, &param.ty.name, list(limbs));
    format!(
        "argument {name} of {} is not a {ty}: limbs {limbs}",
        function.name
    )
}

pub fn bad_valid_until(valid_until: u64) -> String {
    format!("valid_until {valid_until} is no time below 2^40")
}

pub fn expired(valid_until: u64, t_max: u64) -> String {
    format!("valid_until {valid_until} is before the end of the time window, {t_max}")
}

pub fn bad_stored_value(variable: &StateVar, keys: &[Typed], limbs: &[Felt]) -> String {
    let keys: String = match keys {
        [] => String::new(),
        keys => {
            let numbers = keys
                .iter()
                .map(|key| key.number().expect("hashes are no keys"));
            let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
            format!("[{}]", numbers.join(", "))
        }
    };
    let (name, ty, limbs) = (&variable.name, &variable.value.name, list(limbs));
    format!("stored value of {name}{keys} is not a {ty}: limbs {limbs}")
}

fn list(limbs: &[Felt]) -> String {
    let numbers: Vec<String> = limbs.iter().map(|limb| limb.value().to_string()).collect();
    numbers.join(", ")
}

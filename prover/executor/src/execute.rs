//! One call, all or nothing.

use saya_core::calls::{Call, TIME_LIMIT};
use saya_core::Typed;

use crate::ir::Function;
use crate::machine::Machine;
use crate::messages;
use crate::numbers;
use crate::receipt::{CallFailed, Receipt};
use crate::state::{Overlay, State};
use crate::validate::ValidContract;

/// Runs `call` on `state`. A call that fails leaves `state` unchanged.
///
/// The caller must be a user, the arguments encodings of the parameters' types, and `valid_until` a time.
/// Authorisation and the time window are for whoever builds the sub-block.
pub fn execute(
    contract: &ValidContract,
    call: &Call,
    state: &mut dyn State,
) -> Result<Receipt, CallFailed> {
    let refuse = |message| CallFailed { message, op: None };
    let function = called_function(contract, call).map_err(refuse)?;
    if call.user == 0 {
        return Err(refuse(messages::NOBODY.into()));
    }
    if call.valid_until >= TIME_LIMIT {
        return Err(refuse(messages::bad_valid_until(call.valid_until)));
    }
    let args = arguments(function, call).map_err(refuse)?;

    let mut machine = Machine::new(contract, call.user, &args, Overlay::new(state));
    for op in &function.body {
        machine.step(op)?;
    }
    Ok(machine.finish())
}

fn called_function<'a>(contract: &'a ValidContract, call: &Call) -> Result<&'a Function, String> {
    if call.contract != contract.contract {
        return Err(messages::other_contract(contract, call.contract));
    }
    let found = contract.function(call.function);
    found.ok_or_else(|| messages::no_function(contract, call.function))
}

fn arguments(function: &Function, call: &Call) -> Result<Vec<Typed>, String> {
    let wanted = function.params.iter().map(|param| param.ty.width()).sum();
    if call.args.len() != wanted {
        return Err(messages::argument_limbs(function, wanted, call.args.len()));
    }
    let mut rest = call.args.as_slice();
    let mut take = |limbs| {
        let (taken, left) = rest.split_at(limbs);
        rest = left;
        taken
    };
    function
        .params
        .iter()
        .map(|param| {
            let limbs = take(param.ty.width());
            numbers::decode(param.ty, limbs)
                .ok_or_else(|| messages::bad_argument(function, param, limbs))
        })
        .collect()
}

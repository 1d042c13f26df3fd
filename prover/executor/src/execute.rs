//! One call, all or nothing.

use saya_core::calls::{Call, TIME_LIMIT};
use saya_core::Typed;

use crate::ir::Function;
use crate::limbs::split;
use crate::machine::{Context, Machine};
use crate::messages;
use crate::receipt::{CallFailed, Receipt};
use crate::state::{Overlay, State};
use crate::validate::ValidContract;
use crate::window::Window;

/// Runs `call` on `state`. A call that fails leaves `state` unchanged.
///
/// The caller must be a user, the arguments encodings of the parameters' types, and `valid_until` a time not
/// before the window's end. Authorisation is for whoever builds the sub-block.
pub fn execute(
    contract: &ValidContract,
    call: &Call,
    window: &Window,
    state: &mut dyn State,
) -> Result<Receipt, CallFailed> {
    let refuse = |message| CallFailed { message, op: None };
    let function = called_function(contract, call).map_err(refuse)?;
    if call.user == 0 {
        return Err(refuse(messages::NOBODY.into()));
    }
    check_window(call, window)?;
    let args = arguments(function, call).map_err(refuse)?;

    let context = Context {
        contract,
        caller: call.user,
        window: *window,
        args: &args,
    };
    let mut machine = Machine::new(context, Overlay::new(state));
    for op in &function.body {
        machine.step(op)?;
    }
    Ok(machine.finish())
}

/// Refuses a call that is not valid until the window's end.
pub(crate) fn check_window(call: &Call, window: &Window) -> Result<(), CallFailed> {
    let (valid_until, t_max) = (call.valid_until, window.t_max);
    let message = match valid_until {
        TIME_LIMIT.. => messages::bad_valid_until(valid_until),
        _ if valid_until < t_max => messages::expired(valid_until, t_max),
        _ => return Ok(()),
    };
    Err(CallFailed { message, op: None })
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
    let mut args = vec![];
    for param in &function.params {
        let limbs = take(param.ty.width());
        let fields = split(&param.ty.fields, limbs);
        args.extend(fields.ok_or_else(|| messages::bad_argument(function, param, limbs))?);
    }
    Ok(args)
}

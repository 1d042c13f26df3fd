//! Native execution of contract IR.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use saya_executor::ir::Contract;
use saya_executor::{execute, Call, MapState, Receipt, ValidContract};
use serde::de::DeserializeOwned;
use serde::Serialize;

use crate::guard::guarded;

/// What a call came to, as JSON.
#[derive(Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
enum Outcome {
    Done { receipt: Receipt, state: MapState },
    Failed { message: String, op: Option<u32> },
}

/// Executes one call on a state of `key: value` entries, all three as JSON, and returns the outcome as JSON.
///
/// ValueError when an argument is malformed or the contract is not valid IR. A call that fails is an outcome.
#[pyfunction]
pub fn execute_ir(py: Python<'_>, contract: &str, call: &str, state: &str) -> PyResult<String> {
    guarded(py, || {
        let contract = valid(parse("contract", contract)?)?;
        let call: Call = parse("call", call)?;
        let mut state: MapState = parse("state", state)?;
        let outcome = match execute(&contract, &call, &mut state) {
            Ok(receipt) => Outcome::Done { receipt, state },
            Err(failure) => Outcome::Failed {
                message: failure.message,
                op: failure.op,
            },
        };
        serde_json::to_string(&outcome).map_err(|error| PyValueError::new_err(error.to_string()))
    })
}

fn parse<T: DeserializeOwned>(what: &str, text: &str) -> PyResult<T> {
    serde_json::from_str(text).map_err(|error| PyValueError::new_err(format!("{what}: {error}")))
}

fn valid(contract: Contract) -> PyResult<ValidContract> {
    ValidContract::new(contract).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        PyValueError::new_err(lines.join("\n"))
    })
}

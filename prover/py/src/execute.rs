//! Native execution of contract IR.

use pyo3::prelude::*;
use saya_executor::{execute, Call, MapState, Receipt, Window};
use serde::de::DeserializeOwned;
use serde::Serialize;

use crate::faults::{internal, refused};
use crate::guard::guarded;
use crate::ir::parse_contract;

/// What a call came to, as JSON.
#[derive(Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
enum Outcome {
    Done { receipt: Receipt, state: MapState },
    Failed { message: String, op: Option<u32> },
}

/// Executes one call in a time window on a state of `key: value` entries, all as JSON but the window's first and
/// last second, and returns the outcome as JSON.
///
/// ProverRefused when an argument is malformed or the contract is not valid IR. A call that fails is an outcome.
#[pyfunction]
pub fn execute_ir(
    py: Python<'_>,
    contract: &str,
    call: &str,
    t_min: u64,
    t_max: u64,
    state: &str,
) -> PyResult<String> {
    guarded(py, || {
        let contract = parse_contract(contract)?;
        let call: Call = parse("call", call)?;
        let mut state: MapState = parse("state", state)?;
        let outcome = match execute(&contract, &call, &Window { t_min, t_max }, &mut state) {
            Ok(receipt) => Outcome::Done { receipt, state },
            Err(failure) => Outcome::Failed {
                message: failure.message,
                op: failure.op,
            },
        };
        serde_json::to_string(&outcome).map_err(internal)
    })
}

fn parse<T: DeserializeOwned>(what: &str, text: &str) -> PyResult<T> {
    serde_json::from_str(text).map_err(|error| refused(format!("{what}: {error}")))
}

//! Contracts from the JSON form of their IR.

use pyo3::prelude::*;
use saya_executor::ir::Contract;
use saya_executor::ValidContract;

use crate::faults::refused;

/// A checked contract; the error has all of its mistakes, one a line.
pub fn parse_contract(text: &str) -> PyResult<ValidContract> {
    let contract: Contract =
        serde_json::from_str(text).map_err(|error| refused(format!("contract: {error}")))?;
    ValidContract::new(contract).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        refused(format!("contract: {}", lines.join("\n")))
    })
}

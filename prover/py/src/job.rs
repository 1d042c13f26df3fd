//! The JSON forms of jobs.

use pyo3::prelude::*;
use saya_circuits::check::CallsJob;
use saya_circuits::system::job::SubBlockJob;

use crate::faults::refused;

/// Reads a job; the error says where the text is wrong.
pub fn parse_job(text: &str) -> PyResult<SubBlockJob> {
    serde_json::from_str(text).map_err(|error| refused(format!("job: {error}")))
}

/// Reads calls to check or to prove on their own; the error says where the text is wrong.
pub fn parse_calls(text: &str) -> PyResult<CallsJob> {
    serde_json::from_str(text).map_err(|error| refused(format!("job: {error}")))
}

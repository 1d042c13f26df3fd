//! The JSON form of a sub-block job.

use pyo3::prelude::*;
use saya_circuits::system::job::SubBlockJob;

use crate::faults::refused;

/// Reads a job; the error says where the text is wrong.
pub fn parse_job(text: &str) -> PyResult<SubBlockJob> {
    serde_json::from_str(text).map_err(|error| refused(format!("job: {error}")))
}

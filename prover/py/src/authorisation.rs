//! Kinds of contract sets by name.

use pyo3::prelude::*;
use saya_executor::Authorisation;

use crate::faults::refused;

/// `signed` or `none`.
pub fn parse_authorisation(name: &str) -> PyResult<Authorisation> {
    match name {
        "signed" => Ok(Authorisation::Signed),
        "none" => Ok(Authorisation::None),
        other => Err(refused(format!(
            "unknown authorisation `{other}`: choose `signed`, or `none` for development"
        ))),
    }
}

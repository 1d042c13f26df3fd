//! Kinds of contract sets, and modes of calls, by name.

use pyo3::prelude::*;
use saya_core::calls::AuthMode;
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

/// `none`, `inline` or `pop`.
pub fn parse_mode(name: &str) -> PyResult<AuthMode> {
    let modes = [AuthMode::None, AuthMode::Inline, AuthMode::Pop];
    let found = modes.into_iter().find(|mode| mode.name() == name);
    found.ok_or_else(|| {
        refused(format!(
            "unknown authorisation mode `{name}`: choose `none`, `inline` or `pop`"
        ))
    })
}

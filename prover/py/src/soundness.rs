//! The soundness report of a profile.

use pyo3::prelude::*;
use saya_circuits::profile::Profile;
use saya_circuits::soundness::SystemReport;
use saya_circuits::system::ProvingSystem;

use crate::faults::{internal, refused};
use crate::guard::guarded;

/// Builds the circuits of `profile` and returns the report on them: as text for people, and as JSON.
#[pyfunction]
pub fn soundness_report(py: Python<'_>, profile: &str) -> PyResult<(String, String)> {
    guarded(py, || {
        let profile = Profile::by_name(profile).map_err(refused)?;
        let system = ProvingSystem::build(profile, &|_, _| ()).map_err(internal)?;
        let report = SystemReport::of_system(&system).map_err(internal)?;
        let json = serde_json::to_string(&report).map_err(internal)?;
        Ok((report.to_string(), json))
    })
}

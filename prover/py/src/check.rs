//! Calls checked against the constraints, without proving.

use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use saya_circuits::check::{CallsJob, CheckError, Checker};
use saya_circuits::leaf::measure;
use saya_circuits::profile::Profile;

use crate::authorisation::parse_mode;
use crate::faults::{internal, refused, rejected};
use crate::guard::guarded;
use crate::ir::parse_contract;
use crate::job::parse_calls;

/// Checks calls of one contract; its circuits are built when they are first needed, and kept.
#[pyclass(frozen, name = "CallChecker", module = "saya_py._native")]
pub struct PyCallChecker(Mutex<Checker>);

#[pymethods]
impl PyCallChecker {
    #[new]
    fn new(py: Python<'_>, contract: &str) -> PyResult<Self> {
        let contract = guarded(py, || parse_contract(contract))?;
        Ok(Self(Mutex::new(Checker::new(contract))))
    }

    /// Evaluates all constraints on the witness of the calls that `job` (JSON) describes.
    #[pyo3(signature = (job, forced=false))]
    fn check(&self, py: Python<'_>, job: &str, forced: bool) -> PyResult<()> {
        guarded(py, || {
            let job = parse_calls(job)?;
            let mut checker = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            check(&mut checker, &job, forced)
        })
    }
}

/// The same with circuits for this one time.
#[pyfunction]
#[pyo3(signature = (contract, job, forced=false))]
pub fn check_calls(py: Python<'_>, contract: &str, job: &str, forced: bool) -> PyResult<()> {
    guarded(py, || {
        let (contract, job) = (parse_contract(contract)?, parse_calls(job)?);
        check(&mut Checker::new(contract), &job, forced)
    })
}

fn check(checker: &mut Checker, job: &CallsJob, forced: bool) -> PyResult<()> {
    let checked = match forced {
        true => checker.check_forced(job),
        false => checker.check(job),
    };
    checked.map_err(|error| match error {
        CheckError::Rejected { .. } => rejected(error),
        CheckError::Job(fault) if !fault.is_job_error() => internal(fault),
        error => refused(error),
    })
}

/// What one call of a function costs in the leaves of `profile` for an authorisation mode, as JSON.
#[pyfunction]
pub fn measure_function(
    py: Python<'_>,
    contract: &str,
    function_id: u32,
    profile: &str,
    mode: &str,
) -> PyResult<String> {
    guarded(py, || {
        let contract = parse_contract(contract)?;
        let profile = Profile::by_name(profile).map_err(refused)?;
        let mode = parse_mode(mode)?;
        let function = contract
            .function(function_id)
            .ok_or_else(|| refused(format!("{} has no function {function_id}", contract.name)))?;
        let measure = measure(&profile, &contract, function, mode).map_err(refused)?;
        serde_json::to_string(&measure).map_err(internal)
    })
}

//! `ContractSet`: the function circuits of a world.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use saya_circuits::profile::Profile;
use saya_circuits::set::{CircuitId, ContractSet, SetSummary};
use saya_core::limbs;
use saya_executor::ValidContract;

use crate::authorisation::{parse_authorisation, parse_mode};
use crate::faults::{internal, refused};
use crate::guard::guarded;
use crate::ir::parse_contract;
use crate::job::parse_calls;
use crate::progress::Progress;

/// The function circuits of a list of contracts, and the root of their whitelist.
#[pyclass(frozen, name = "ContractSet", module = "saya_py._native")]
pub struct PyContractSet(pub ContractSet);

#[pymethods]
impl PyContractSet {
    #[staticmethod]
    #[pyo3(signature = (profile, contracts, authorisation, progress=None))]
    fn build(
        py: Python<'_>,
        profile: &str,
        contracts: Vec<String>,
        authorisation: &str,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Self> {
        let progress = Progress::new(progress);
        let built = guarded(py, || {
            let (profile, contracts) = parse_set(profile, &contracts)?;
            let authorisation = parse_authorisation(authorisation)?;
            let report = |stage: &str, seconds| progress.report(stage, seconds);
            ContractSet::build(&profile, &contracts, authorisation, &report).map_err(refused)
        });
        progress.finish(built).map(Self)
    }

    /// Root of the whitelist, 32 bytes.
    #[getter]
    fn set_root<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &limbs::to_bytes(&self.0.set_root()))
    }

    /// How many calls of a function one proof holds in an authorisation mode; None when the set has no such circuit.
    fn lanes(&self, contract: u32, function: u32, mode: &str) -> PyResult<Option<usize>> {
        let id = CircuitId {
            contract,
            function,
            mode: parse_mode(mode)?,
        };
        Ok(self.0.circuit(&id).map(|circuit| circuit.leaf.lanes()))
    }

    /// Proves the calls that `job` (JSON) describes as leaves only, verifies the proofs and returns what they
    /// hold as JSON: `[{"function", "calls", "seconds"}]`.
    fn prove_calls(&self, py: Python<'_>, job: &str) -> PyResult<String> {
        guarded(py, || {
            let job = parse_calls(job)?;
            let proven = self
                .0
                .prove_calls(&job)
                .map_err(|error| match error.is_job_error() {
                    true => refused(error),
                    false => internal(error),
                })?;
            serde_json::to_string(&proven).map_err(internal)
        })
    }
}

/// Builds the circuits of `contracts` (IR as JSON), one after the other, and returns what they come to as JSON:
/// `{"set_root", "system_root", "circuits": [{"contract", "function", "mode", "circuit", "lanes"}]}`.
#[pyfunction]
#[pyo3(signature = (profile, contracts, authorisation, progress=None))]
pub fn summarise_set(
    py: Python<'_>,
    profile: &str,
    contracts: Vec<String>,
    authorisation: &str,
    progress: Option<Py<PyAny>>,
) -> PyResult<String> {
    let progress = Progress::new(progress);
    let summary = guarded(py, || {
        let (profile, contracts) = parse_set(profile, &contracts)?;
        let report = |stage: &str, seconds| progress.report(stage, seconds);
        let authorisation = parse_authorisation(authorisation)?;
        let summary = SetSummary::build(&profile, &contracts, authorisation, &report);
        let summary = summary.map_err(refused)?;
        serde_json::to_string(&summary).map_err(internal)
    });
    progress.finish(summary)
}

fn parse_set(profile: &str, contracts: &[String]) -> PyResult<(Profile, Vec<ValidContract>)> {
    let profile = Profile::by_name(profile).map_err(refused)?;
    let contracts = contracts.iter().map(|text| parse_contract(text));
    Ok((profile, contracts.collect::<PyResult<_>>()?))
}

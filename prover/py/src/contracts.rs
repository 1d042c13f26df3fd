//! `ContractSet`: the function circuits of a world.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use saya_circuits::profile::Profile;
use saya_circuits::set::ContractSet;

use crate::faults::refused;
use crate::guard::guarded;
use crate::ir::parse_contract;
use crate::progress::Progress;
use saya_core::limbs;

/// The function circuits of a list of contracts, and the root of their whitelist.
#[pyclass(frozen, name = "ContractSet", module = "saya_py._native")]
pub struct PyContractSet(pub ContractSet);

#[pymethods]
impl PyContractSet {
    #[staticmethod]
    #[pyo3(signature = (profile, contracts, progress=None))]
    fn build(
        py: Python<'_>,
        profile: &str,
        contracts: Vec<String>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Self> {
        let progress = Progress::new(progress);
        let built = guarded(py, || {
            let profile = Profile::by_name(profile).map_err(refused)?;
            let contracts = contracts
                .iter()
                .map(|text| parse_contract(text))
                .collect::<Result<Vec<_>, _>>()?;
            ContractSet::build(&profile, &contracts, &|stage, seconds| {
                progress.report(stage, seconds)
            })
            .map_err(refused)
        });
        progress.finish(built).map(Self)
    }

    /// Root of the whitelist, 32 bytes.
    #[getter]
    fn set_root<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &limbs::to_bytes(&self.0.set_root()))
    }

    /// How many calls of `fn_id` one leaf holds; None when the set has no such function.
    fn lanes(&self, fn_id: u64) -> Option<usize> {
        self.0.lanes(fn_id)
    }
}

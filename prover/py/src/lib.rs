//! Python extension `saya_py._native`: the boundary only, no logic of its own.
//!
//! Every call that takes long releases the GIL. Errors are the exceptions of `saya_py.core.errors`
//! (see [`faults`]). The typed stub is `saya_py/_native.pyi`.

mod authorisation;
mod check;
mod contracts;
mod execute;
mod executor;
mod faults;
mod guard;
mod ir;
mod job;
mod progress;
mod signature;
mod soundness;
mod system;
mod trace;
mod verify;

use pyo3::prelude::*;

/// Version of the extension, equal to the package's.
#[pyfunction]
fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

#[pymodule]
fn _native(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(version, m)?)?;
    m.add_function(wrap_pyfunction!(faults::provoke_panic, m)?)?;
    m.add_function(wrap_pyfunction!(execute::execute_ir, m)?)?;
    m.add_function(wrap_pyfunction!(soundness::soundness_report, m)?)?;
    m.add_function(wrap_pyfunction!(system::capacities, m)?)?;
    m.add_function(wrap_pyfunction!(contracts::summarise_set, m)?)?;
    m.add_function(wrap_pyfunction!(check::check_calls, m)?)?;
    m.add_function(wrap_pyfunction!(check::measure_function, m)?)?;
    m.add_class::<check::PyCallChecker>()?;
    m.add_function(wrap_pyfunction!(signature::key_root, m)?)?;
    m.add_function(wrap_pyfunction!(signature::verify_signature, m)?)?;
    m.add_class::<signature::PySigningKey>()?;
    m.add_class::<executor::PyExecutor>()?;
    m.add_class::<contracts::PyContractSet>()?;
    m.add_function(wrap_pyfunction!(verify::proof_file, m)?)?;
    m.add_function(wrap_pyfunction!(verify::judge_proof_file, m)?)?;
    m.add_function(wrap_pyfunction!(verify::commit_of, m)?)?;
    m.add_function(wrap_pyfunction!(verify::released_os_version, m)?)?;
    m.add_class::<system::PyProvingSystem>()?;
    m.add_class::<system::PySubBlockPlan>()?;
    m.add_class::<system::PySubBlockProof>()?;
    Ok(())
}

//! Python extension `saya_py._native`.
mod execute;
mod guard;

use pyo3::prelude::*;

/// Version of the extension, equal to the package's.
#[pyfunction]
fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

#[pymodule]
fn _native(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(version, m)?)?;
    m.add_function(wrap_pyfunction!(execute::execute_ir, m)?)?;
    Ok(())
}

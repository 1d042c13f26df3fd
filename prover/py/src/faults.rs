//! Rust errors as the exceptions of `saya_py.core.errors`.

use std::fmt::Display;

use pyo3::import_exception;
use pyo3::prelude::*;

use crate::guard::guarded;

import_exception!(saya_py.core.errors, InternalError);
import_exception!(saya_py.core.errors, ProofRejected);
import_exception!(saya_py.core.errors, ProverRefused);

/// The caller can do something about it; the text says what, with its causes.
pub fn refused(error: impl Display) -> PyErr {
    ProverRefused::new_err(format!("{error:#}"))
}

/// A proof, or a statement that comes with one, is not valid.
pub fn rejected(error: impl Display) -> PyErr {
    ProofRejected::new_err(error.to_string())
}

/// A fault of this program.
pub fn internal(error: impl Display) -> PyErr {
    InternalError::new_err(format!("{error:#}"))
}

/// Panics with `message`: shows that a fault inside the extension reaches Python as an exception.
#[pyfunction]
pub fn provoke_panic(py: Python<'_>, message: String) -> PyResult<()> {
    guarded(py, || panic!("{message}"))
}

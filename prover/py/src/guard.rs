//! Runs Rust code on behalf of Python: without the GIL, and with panics turned into an exception.

use std::any::Any;
use std::panic::{catch_unwind, AssertUnwindSafe};

use pyo3::import_exception;
use pyo3::prelude::*;

import_exception!(saya_py.core.errors, ProverPanic);

/// Runs `work` while other Python threads run. A panic becomes `ProverPanic`; what `work` was building is
/// dropped with it, so nothing half-done is left behind.
pub fn guarded<T: Send>(py: Python<'_>, work: impl FnOnce() -> PyResult<T> + Send) -> PyResult<T> {
    py.detach(|| catch_unwind(AssertUnwindSafe(work)))
        .unwrap_or_else(|panic| Err(ProverPanic::new_err(text(&*panic))))
}

fn text(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("panic without a message").to_string()
}

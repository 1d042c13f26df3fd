//! Progress reports to a Python callable.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;

/// Calls `callback(stage, seconds)` from work that runs without the GIL.
pub struct Progress {
    callback: Option<Py<PyAny>>,
    error: Mutex<Option<PyErr>>,
}

impl Progress {
    /// Reports go nowhere when there is no callback.
    pub fn new(callback: Option<Py<PyAny>>) -> Self {
        Self {
            callback,
            error: Mutex::new(None),
        }
    }

    /// Reports a finished stage. What the callback raises is kept for [`Progress::finish`], as is Ctrl-C.
    pub fn report(&self, stage: &str, seconds: f64) {
        Python::attach(|py| {
            let called = self.callback.as_ref().map_or(Ok(()), |callback| {
                callback.call1(py, (stage, seconds)).map(drop)
            });
            if let Err(error) = called.and_then(|()| py.check_signals()) {
                self.slot().get_or_insert(error);
            }
        });
    }

    /// `result`, unless a report raised something.
    pub fn finish<T>(self, result: PyResult<T>) -> PyResult<T> {
        let error = self.slot().take();
        error.map_or(result, Err)
    }

    fn slot(&self) -> MutexGuard<'_, Option<PyErr>> {
        self.error.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

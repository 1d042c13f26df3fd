//! `Contract`: native execution of calls.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use saya_core::{Key, Value};
use saya_executor::{execute, Call, MapState, State, ValidContract, Window};

use crate::faults::refused;
use crate::guard::guarded;
use crate::ir::parse_contract;

/// A checked contract that executes calls.
#[pyclass(frozen, name = "Contract", module = "saya_py._native")]
pub struct PyContract(ValidContract);

type Entries = BTreeMap<[u8; 32], [u8; 32]>;
/// Keys looked at, entries written, and the message of a call that failed.
type Executed<'py> = (Vec<Bound<'py, PyBytes>>, Bound<'py, PyDict>, Option<String>);

#[pymethods]
impl PyContract {
    #[new]
    fn new(py: Python<'_>, ir: &str) -> PyResult<Self> {
        guarded(py, || parse_contract(ir)).map(Self)
    }

    /// Runs `call` (JSON) in a time window on `state` and returns what it would change.
    fn execute<'py>(
        &self,
        py: Python<'py>,
        call: &str,
        t_min: u64,
        t_max: u64,
        state: Entries,
    ) -> PyResult<Executed<'py>> {
        let (reads, writes, failure) = guarded(py, || {
            let call: Call =
                serde_json::from_str(call).map_err(|error| refused(format!("call: {error}")))?;
            let mut state = Recorder::new(state)?;
            let failure = execute(&self.0, &call, &Window { t_min, t_max }, &mut state).err();
            Ok((
                state.reads.into_inner(),
                state.writes,
                failure.map(|failure| failure.message),
            ))
        })?;
        let bytes = |bytes: [u8; 32]| PyBytes::new(py, &bytes);
        let written = PyDict::new(py);
        for (key, value) in &writes {
            written.set_item(bytes(key.to_bytes()), bytes(value.to_bytes()))?;
        }
        let reads = reads.iter().map(|key| bytes(key.to_bytes())).collect();
        Ok((reads, written, failure))
    }
}

/// A state that remembers which keys a call looked at, even one that then fails.
struct Recorder {
    values: MapState,
    reads: RefCell<BTreeSet<Key>>,
    writes: MapState,
}

impl Recorder {
    fn new(entries: Entries) -> PyResult<Self> {
        let values = entries
            .iter()
            .map(|(key, value)| Ok((Key::from_bytes(key)?, Value::from_bytes(value)?)))
            .collect::<Result<_, saya_core::CoreError>>()
            .map_err(refused)?;
        Ok(Self {
            values,
            reads: RefCell::default(),
            writes: MapState::new(),
        })
    }
}

impl State for Recorder {
    fn get(&self, key: &Key) -> Value {
        self.reads.borrow_mut().insert(*key);
        let written = BTreeMap::get(&self.writes, key);
        written
            .copied()
            .unwrap_or_else(|| State::get(&self.values, key))
    }

    fn set(&mut self, key: Key, value: Value) {
        self.writes.insert(key, value);
    }
}

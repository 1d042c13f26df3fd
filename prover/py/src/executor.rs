//! `Executor`: native authorisation and execution of submissions.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use saya_core::{limbs, Digest, Key, Value};
use saya_executor::{
    submit, Authorisation, Environment, MapState, State, Submission, ValidContract, Window,
};

use crate::authorisation::parse_authorisation;
use crate::faults::refused;
use crate::guard::guarded;
use crate::ir::parse_contract;

/// Contracts of a world, ready to execute what is submitted to it.
#[pyclass(frozen, name = "Executor", module = "saya_py._native")]
pub struct PyExecutor {
    contracts: BTreeMap<u32, ValidContract>,
    domain: Digest,
    set_root: Digest,
    authorisation: Authorisation,
}

type Entries = BTreeMap<[u8; 32], [u8; 32]>;
/// Keys looked at, entries written, and why the submission was refused.
type Executed<'py> = (Vec<Bound<'py, PyBytes>>, Bound<'py, PyDict>, Option<String>);

#[pymethods]
impl PyExecutor {
    #[new]
    fn new(
        py: Python<'_>,
        contracts: Vec<String>,
        domain: [u8; 32],
        set_root: [u8; 32],
        authorisation: &str,
    ) -> PyResult<Self> {
        guarded(py, || {
            let mut by_id = BTreeMap::new();
            for text in &contracts {
                let contract = parse_contract(text)?;
                let (id, name) = (contract.contract, contract.name.clone());
                if let Some(other) = by_id.insert(id, contract) {
                    let other = &other.name;
                    return Err(refused(format!(
                        "{other} and {name} are both contract {id}"
                    )));
                }
            }
            Ok(Self {
                contracts: by_id,
                domain: limbs::from_bytes(&domain).map_err(refused)?,
                set_root: limbs::from_bytes(&set_root).map_err(refused)?,
                authorisation: parse_authorisation(authorisation)?,
            })
        })
    }

    /// Authorises and runs `submission` (JSON) in a time window on `state` and returns what it would change.
    fn submit<'py>(
        &self,
        py: Python<'py>,
        submission: &str,
        t_min: u64,
        t_max: u64,
        state: Entries,
    ) -> PyResult<Executed<'py>> {
        let (reads, writes, failure) = guarded(py, || {
            let submission: Submission = serde_json::from_str(submission)
                .map_err(|error| refused(format!("submission: {error}")))?;
            let environment = Environment {
                domain: self.domain,
                set_root: self.set_root,
                window: Window { t_min, t_max },
                authorisation: self.authorisation,
            };
            let mut state = Recorder::new(state)?;
            let contract_of = |id| self.contracts.get(&id);
            let done = submit(&environment, &contract_of, &submission, &mut state);
            let failure = done.err().map(|refused| refused.to_string());
            Ok((state.reads.into_inner(), state.writes, failure))
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

/// A state that remembers which keys a submission looked at, even one that is then refused.
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

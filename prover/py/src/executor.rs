//! `Executor`: native authorisation and execution of submissions.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use saya_core::{limbs, Digest, Key, Value};
use saya_executor::{
    submit, Authorisation, Environment, MapState, Refused, State, Step, Submission, ValidContract,
    Window,
};

use crate::authorisation::parse_authorisation;
use crate::faults::{internal, refused};
use crate::guard::guarded;
use crate::ir::parse_contract;
use crate::trace::{calls_after, Trace};

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
            let mut state = Recorder::new(state)?;
            let done = self.run(&parse(submission)?, Window { t_min, t_max }, &mut state);
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

    /// The same, told step by step as JSON; `log` is the digest of the events before it.
    fn trace(
        &self,
        py: Python<'_>,
        submission: &str,
        t_min: u64,
        t_max: u64,
        state: Entries,
        log: [u8; 32],
    ) -> PyResult<String> {
        guarded(py, || {
            let log = limbs::from_bytes(&log).map_err(refused)?;
            let mut state = Recorder::new(state)?;
            let done = self.run(&parse(submission)?, Window { t_min, t_max }, &mut state);
            let trace = Trace::new(done, state.unlisted.into_inner(), log);
            serde_json::to_string(&trace).map_err(internal)
        })
    }

    /// Digest of the calls of submissions (JSON) in order, and how many calls they are. Nothing is executed.
    fn calls_out<'py>(
        &self,
        py: Python<'py>,
        submissions: Vec<String>,
    ) -> PyResult<(Bound<'py, PyBytes>, usize)> {
        let (calls, count) = guarded(py, || {
            let environment = self.environment(Window { t_min: 0, t_max: 0 });
            let (mut calls, mut count) = (limbs::ZERO, 0);
            for (index, text) in submissions.iter().enumerate() {
                let submission = parse(text)?;
                count += submission.calls().len();
                calls = calls_after(&environment, &submission, calls)
                    .map_err(|error| refused(format!("submission {}: {error}", index + 1)))?;
            }
            Ok((calls, count))
        })?;
        Ok((PyBytes::new(py, &limbs::to_bytes(&calls)), count))
    }
}

impl PyExecutor {
    fn environment(&self, window: Window) -> Environment {
        Environment {
            domain: self.domain,
            set_root: self.set_root,
            window,
            authorisation: self.authorisation,
        }
    }

    fn run(
        &self,
        submission: &Submission,
        window: Window,
        state: &mut Recorder,
    ) -> Result<Vec<Step>, Refused> {
        let contract_of = |id| self.contracts.get(&id);
        submit(&self.environment(window), &contract_of, submission, state)
    }
}

fn parse(submission: &str) -> PyResult<Submission> {
    serde_json::from_str(submission).map_err(|error| refused(format!("submission: {error}")))
}

/// A state that remembers which keys a submission looked at, even one that is then refused.
struct Recorder {
    values: MapState,
    reads: RefCell<BTreeSet<Key>>,
    /// The first key looked at that `values` does not have.
    unlisted: Cell<Option<Key>>,
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
            unlisted: Cell::default(),
            writes: MapState::new(),
        })
    }
}

impl State for Recorder {
    fn get(&self, key: &Key) -> Value {
        self.reads.borrow_mut().insert(*key);
        if !self.values.contains_key(key) && self.unlisted.get().is_none() {
            self.unlisted.set(Some(*key));
        }
        let written = BTreeMap::get(&self.writes, key);
        written
            .copied()
            .unwrap_or_else(|| State::get(&self.values, key))
    }

    fn set(&mut self, key: Key, value: Value) {
        self.writes.insert(key, value);
    }
}

//! Native execution of submissions, and the witness of each leaf that it leaves behind.

use std::collections::BTreeSet;
use std::ops::Range;

use saya_core::calls::{calls_next, env, log_next};
use saya_core::header::{Auth, Header};
use saya_core::state_list::StateListTree;
use saya_core::statement::Entry;
use saya_core::{limbs, CoreError, Digest, Key, Value};
use saya_executor::{
    submit, Environment, MapState, State, Submission, Touch, ValidContract, Window,
};

use super::error::SubBlockError;
use super::steps::{Step, Witnesses};
use crate::leaf::LeafStart;
use crate::set::CircuitId;

/// What the submissions did.
pub struct Execution {
    environment: Environment,
    /// Every touched key in rising order, with its first and last value.
    pub entries: Vec<Entry>,
    pub start: Registers,
    /// One for each call, and one for the signature of each bundle.
    pub steps: Vec<Step>,
}

/// The registers of a header between two steps; calls, log and authorisation start at 0.
#[derive(Clone, Copy, Debug)]
pub struct Registers {
    pub state: Digest,
    pub calls: Digest,
    pub log: Digest,
    pub auth: Auth,
}

impl Execution {
    /// Runs `submissions` in order on `state`; every one must succeed, and all together touch at most `capacity` keys.
    pub fn run<'a>(
        contract_of: &dyn Fn(u32) -> Option<&'a ValidContract>,
        submissions: &[Submission],
        environment: Environment,
        state: &MapState,
        capacity: usize,
    ) -> Result<Self, SubBlockError> {
        let mut working = state.clone();
        let mut done = vec![];
        for (index, submission) in submissions.iter().enumerate() {
            let steps = submit(&environment, contract_of, submission, &mut working);
            let refused = |why| SubBlockError::Refused {
                index,
                why: Box::new(why),
            };
            let steps = steps.map_err(refused)?;
            done.extend(steps.into_iter().map(|step| (submission, step)));
        }
        let touches = done.iter().flat_map(|(_, step)| step.touches());
        let entries = entries(touches, state, &working);
        if entries.len() > capacity {
            let entries = entries.len();
            return Err(SubBlockError::TooManyEntries { entries, capacity });
        }
        let before: Vec<(Key, Value)> =
            entries.iter().map(|entry| (entry.key, entry.old)).collect();
        let tree = StateListTree::new(&before).expect("sorted, distinct, few");
        let start = Registers {
            state: tree.root(),
            calls: limbs::ZERO,
            log: limbs::ZERO,
            auth: Auth::default(),
        };
        let mut end = start;
        let mut witnesses = Witnesses::new(contract_of, tree);
        let steps = done.iter().map(|(submission, step)| {
            let (circuit, witness) = witnesses.of(submission, step);
            end.state = witnesses.root();
            end.calls = calls_next(&end.calls, &step.digest);
            let (signer, chain) = step.rest;
            end.auth = Auth { signer, chain };
            let events = step.call.iter().flat_map(|call| &call.receipt.events);
            for event in events {
                end.log = log_next(&end.log, event.contract, event.event, &event.data);
            }
            Step {
                circuit,
                witness,
                end,
            }
        });
        Ok(Self {
            steps: steps.collect(),
            environment,
            entries,
            start,
        })
    }

    /// How many calls the steps make.
    pub fn count(&self, steps: Range<usize>) -> u32 {
        let calls = self.steps[steps].iter();
        calls.filter(|step| step.circuit.is_call()).count() as u32
    }

    /// The circuits of the steps, in order.
    pub fn circuits(&self) -> Vec<CircuitId> {
        self.steps.iter().map(|step| step.circuit).collect()
    }

    /// The registers after so many steps.
    pub fn after(&self, steps: usize) -> Registers {
        match steps {
            0 => self.start,
            _ => self.steps[steps - 1].end,
        }
    }

    /// The registers after all steps.
    pub fn end(&self) -> Registers {
        self.after(self.steps.len())
    }

    /// Where a leaf begins that proves the steps from this one on.
    pub fn leaf_start(&self, step: usize) -> LeafStart {
        let start = self.after(step);
        let Environment {
            domain,
            set_root,
            window,
            ..
        } = self.environment;
        LeafStart {
            domain,
            set_root,
            t_min: window.t_min,
            t_max: window.t_max,
            state_in: start.state,
            calls_in: start.calls,
            log_in: start.log,
            auth_in: start.auth,
        }
    }

    /// The header of a proof of some steps.
    pub fn header(&self, steps: Range<usize>) -> Result<Header, CoreError> {
        let (start, end) = (self.after(steps.start), self.after(steps.end));
        let Window { t_min, t_max } = self.environment.window;
        Ok(Header {
            env: env(&self.environment.scope(), t_min, t_max)?,
            state_in: start.state,
            state_out: end.state,
            calls_in: start.calls,
            calls_out: end.calls,
            auth_in: start.auth,
            auth_out: end.auth,
            log_in: start.log,
            log_out: end.log,
            count: self.count(steps),
            ..Header::default()
        })
    }
}

fn entries(
    touches: impl Iterator<Item = Touch>,
    before: &MapState,
    after: &MapState,
) -> Vec<Entry> {
    let keys: BTreeSet<Key> = touches.map(|touch| touch.key).collect();
    keys.into_iter()
        .map(|key| Entry {
            key,
            old: State::get(before, &key),
            new: State::get(after, &key),
        })
        .collect()
}

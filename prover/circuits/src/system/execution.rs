//! Native execution of calls, and the leaf witness that it leaves behind.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use saya_core::calls::{calls_next, env, log_next, scope};
use saya_core::header::{Auth, Header};
use saya_core::state_list::StateListTree;
use saya_core::statement::Entry;
use saya_core::{limbs, CoreError, Digest, Key, Value};
use saya_executor::{execute, Access, Call, MapState, Receipt, State, ValidContract, Window};

use super::error::SubBlockError;
use crate::gadgets::access::AccessWitness;
use crate::leaf::lane::LaneWitness;
use crate::leaf::plan::{AccessPlan, Opening};
use crate::leaf::{LaneAuth, LeafStart, LeafWitness};

/// What all calls of an execution share.
#[derive(Clone, Copy, Debug)]
pub struct Environment {
    /// Of chain, settlement contract and world.
    pub domain: Digest,
    pub set_root: Digest,
    pub window: Window,
}

impl Environment {
    /// `H(SCOPE; domain, set_root)`.
    pub fn scope(&self) -> Digest {
        scope(&self.domain, &self.set_root)
    }
}

/// What the calls did.
pub struct Execution {
    environment: Environment,
    /// Every touched key in rising order, with its first and last value.
    pub entries: Vec<Entry>,
    pub start: Registers,
    /// One for each call.
    pub steps: Vec<Step>,
}

/// The registers of a header between two calls; calls and log start at 0⁴.
#[derive(Clone, Copy, Debug)]
pub struct Registers {
    pub state: Digest,
    pub calls: Digest,
    pub log: Digest,
}

/// One call: its witness, and the registers after it.
pub struct Step {
    pub lane: LaneWitness,
    pub end: Registers,
}

impl Execution {
    /// Runs `calls` in order on `state`; every call must succeed, and all together touch at most `capacity` keys.
    pub fn run<'a>(
        contract_of: impl Fn(&Call) -> &'a ValidContract,
        calls: &[Call],
        environment: Environment,
        state: &MapState,
        capacity: usize,
    ) -> Result<Self, SubBlockError> {
        let mut working = state.clone();
        let window = &environment.window;
        let receipts = calls
            .iter()
            .enumerate()
            .map(|(index, call)| {
                let done = execute(contract_of(call), call, window, &mut working);
                done.map_err(|failure| {
                    let message = failure.message;
                    SubBlockError::CallFailed { index, message }
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let entries = entries(&receipts, state, &working);
        if entries.len() > capacity {
            let entries = entries.len();
            return Err(SubBlockError::TooManyEntries { entries, capacity });
        }
        let before: Vec<(Key, Value)> =
            entries.iter().map(|entry| (entry.key, entry.old)).collect();
        let mut tree = StateListTree::new(&before).expect("sorted, distinct, few");
        let start = Registers {
            state: tree.root(),
            calls: limbs::ZERO,
            log: limbs::ZERO,
        };
        let (mut plans, mut end) = (BTreeMap::new(), start);
        let scope = environment.scope();
        let steps = calls.iter().zip(&receipts).map(|(call, receipt)| {
            let plan = plans.entry(call.fn_id()).or_insert_with(|| {
                let function = contract_of(call).function(call.function);
                AccessPlan::new(function.expect("the call was executed"))
            });
            let lane = lane(call, plan, receipt, &mut tree);
            end.state = tree.root();
            end.calls = calls_next(&end.calls, &call.digest(&scope)?);
            for event in &receipt.events {
                end.log = log_next(&end.log, event.contract, event.event, &event.data);
            }
            Ok(Step { lane, end })
        });
        let steps = steps.collect::<Result<_, CoreError>>();
        Ok(Self {
            steps: steps.map_err(SubBlockError::execution)?,
            environment,
            entries,
            start,
        })
    }

    /// The registers after `calls` calls.
    pub fn after(&self, calls: usize) -> Registers {
        match calls {
            0 => self.start,
            _ => self.steps[calls - 1].end,
        }
    }

    /// The registers after all calls.
    pub fn end(&self) -> Registers {
        self.after(self.steps.len())
    }

    /// The witness of a leaf over some of the calls, all of one function.
    pub fn leaf(&self, calls: Range<usize>) -> LeafWitness {
        let start = self.after(calls.start);
        LeafWitness {
            start: LeafStart {
                domain: self.environment.domain,
                set_root: self.environment.set_root,
                t_min: self.environment.window.t_min,
                t_max: self.environment.window.t_max,
                state_in: start.state,
                calls_in: start.calls,
                log_in: start.log,
                auth_in: Auth::default(),
            },
            operator: None,
            calls: (self.steps[calls].iter())
                .map(|step| step.lane.clone())
                .collect(),
        }
    }

    /// The header of that leaf's proof.
    pub fn header(&self, calls: Range<usize>) -> Result<Header, CoreError> {
        let (start, end) = (self.after(calls.start), self.after(calls.end));
        let Window { t_min, t_max } = self.environment.window;
        Ok(Header {
            env: env(&self.environment.scope(), t_min, t_max)?,
            state_in: start.state,
            state_out: end.state,
            calls_in: start.calls,
            calls_out: end.calls,
            log_in: start.log,
            log_out: end.log,
            count: calls.len() as u32,
            ..Header::default()
        })
    }
}

fn entries(receipts: &[Receipt], before: &MapState, after: &MapState) -> Vec<Entry> {
    let accesses = receipts.iter().flat_map(|receipt| &receipt.accesses);
    let keys: BTreeSet<Key> = accesses.map(|access| access.key).collect();
    keys.into_iter()
        .map(|key| Entry {
            key,
            old: State::get(before, &key),
            new: State::get(after, &key),
        })
        .collect()
}

/// The witness of one call; moves `tree` by its writes, in the order of the plan.
fn lane(
    call: &Call,
    plan: &AccessPlan,
    receipt: &Receipt,
    tree: &mut StateListTree,
) -> LaneWitness {
    let openings = plan.openings.iter();
    LaneWitness {
        user: call.user,
        valid_until: call.valid_until,
        args: call.args.clone(),
        auth: LaneAuth::None,
        openings: openings.map(|o| opening(o, receipt, tree)).collect(),
    }
}

/// `None` when no access of the opening was taken.
fn opening(
    opening: &Opening,
    receipt: &Receipt,
    tree: &mut StateListTree,
) -> Option<AccessWitness> {
    let of_opening = |access: &&Access| opening.accesses.iter().any(|(op, _)| *op == access.op);
    let mut taken = receipt.accesses.iter().filter(of_opening);
    let first = taken.next()?;
    let last = taken.next_back().unwrap_or(first);
    let index = tree.index(&first.key).expect("every touched key is listed");
    let witness = AccessWitness {
        old: first.old,
        index,
        siblings: tree.path(index).expect("a listed key"),
    };
    if last.new != first.old {
        tree.set(index, &last.new).expect("a listed key");
    }
    Some(witness)
}

//! Native execution of calls, and the leaf witness that it leaves behind.

use std::collections::{BTreeMap, BTreeSet};

use saya_core::calls::log_next;
use saya_core::state_list::StateListTree;
use saya_core::statement::Entry;
use saya_core::{limbs, Digest, Key, Value};
use saya_executor::{execute, Access, Call, MapState, Receipt, State, ValidContract, Window};

use super::error::SubBlockError;
use crate::gadgets::access::AccessWitness;
use crate::leaf::lane::LaneWitness;
use crate::leaf::plan::{AccessPlan, Opening};

/// What the calls did.
pub struct Execution {
    /// Every touched key in rising order, with its first and last value.
    pub entries: Vec<Entry>,
    pub state_in: Digest,
    /// One for each call.
    pub steps: Vec<Step>,
}

/// One call: its witness, and the registers after it. The log of all calls starts at 0⁴.
pub struct Step {
    pub lane: LaneWitness,
    pub state_out: Digest,
    pub log_out: Digest,
}

impl Execution {
    /// Runs `calls` in order on `state` in the time window; every call must succeed, and all together touch at
    /// most `capacity` keys.
    pub fn run<'a>(
        contract_of: impl Fn(&Call) -> &'a ValidContract,
        calls: &[Call],
        window: &Window,
        state: &MapState,
        capacity: usize,
    ) -> Result<Self, SubBlockError> {
        let mut working = state.clone();
        let receipts = calls
            .iter()
            .enumerate()
            .map(|(index, call)| {
                execute(contract_of(call), call, window, &mut working).map_err(|failure| {
                    SubBlockError::CallFailed {
                        index,
                        message: failure.message,
                    }
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let entries = entries(&receipts, state, &working);
        if entries.len() > capacity {
            return Err(SubBlockError::TooManyEntries {
                entries: entries.len(),
                capacity,
            });
        }
        let before: Vec<(Key, Value)> =
            entries.iter().map(|entry| (entry.key, entry.old)).collect();
        let mut tree = StateListTree::new(&before).expect("sorted, distinct, few");
        let state_in = tree.root();
        let (mut plans, mut log) = (BTreeMap::new(), limbs::ZERO);
        let steps = calls.iter().zip(&receipts).map(|(call, receipt)| {
            let plan = plans.entry(call.fn_id()).or_insert_with(|| {
                let function = contract_of(call).function(call.function);
                AccessPlan::new(function.expect("the call was executed"))
            });
            let lane = lane(call, plan, receipt, &mut tree);
            for event in &receipt.events {
                log = log_next(&log, event.contract, event.event, &event.data);
            }
            Step {
                lane,
                state_out: tree.root(),
                log_out: log,
            }
        });
        Ok(Self {
            steps: steps.collect(),
            entries,
            state_in,
        })
    }

    /// The state root after all calls.
    pub fn state_out(&self) -> Digest {
        self.steps
            .last()
            .map_or(self.state_in, |step| step.state_out)
    }

    /// The log after all calls.
    pub fn log_out(&self) -> Digest {
        self.steps.last().map_or(limbs::ZERO, |step| step.log_out)
    }

    /// The witness of each call.
    pub fn lanes(&self) -> Vec<LaneWitness> {
        self.steps.iter().map(|step| step.lane.clone()).collect()
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

//! Native execution of a sub-block, and the leaf witness that it leaves behind.

use std::collections::BTreeSet;

use saya_core::state_list::StateListTree;
use saya_core::statement::Entry;
use saya_core::{Digest, Key, Value};
use saya_executor::{execute, Call, MapState, Receipt, State, ValidContract, Window};

use super::error::SubBlockError;
use crate::gadgets::access::AccessWitness;
use crate::leaf::lane::LaneWitness;
use crate::sub_block::CAPACITY;

/// What the calls did.
pub struct Execution {
    /// Every touched key in rising order, with its first and last value.
    pub entries: Vec<Entry>,
    /// One for each call.
    pub lanes: Vec<LaneWitness>,
    pub state_in: Digest,
    pub state_out: Digest,
}

impl Execution {
    /// Runs `calls` in order on `state` in the time window; every call must succeed.
    pub fn run(
        contract: &ValidContract,
        calls: &[Call],
        window: &Window,
        state: &MapState,
    ) -> Result<Self, SubBlockError> {
        let mut working = state.clone();
        let receipts = calls
            .iter()
            .enumerate()
            .map(|(index, call)| {
                execute(contract, call, window, &mut working).map_err(|failure| {
                    SubBlockError::CallFailed {
                        index,
                        message: failure.message,
                    }
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let entries = entries(&receipts, state, &working);
        if entries.len() > CAPACITY {
            return Err(SubBlockError::TooManyEntries {
                entries: entries.len(),
                capacity: CAPACITY,
            });
        }
        let before: Vec<(Key, Value)> =
            entries.iter().map(|entry| (entry.key, entry.old)).collect();
        let mut tree = StateListTree::new(&before).expect("sorted, distinct, few");
        let state_in = tree.root();
        let lanes = calls
            .iter()
            .zip(&receipts)
            .map(|(call, receipt)| lane(call, receipt, &mut tree))
            .collect();
        Ok(Self {
            entries,
            lanes,
            state_in,
            state_out: tree.root(),
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

/// The witness of one call; moves `tree` by its writes.
fn lane(call: &Call, receipt: &Receipt, tree: &mut StateListTree) -> LaneWitness {
    let accesses = receipt
        .accesses
        .iter()
        .map(|access| {
            let index = tree
                .index(&access.key)
                .expect("every touched key is listed");
            let witness = AccessWitness {
                old: access.old,
                index,
                siblings: tree.path(index).expect("a listed key"),
            };
            if access.new != access.old {
                tree.set(index, &access.new).expect("a listed key");
            }
            witness
        })
        .collect();
    LaneWitness {
        user: call.user,
        valid_until: call.valid_until,
        args: call.args.clone(),
        accesses,
    }
}

//! Calls that share a leaf.

use std::ops::Range;

use saya_executor::Call;

/// The calls split where the function changes, and after `most` of one function.
pub fn runs(calls: &[Call], most: impl Fn(u64) -> usize) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = vec![];
    for (index, call) in calls.iter().enumerate() {
        let fn_id = call.fn_id();
        match runs.last_mut() {
            Some(run) if calls[run.start].fn_id() == fn_id && run.len() < most(fn_id) => {
                run.end = index + 1;
            }
            _ => runs.push(index..index + 1),
        }
    }
    runs
}

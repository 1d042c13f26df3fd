//! Steps that share a leaf.

use std::ops::Range;

use crate::set::CircuitId;

/// The steps split where the circuit changes, and after `most` of one circuit.
pub fn runs(circuits: &[CircuitId], most: impl Fn(&CircuitId) -> usize) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = vec![];
    for (index, circuit) in circuits.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if circuits[run.start] == *circuit && run.len() < most(circuit) => {
                run.end = index + 1;
            }
            _ => runs.push(index..index + 1),
        }
    }
    runs
}

//! What a function costs, from a scratch circuit that is never built.

use saya_executor::ir::{Function, Op};
use saya_executor::ValidContract;
use serde::Serialize;

use super::lane::LaneTargets;
use super::rows::Rows;
use super::targets::SharedTargets;
use super::{LeafError, MAX_LANES};
use crate::profile::Profile;
use crate::types::Builder;

/// Rows kept for what is added at the end: public inputs, their hash, and constants that every lane shares.
const RESERVED_ROWS: usize = 64;
/// Constants in a row that holds nothing else.
const CONSTANTS_PER_ROW: usize = 2;
/// Poseidon permutations of an opening, and as many again when something is stored.
const OPENING_PERMUTATIONS: usize = 13;

/// Costs of one call of a function.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measure {
    /// Average rows of a call, by part.
    pub rows: Rows<f64>,
    /// Read and write operations of the program, taken or not.
    pub reads: usize,
    pub writes: usize,
    /// Entries that a call opens, and the Poseidon permutations that this takes.
    pub openings: usize,
    pub permutations: usize,
    /// Calls that fit in a leaf.
    pub lanes: usize,
    /// Rows of a leaf.
    pub leaf_rows: usize,
}

/// Measures a function in the leaves of `profile`.
///
/// # Errors
/// [`LeafError::TooLarge`] when one call does not fit a leaf.
pub fn measure(
    profile: &Profile,
    contract: &ValidContract,
    function: &Function,
) -> Result<Measure, LeafError> {
    let leaf_rows = 1 << profile.leaf_degree_bits;
    let limit = leaf_rows - reserved(function).min(leaf_rows);
    let mut b = Builder::new(profile.inner.clone());
    let shared = SharedTargets::build(&mut b);
    let context = shared.context(&mut b, contract, function);
    let mut registers = shared.registers(&mut b);
    let (mut rows, mut added, mut lanes) = (Rows::default(), 0, 0);
    while lanes == added && added < MAX_LANES {
        LaneTargets::build(&mut b, &context, &mut registers, &mut rows);
        added += 1;
        lanes += usize::from(b.num_gates() <= limit);
    }
    if lanes == 0 {
        return Err(LeafError::TooLarge {
            function: function.name.clone(),
            call: rows.total(),
            leaf: leaf_rows,
        });
    }
    let openings = &context.plan.openings;
    let count = |is: fn(&Op) -> bool| function.body.iter().filter(|op| is(op)).count();
    Ok(Measure {
        rows: rows.per_call(added),
        reads: count(|op| matches!(op, Op::Read { .. })),
        writes: count(|op| matches!(op, Op::Write { .. })),
        openings: openings.len(),
        permutations: (openings.iter())
            .map(|opening| OPENING_PERMUTATIONS * (1 + usize::from(opening.writes)))
            .sum(),
        lanes,
        leaf_rows,
    })
}

/// Rows that lanes leave free. Beside the program's own constants an operation brings at most two; all lanes
/// use the same ones.
fn reserved(function: &Function) -> usize {
    let constants = function.body.iter().map(|op| match op {
        Op::Const { limbs, .. } => limbs.len(),
        _ => CONSTANTS_PER_ROW,
    });
    RESERVED_ROWS + constants.sum::<usize>().div_ceil(CONSTANTS_PER_ROW)
}

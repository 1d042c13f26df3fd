//! What a function costs, from a scratch circuit that is never built.

use saya_core::calls::AuthMode;
use saya_core::signature::params::CHAINS;
use saya_executor::ir::{Function, Op};
use saya_executor::ValidContract;
use serde::Serialize;

use super::lane::LaneTargets;
use super::rows::Rows;
use super::targets::SharedTargets;
use super::{check_mode, LeafError, MAX_LANES};
use crate::profile::Profile;
use crate::types::Builder;

/// Rows kept for what is added at the end: public inputs, their hash, and constants that every lane shares.
const RESERVED_ROWS: usize = 64;
/// Constants in a row that holds nothing else.
const CONSTANTS_PER_ROW: usize = 2;
/// Numbers of the chains, which all signatures of a circuit share.
pub const SIGNATURE_CONSTANTS: usize = CHAINS;
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
/// [`LeafError::TooLarge`] when one call does not fit a leaf, [`LeafError::NoInline`] for an operator's function
/// that is to be signed inline.
pub fn measure(
    profile: &Profile,
    contract: &ValidContract,
    function: &Function,
    mode: AuthMode,
) -> Result<Measure, LeafError> {
    check_mode(function, mode)?;
    let leaf_rows = 1 << profile.leaf_degree_bits;
    let mut b = Builder::new(profile.inner.clone());
    let (shared, context) = SharedTargets::build(&mut b, contract, function, mode);
    let mut registers = shared.frame.start;
    let mut rows = Rows::default();
    let Fit { added, lanes } = fill(&mut b, profile, constants(function, mode), |b| {
        LaneTargets::build(b, &context, &mut registers, &mut rows);
    });
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

/// Lanes that were added to a scratch circuit, and how many of them fit a leaf.
pub struct Fit {
    pub added: usize,
    pub lanes: usize,
}

/// Adds lanes until one no longer fits beside `constants` constants of their own.
pub fn fill(
    b: &mut Builder,
    profile: &Profile,
    constants: usize,
    mut add_lane: impl FnMut(&mut Builder),
) -> Fit {
    let leaf_rows = 1 << profile.leaf_degree_bits;
    let reserved = RESERVED_ROWS + constants.div_ceil(CONSTANTS_PER_ROW);
    let limit = leaf_rows - reserved.min(leaf_rows);
    let (mut added, mut lanes) = (0, 0);
    while lanes == added && added < MAX_LANES {
        add_lane(b);
        added += 1;
        lanes += usize::from(b.num_gates() <= limit);
    }
    Fit { added, lanes }
}

/// Constants of a leaf, at most. Beside the program's own an operation brings two; all lanes use the
/// same ones.
fn constants(function: &Function, mode: AuthMode) -> usize {
    let constants = function.body.iter().map(|op| match op {
        Op::Const { limbs, .. } => limbs.len(),
        _ => CONSTANTS_PER_ROW,
    });
    let signature = match mode {
        AuthMode::Inline => SIGNATURE_CONSTANTS,
        AuthMode::None | AuthMode::Pop => 0,
    };
    constants.sum::<usize>() + signature
}

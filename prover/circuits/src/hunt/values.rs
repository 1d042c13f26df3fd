//! False values that are worth trying.

use plonky2::field::types::Field;
use rand::rngs::StdRng;
use rand::Rng;

use crate::types::F;

/// Values other than `truth`: those at the edges of fields and limbs, near ones, what stands beside it, any one.
pub fn lies(truth: F, neighbour: Option<F>, rng: &mut StdRng) -> Vec<F> {
    let limb = F::from_canonical_u64(1 << 32);
    let mut lies = vec![
        F::ZERO,
        F::ONE,
        truth + F::ONE,
        truth - F::ONE,
        F::NEG_ONE,
        limb,
        truth + limb,
        truth - limb,
        -truth,
        F::from_noncanonical_u64(rng.gen()),
    ];
    lies.extend(neighbour);
    let mut tried = vec![];
    for lie in lies {
        if lie != truth && !tried.contains(&lie) {
            tried.push(lie);
        }
    }
    tried
}

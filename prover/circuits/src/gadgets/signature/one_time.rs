//! The leaf that the elements of a signature lead to.

use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use saya_core::signature::params::CHAINS;
use saya_core::Tag;

use crate::gadgets::hash::hash;
use crate::types::{Builder, F};

/// `H(OTS_PK; ends)`: of each chain the element itself where its bit is 1, else one step on.
///
/// No private witness of its own. Every chain is stepped, because a circuit does not know which bits are 0.
pub fn leaf(
    b: &mut Builder,
    pp: [Target; 2],
    nonce: Target,
    elements: &[[Target; 2]; CHAINS],
    bits: &[BoolTarget],
) -> HashOutTarget {
    assert_eq!(bits.len(), CHAINS, "one bit a chain");
    let mut ends = Vec::with_capacity(2 * CHAINS);
    for (chain, (&element, &bit)) in elements.iter().zip(bits).enumerate() {
        let number = b.constant(F::from_canonical_usize(chain));
        let step = hash(
            b,
            Tag::Chain,
            &[&element, &pp, &[nonce, number][..]].concat(),
        );
        for (own, next) in element.into_iter().zip(step.elements) {
            ends.push(b.select(bit, own, next));
        }
    }
    hash(b, Tag::OtsPk, &ends)
}

//! The key root of a public key.

use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::Target;
use saya_core::signature::params::SCHEME;
use saya_core::Tag;

use crate::gadgets::hash::hash;
use crate::types::{Builder, F};

/// First three limbs of `H(KEYROOT; domain, scheme, lane, first_nonce, pp, tree_root)`. No private witness.
pub fn build(
    b: &mut Builder,
    domain: HashOutTarget,
    lane: Target,
    first_nonce: Target,
    pp: [Target; 2],
    tree_root: HashOutTarget,
) -> [Target; 3] {
    let scheme = b.constant(F::from_canonical_u32(SCHEME));
    let limbs = [
        &domain.elements[..],
        &[scheme, lane, first_nonce],
        &pp,
        &tree_root.elements,
    ];
    let [x, y, z, _] = hash(b, Tag::KeyRoot, &limbs.concat()).elements;
    [x, y, z]
}

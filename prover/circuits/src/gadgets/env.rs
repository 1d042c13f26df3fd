//! The environment that all calls of a sub-block share.

use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::Target;
use saya_core::Tag;

use super::hash::hash;
use crate::types::Builder;

/// `scope = H(SCOPE; domain, set_root)`.
pub fn scope(b: &mut Builder, domain: HashOutTarget, set_root: HashOutTarget) -> HashOutTarget {
    hash(
        b,
        Tag::Scope,
        &[domain.elements, set_root.elements].concat(),
    )
}

/// `env = H(ENV; scope, t_min, t_max)`.
pub fn env(b: &mut Builder, scope: HashOutTarget, t_min: Target, t_max: Target) -> HashOutTarget {
    let mut limbs = scope.elements.to_vec();
    limbs.extend([t_min, t_max]);
    hash(b, Tag::Env, &limbs)
}

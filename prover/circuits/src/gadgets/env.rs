//! The environment that all calls of a sub-block share.
//!
//! | part | rows | holds |
//! |---|---|---|
//! | scope | 1 | domain and set root |
//! | env | 1 | scope and both times |
//!
//! No private witness.

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

#[cfg(test)]
mod tests {
    use saya_core::calls;

    use super::*;
    use crate::gadgets::trial::{pairs, random_digest, Trial, EVERY_HINT};

    #[test]
    fn scope_and_env_agree_with_the_native_ones() {
        let (trial, (domain, set_root, t_min, t_max, out)) = Trial::new(|b| {
            let (domain, set_root) = (b.add_virtual_hash(), b.add_virtual_hash());
            let (t_min, t_max) = (b.add_virtual_target(), b.add_virtual_target());
            let scope = scope(b, domain, set_root);
            let out = env(b, scope, t_min, t_max);
            b.register_public_inputs(&out.elements);
            (domain, set_root, t_min, t_max, out)
        });
        let (domain_limbs, root_limbs) = (random_digest(1), random_digest(2));
        let mut inputs = pairs(&domain.elements, &domain_limbs);
        inputs.extend(pairs(&set_root.elements, &root_limbs));
        inputs.extend([(t_min, 5), (t_max, 9)]);
        assert!(trial.accepts(&inputs));
        let native = calls::env(&calls::scope(&domain_limbs, &root_limbs), 5, 9).unwrap();
        assert_eq!(trial.digest(&inputs, out), native);
        trial.assert_determined(&inputs, &out.elements, EVERY_HINT);
    }
}

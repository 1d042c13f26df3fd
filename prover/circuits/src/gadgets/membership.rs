//! Membership of a circuit in a contract set.

use anyhow::Result;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::witness::PartialWitness;
use saya_core::set_tree::DEPTH;
use saya_core::{Digest, Tag};

use super::hash::hash;
use super::path::PathTargets;
use crate::types::{Builder, F};

/// `H(SET_LEAF; verifier digest)` is a leaf of the set tree.
///
/// | private witness | bound by |
/// |---|---|
/// | `path` | the root it leads to equals `set_root` |
pub struct MembershipTargets {
    path: PathTargets,
}

impl MembershipTargets {
    pub fn build(b: &mut Builder, verifier_digest: HashOutTarget, set_root: HashOutTarget) -> Self {
        let path = PathTargets::build(b, DEPTH);
        let leaf = hash(b, Tag::SetLeaf, &verifier_digest.elements);
        let root = path.root(b, Tag::SetNode, leaf);
        b.connect_hashes(root, set_root);
        Self { path }
    }

    /// `index` as [`saya_core::set_tree::leaf_index`] gives it.
    pub fn set_witness(
        &self,
        pw: &mut PartialWitness<F>,
        index: usize,
        siblings: &[Digest; DEPTH],
    ) -> Result<()> {
        self.path.set_witness(pw, index, siblings)
    }
}

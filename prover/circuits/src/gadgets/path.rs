//! A Merkle path of fixed depth under a tagged node hash.

use anyhow::Result;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::BoolTarget;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::{Digest, Tag};

use super::{hash::node_swapped, to_hash};
use crate::types::{Builder, F};

/// Path from a leaf to a root.
///
/// | private witness | bound by |
/// |---|---|
/// | `bits[i]`, bit `i` of the leaf's index | the swap constraint of the node at level `i`, once [`PathTargets::root`] was built; the value only says where the leaf is |
/// | `siblings[i]` | the caller comparing [`PathTargets::root`] with a root it knows (collision resistance) |
pub struct PathTargets {
    pub bits: Vec<BoolTarget>,
    pub siblings: Vec<HashOutTarget>,
}

impl PathTargets {
    /// A path of `depth` levels.
    pub fn build(b: &mut Builder, depth: usize) -> Self {
        Self {
            bits: (0..depth)
                .map(|_| b.add_virtual_bool_target_unsafe())
                .collect(),
            siblings: b.add_virtual_hashes(depth),
        }
    }

    /// The root over `leaf` at this path: one permutation a level.
    pub fn root(&self, b: &mut Builder, tag: Tag, leaf: HashOutTarget) -> HashOutTarget {
        self.bits
            .iter()
            .zip(&self.siblings)
            .fold(leaf, |current, (&bit, &sibling)| {
                node_swapped(b, tag, current, sibling, bit)
            })
    }

    /// `index` of the leaf, and its siblings from the leaf's level upwards.
    pub fn set_witness(
        &self,
        pw: &mut PartialWitness<F>,
        index: usize,
        siblings: &[Digest],
    ) -> Result<()> {
        assert_eq!(siblings.len(), self.siblings.len(), "depth of the path");
        for (level, (&bit, &target)) in self.bits.iter().zip(&self.siblings).enumerate() {
            pw.set_bool_target(bit, index >> level & 1 == 1)?;
            pw.set_hash_target(target, to_hash(&siblings[level]))?;
        }
        Ok(())
    }
}

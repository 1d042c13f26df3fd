//! A Merkle path of fixed depth under a tagged node hash.
//!
//! | part | rows | holds |
//! |---|---|---|
//! | level | 1 | the node of what is below and its sibling, swapped by the bit of the index |

use anyhow::Result;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::BoolTarget;
#[cfg(test)]
use plonky2::iop::target::Target;
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

    /// Every target that a prover chooses.
    #[cfg(test)]
    pub fn private(&self) -> Vec<Target> {
        let bits = self.bits.iter().map(|bit| bit.target);
        let siblings = self.siblings.iter().flat_map(|sibling| sibling.elements);
        bits.chain(siblings).collect()
    }
}

#[cfg(test)]
mod tests {
    use saya_core::merkle;

    use super::*;
    use crate::gadgets::trial::{pairs, random_digest, Trial, EVERY_HINT};

    #[test]
    fn a_path_leads_to_the_native_root() {
        const DEPTH: usize = 5;
        let (trial, (path, leaf, root)) = Trial::new(|b| {
            let path = PathTargets::build(b, DEPTH);
            let leaf = b.add_virtual_hash();
            let root = path.root(b, Tag::SetNode, leaf);
            b.register_public_inputs(&root.elements);
            (path, leaf, root)
        });
        let siblings: Vec<Digest> = (0..DEPTH as u64).map(random_digest).collect();
        let start = random_digest(99);
        for index in [0, 1, 13, 31] {
            let mut inputs = pairs(&leaf.elements, &start);
            for (level, sibling) in siblings.iter().enumerate() {
                inputs.push((path.bits[level].target, index >> level & 1));
                inputs.extend(pairs(&path.siblings[level].elements, sibling));
            }
            assert!(trial.accepts(&inputs));
            let native = merkle::root_from_path(Tag::SetNode, index as usize, start, &siblings);
            assert_eq!(trial.digest(&inputs, root), native);
            trial.assert_determined(&inputs, &root.elements, EVERY_HINT);
            let no_bit = [(path.bits[2].target, 3)];
            assert!(!trial.accepts_lies(&inputs, &no_bit), "an index bit of 3");
        }
    }
}

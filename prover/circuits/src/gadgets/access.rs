//! State access: a read or a write of one key against the running state root.

use anyhow::Result;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::state_list::DEPTH;
use saya_core::{limbs, Digest, Tag, Value};

use super::hash::hash;
use super::logic::{assert_equal_when, select_hash};
use super::path::PathTargets;
use super::to_field;
use crate::types::{Builder, F};

/// One proven access: 13 permutations for a read, 26 for a write.
///
/// | private witness | bound by |
/// |---|---|
/// | `old[4]` | the leaf `H(LEAF; key, old)` is in the running root, when the access is taken |
/// | `path` | the same equality; a write reuses the same bits and siblings, so no other leaf moves |
///
/// A key is in the list once only (the chain demands strictly increasing keys), so `old` is *the* value.
pub struct AccessTargets {
    pub old: [Target; 4],
    path: PathTargets,
}

/// What an access needs from the native side.
#[derive(Clone, Debug)]
pub struct AccessWitness {
    pub old: Value,
    /// Position of the key in the sorted list.
    pub index: usize,
    /// Siblings at the time of the access, from the leaf's level upwards.
    pub siblings: [Digest; DEPTH],
}

impl AccessTargets {
    /// Proves `(key, old)` under `root` when `taken`; otherwise constrains nothing but the swap bits.
    pub fn open(
        b: &mut Builder,
        taken: BoolTarget,
        root: HashOutTarget,
        key: &[Target; 4],
    ) -> Self {
        let access = Self {
            old: b.add_virtual_target_arr(),
            path: PathTargets::build(b, DEPTH),
        };
        let found = access.root_with(b, key, &access.old);
        for (x, y) in found.elements.into_iter().zip(root.elements) {
            assert_equal_when(b, taken, x, y);
        }
        access
    }

    /// The running root after writing `new`: `root` itself unless `taken`.
    pub fn write(
        &self,
        b: &mut Builder,
        taken: BoolTarget,
        root: HashOutTarget,
        key: &[Target; 4],
        new: &[Target; 4],
    ) -> HashOutTarget {
        let moved = self.root_with(b, key, new);
        select_hash(b, taken, moved, root)
    }

    fn root_with(&self, b: &mut Builder, key: &[Target; 4], value: &[Target; 4]) -> HashOutTarget {
        let leaf = hash(b, Tag::Leaf, &[*key, *value].concat());
        self.path.root(b, Tag::Node, leaf)
    }

    /// `None` for an access that is not taken: all zero.
    pub fn set_witness(
        &self,
        pw: &mut PartialWitness<F>,
        access: Option<&AccessWitness>,
    ) -> Result<()> {
        let Some(access) = access else {
            pw.set_target_arr(&self.old, &[F::default(); 4])?;
            return self.path.set_witness(pw, 0, &[limbs::ZERO; DEPTH]);
        };
        pw.set_target_arr(&self.old, &access.old.0.map(to_field))?;
        self.path.set_witness(pw, access.index, &access.siblings)
    }
}

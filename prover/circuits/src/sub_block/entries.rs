//! The input and output lists: the roots that they have as state-list trees.

use anyhow::Result;
use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::state_list::{self, DEPTH};
use saya_core::statement::{Entry, ENTRY_LIMBS};
use saya_core::Tag;

use crate::gadgets::hash::{hash, node};
use crate::gadgets::{to_field, to_hash};
use crate::types::{Builder, F};

/// Room for `2^k` entries.
///
/// | private witness | bound by |
/// |---|---|
/// | `used[i]` | boolean; `used[i+1] <= used[i]`; their sum is `n` of the statement |
/// | `limbs[i]` | zero when not used; the statement polynomial, and both roots, when used |
///
/// Order, distinctness and `new != old` of listed entries are the chain's to check, on the same limbs.
pub struct EntryTargets {
    pub(super) used: Vec<BoolTarget>,
    pub(super) limbs: Vec<[Target; ENTRY_LIMBS]>,
}

impl EntryTargets {
    pub fn build(b: &mut Builder, capacity: usize) -> Self {
        assert!(
            capacity.is_power_of_two() && capacity <= state_list::CAPACITY,
            "capacity of a state-list tree"
        );
        let entries = Self {
            used: (0..capacity)
                .map(|_| b.add_virtual_bool_target_safe())
                .collect(),
            limbs: (0..capacity).map(|_| b.add_virtual_target_arr()).collect(),
        };
        for pair in entries.used.windows(2) {
            // A used entry after an unused one: (1 - used[i]) * used[i+1] = 0.
            let both = b.and(pair[0], pair[1]);
            b.connect(both.target, pair[1].target);
        }
        for (used, limbs) in entries.used.iter().zip(&entries.limbs) {
            for &limb in limbs {
                let kept = b.mul(used.target, limb);
                b.connect(kept, limb);
            }
        }
        entries
    }

    pub fn capacity(&self) -> usize {
        self.used.len()
    }

    /// Number of used entries.
    pub fn count(&self, b: &mut Builder) -> Target {
        b.add_many(self.used.iter().map(|used| used.target))
    }

    /// All limbs in order; those of unused entries are zero.
    pub fn limbs(&self) -> impl Iterator<Item = Target> + '_ {
        self.limbs.iter().flatten().copied()
    }

    /// Root over `(key, old)`.
    pub fn root_before(&self, b: &mut Builder) -> HashOutTarget {
        self.root(b, 4)
    }

    /// Root over `(key, new)`.
    pub fn root_after(&self, b: &mut Builder) -> HashOutTarget {
        self.root(b, 8)
    }

    /// Root over the keys and the values that start at limb `value` of each entry.
    fn root(&self, b: &mut Builder, value: usize) -> HashOutTarget {
        let mut level: Vec<HashOutTarget> = self
            .used
            .iter()
            .zip(&self.limbs)
            .map(|(used, limbs)| {
                let leaf = hash(
                    b,
                    Tag::Leaf,
                    &[&limbs[..4], &limbs[value..value + 4]].concat(),
                );
                HashOutTarget {
                    // An unused leaf is 0⁴.
                    elements: leaf.elements.map(|limb| b.mul(used.target, limb)),
                }
            })
            .collect();
        while level.len() > 1 {
            level = level
                .chunks_exact(2)
                .map(|pair| node(b, Tag::Node, pair[0], pair[1]))
                .collect();
        }
        let (mut root, filled) = (level[0], self.capacity().trailing_zeros() as usize);
        for empty in &state_list::empty_roots()[filled..DEPTH] {
            let empty = b.constant_hash(to_hash(empty));
            root = node(b, Tag::Node, root, empty);
        }
        root
    }

    /// At most `capacity` entries.
    pub fn set_witness(&self, pw: &mut PartialWitness<F>, entries: &[Entry]) -> Result<()> {
        anyhow::ensure!(
            entries.len() <= self.capacity(),
            "{} entries for a capacity of {}",
            entries.len(),
            self.capacity()
        );
        for (i, (&used, limbs)) in self.used.iter().zip(&self.limbs).enumerate() {
            pw.set_bool_target(used, i < entries.len())?;
            let values = entries.get(i).map_or([F::ZERO; ENTRY_LIMBS], entry_limbs);
            pw.set_target_arr(limbs, &values)?;
        }
        Ok(())
    }
}

fn entry_limbs(entry: &Entry) -> [F; ENTRY_LIMBS] {
    let limbs = [entry.key.0, entry.old.0, entry.new.0].concat();
    std::array::from_fn(|i| to_field(limbs[i]))
}

#[cfg(test)]
mod tests;

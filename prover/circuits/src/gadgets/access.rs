//! State access: an entry shown, and stored anew, against the running state root.
//!
//! | part | rows | holds |
//! |---|---|---|
//! | open | 1 + 12 + 0.4 | leaf of key and old value; path; comparison with the root when taken |
//! | write | 1 + 12 + 0.4 | leaf of key and new value; the same path; the new root when taken, else the old one |

use anyhow::Result;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::state_list::DEPTH;
use saya_core::{limbs, Digest, Tag, Value};
use serde::{Deserialize, Serialize};

use super::hash::hash;
use super::logic::{assert_equal_when, select_hash};
use super::path::PathTargets;
use super::to_field;
use crate::types::{Builder, F};

/// One entry of the state: 13 permutations to show it, 13 more to store something else.
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
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccessWitness {
    pub old: Value,
    /// Position of the key in the sorted list.
    pub index: usize,
    /// Siblings at the time of the access, from the leaf's level upwards.
    pub siblings: [Digest; DEPTH],
}

impl AccessTargets {
    /// An access that nothing binds before [`AccessTargets::open`].
    pub fn new(b: &mut Builder) -> Self {
        Self {
            old: b.add_virtual_target_arr(),
            path: PathTargets::build(b, DEPTH),
        }
    }

    /// Proves `(key, old)` under `root` when `taken`; otherwise constrains nothing but the swap bits.
    pub fn open(&self, b: &mut Builder, taken: BoolTarget, root: HashOutTarget, key: &[Target; 4]) {
        let found = self.root_with(b, key, &self.old);
        for (x, y) in found.elements.into_iter().zip(root.elements) {
            assert_equal_when(b, taken, x, y);
        }
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

    /// Every target that a prover chooses.
    #[cfg(test)]
    pub fn private(&self) -> Vec<Target> {
        [&self.old[..], &self.path.private()].concat()
    }
}

#[cfg(test)]
mod tests {
    use saya_core::state_list::StateListTree;
    use saya_core::{Felt, Key};

    use super::*;
    use crate::gadgets::trial::{pairs, random_limbs, Trial, EVERY_HINT};
    use crate::hunt::inputs::Input;

    /// A write under test: `old` is read and `new` written in its place.
    struct Bench {
        trial: Trial,
        taken: Target,
        root: HashOutTarget,
        key: [Target; 4],
        new: [Target; 4],
        access: AccessTargets,
        moved: HashOutTarget,
    }

    impl Bench {
        fn new() -> Self {
            let (trial, (taken, root, key, new, access, moved)) = Trial::new(|b| {
                let taken = b.add_virtual_bool_target_safe();
                let root = b.add_virtual_hash();
                let key = b.add_virtual_target_arr();
                let new = b.add_virtual_target_arr();
                let access = AccessTargets::new(b);
                access.open(b, taken, root, &key);
                let moved = access.write(b, taken, root, &key, &new);
                b.register_public_inputs(&moved.elements);
                (taken.target, root, key, new, access, moved)
            });
            Self {
                trial,
                taken,
                root,
                key,
                new,
                access,
                moved,
            }
        }

        fn inputs(
            &self,
            taken: u64,
            tree: &StateListTree,
            key: &Key,
            access: &AccessWitness,
            new: &Value,
        ) -> Vec<(Target, u64)> {
            let mut inputs = vec![(self.taken, taken)];
            inputs.extend(pairs(&self.root.elements, &tree.root()));
            inputs.extend(pairs(&self.key, &key.0));
            inputs.extend(pairs(&self.new, &new.0));
            inputs.extend(pairs(&self.access.old, &access.old.0));
            for (level, sibling) in access.siblings.iter().enumerate() {
                let bit = access.index >> level & 1;
                inputs.push((self.access.path.bits[level].target, bit as u64));
                inputs.extend(pairs(&self.access.path.siblings[level].elements, sibling));
            }
            inputs
        }
    }

    /// Taken, every other witness is refused; not taken, it shows nowhere (the bits of the path are bits all the same).
    #[test]
    fn the_private_witness_is_bound() {
        let (bench, entries) = (Bench::new(), entries());
        let tree = StateListTree::new(&entries).unwrap();
        let (key, old) = entries[3];
        let siblings = tree.path(3).unwrap();
        let access = AccessWitness {
            old,
            index: 3,
            siblings,
        };
        for taken in [1, 0] {
            let inputs = bench.inputs(taken, &tree, &key, &access, &entries[1].1);
            let mut hunt = bench.trial.hunt_of(&inputs);
            let known = [
                &[bench.taken],
                &bench.root.elements[..],
                &bench.key,
                &bench.new,
            ];
            let report = hunt.every_input(&[
                Input::known(&known.concat()),
                Input::fixed("old and path", &bench.access.private()),
            ]);
            report.assert_none_survived();
            assert_eq!(report.harmless == 0, taken == 1, "{report}");
        }
    }

    fn entries() -> Vec<(Key, Value)> {
        let limbs = |seed| random_limbs(seed, 4).try_into().unwrap();
        let mut entries: Vec<_> = (0..5)
            .map(|i| (Key(limbs(i)), Value(limbs(100 + i))))
            .collect();
        entries.sort();
        entries
    }

    #[test]
    fn a_write_moves_the_root_as_the_native_tree() {
        let (bench, entries) = (Bench::new(), entries());
        let tree = StateListTree::new(&entries).unwrap();
        let new = Value(random_limbs(7, 4).try_into().unwrap());
        for (index, (key, old)) in entries.iter().enumerate() {
            let siblings = tree.path(index).unwrap();
            let access = AccessWitness {
                old: *old,
                index,
                siblings,
            };
            let inputs = bench.inputs(1, &tree, key, &access, &new);
            assert!(bench.trial.accepts(&inputs));
            let mut after = tree.clone();
            after.set(index, &new).unwrap();
            assert_eq!(bench.trial.digest(&inputs, bench.moved), after.root());
            bench
                .trial
                .assert_determined(&inputs, &bench.moved.elements, EVERY_HINT);
        }
    }

    #[test]
    fn a_false_access_counts_only_when_taken() {
        let (bench, entries) = (Bench::new(), entries());
        let tree = StateListTree::new(&entries).unwrap();
        let (key, old) = entries[3];
        let honest = AccessWitness {
            old,
            index: 3,
            siblings: tree.path(3).unwrap(),
        };
        let mut other_value = honest.clone();
        other_value.old.0[2] += Felt::ONE;
        let mut other_place = honest.clone();
        other_place.index = 2;
        let mut other_path = honest.clone();
        other_path.siblings[11][0] += Felt::ONE;
        for access in [other_value, other_place, other_path] {
            let inputs = bench.inputs(1, &tree, &key, &access, &old);
            assert!(!bench.trial.accepts(&inputs));
            let inputs = bench.inputs(0, &tree, &key, &access, &old);
            assert!(bench.trial.accepts(&inputs), "not taken");
            assert_eq!(bench.trial.digest(&inputs, bench.moved), tree.root());
        }
        let inputs = bench.inputs(1, &tree, &entries[2].0, &honest, &old);
        assert!(!bench.trial.accepts(&inputs), "another key");
    }
}

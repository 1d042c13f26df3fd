//! The Merkle tree over the touched entries of one sub-block.
//!
//! Leaf i is `H(LEAF; key, value)` of entry i of the list sorted by key, a node is `H(NODE; l, r)`, an unused
//! leaf is 0⁴ and the depth is always 12.

use std::collections::BTreeMap;

use crate::error::CoreError;
use crate::hashing::{hash, Tag};
use crate::keys::{Key, Value};
use crate::limbs::{self, Digest};
use crate::merkle::{self, MerkleTree};

/// Height of the root above the leaves.
pub const DEPTH: usize = 12;
/// Most entries of one sub-block.
pub const CAPACITY: usize = 1 << DEPTH;

/// `H(LEAF; key, value)`.
pub fn leaf(key: &Key, value: &Value) -> Digest {
    hash(Tag::Leaf, &[key.0, value.0].concat())
}

/// The root over the entries, whose keys must be non-zero and strictly increasing.
pub fn root(entries: &[(Key, Value)]) -> Result<Digest, CoreError> {
    StateListTree::new(entries).map(|tree| tree.root())
}

/// The root that the entry at `index` and its siblings, from the leaf upwards, lead to.
pub fn root_from_path(index: usize, key: &Key, value: &Value, path: &[Digest; DEPTH]) -> Digest {
    merkle::root_from_path(Tag::Node, index, leaf(key, value), path)
}

/// Roots of empty subtrees by height; the last is the root of the empty list.
pub fn empty_roots() -> Vec<Digest> {
    merkle::empty_roots(Tag::Node, DEPTH)
}

/// Refuses lists that are too long, not strictly increasing, or hold the key 0.
pub fn check_keys<'a>(keys: impl ExactSizeIterator<Item = &'a Key>) -> Result<(), CoreError> {
    let count = keys.len();
    if count > CAPACITY {
        return Err(CoreError::TooManyEntries {
            count,
            limit: CAPACITY,
        });
    }
    let mut before = None;
    for (index, key) in keys.enumerate() {
        if key.0 == limbs::ZERO {
            return Err(CoreError::KeyZero { index });
        }
        if before >= Some(key) {
            return Err(CoreError::KeyOrder { index });
        }
        before = Some(key);
    }
    Ok(())
}

/// The tree with its nodes, for paths and updates.
#[derive(Clone, Debug)]
pub struct StateListTree {
    keys: Vec<Key>,
    tree: MerkleTree,
}

impl StateListTree {
    /// The tree over the entries, whose keys must be non-zero and strictly increasing.
    pub fn new(entries: &[(Key, Value)]) -> Result<StateListTree, CoreError> {
        check_keys(entries.iter().map(|(key, _)| key))?;
        let leaves = entries.iter().map(|(key, value)| leaf(key, value));
        let leaves: BTreeMap<usize, Digest> = leaves.enumerate().collect();
        Ok(StateListTree {
            keys: entries.iter().map(|(key, _)| *key).collect(),
            tree: MerkleTree::new(Tag::Node, DEPTH, leaves)?,
        })
    }

    /// The root.
    pub fn root(&self) -> Digest {
        self.tree.root()
    }

    /// The leaf index of a listed key.
    pub fn index(&self, key: &Key) -> Option<usize> {
        self.keys.binary_search(key).ok()
    }

    /// The siblings from leaf `index` upwards.
    pub fn path(&self, index: usize) -> Result<[Digest; DEPTH], CoreError> {
        let mut path = [limbs::ZERO; DEPTH];
        path.copy_from_slice(&self.tree.path(index)?);
        Ok(path)
    }

    /// Gives the entry at `index` another value.
    pub fn set(&mut self, index: usize, value: &Value) -> Result<(), CoreError> {
        let key = self.keys.get(index).ok_or(CoreError::TreeIndex {
            index,
            depth: DEPTH,
        })?;
        self.tree.set(index, leaf(key, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::Typed;

    fn list(count: u32) -> Vec<(Key, Value)> {
        (0..count)
            .map(|i| {
                let key = Key::new(1, 1, &[Typed::U32(i)]).unwrap();
                (key, Typed::U64(u64::from(i) << 20).value())
            })
            .collect()
    }

    #[test]
    fn paths_lead_to_the_root_and_updates_move_it() {
        let mut entries = list(21);
        let mut tree = StateListTree::new(&entries).unwrap();
        for i in [0, 7, 20] {
            entries[i].1 = Typed::U32(9).value();
            tree.set(i, &entries[i].1).unwrap();
            assert_eq!(tree.root(), root(&entries).unwrap());
            let (key, value) = &entries[i];
            assert_eq!(tree.index(key), Some(i));
            let path = tree.path(i).unwrap();
            assert_eq!(root_from_path(i, key, value, &path), tree.root());
            assert_ne!(root_from_path(i + 1, key, value, &path), tree.root());
        }
        assert_eq!(tree.set(21, &Value::ZERO).unwrap_err().code(), "TREE_INDEX");
    }

    #[test]
    fn the_empty_list_has_the_empty_root() {
        assert_eq!(root(&[]).unwrap(), empty_roots()[DEPTH]);
    }

    #[test]
    fn keys_must_increase_and_fit() {
        let entries = list(CAPACITY as u32 + 1);
        assert!(root(&entries[1..]).is_ok());
        let refused = |entries: &[(Key, Value)]| root(entries).unwrap_err();
        assert_eq!(refused(&entries).code(), "TOO_MANY_ENTRIES");
        let twice = [entries[3], entries[3]];
        assert_eq!(refused(&twice), CoreError::KeyOrder { index: 1 });
        let zero = [(Key::default(), Value::ZERO)];
        assert_eq!(refused(&zero), CoreError::KeyZero { index: 0 });
    }
}

//! A Merkle tree of fixed depth over few leaves.

use std::collections::BTreeMap;

use crate::error::CoreError;
use crate::hashing::{hash, Tag};
use crate::limbs::{self, Digest};

/// A tree of `2^depth` leaves, all but the given ones empty (0⁴). Costs one hash for each node above a given
/// leaf: empty subtrees are computed once, one a level.
#[derive(Clone, Debug)]
pub struct MerkleTree {
    tag: Tag,
    /// Root of an empty subtree by height; the last is that of the empty tree.
    empty: Vec<Digest>,
    /// Nodes with a given leaf below them, by height and then index; height 0 are the leaves.
    levels: Vec<BTreeMap<usize, Digest>>,
}

/// `H(tag; left, right)`.
pub fn node(tag: Tag, left: &Digest, right: &Digest) -> Digest {
    hash(tag, &[*left, *right].concat())
}

/// The root that `leaf` at `index` and its siblings, from the leaf upwards, lead to.
pub fn root_from_path(tag: Tag, index: usize, leaf: Digest, path: &[Digest]) -> Digest {
    path.iter()
        .enumerate()
        .fold(leaf, |below, (height, sibling)| {
            if index >> height & 1 == 0 {
                node(tag, &below, sibling)
            } else {
                node(tag, sibling, &below)
            }
        })
}

/// Roots of empty subtrees by height, `depth + 1` of them.
pub fn empty_roots(tag: Tag, depth: usize) -> Vec<Digest> {
    let mut roots = vec![limbs::ZERO];
    for height in 0..depth {
        roots.push(node(tag, &roots[height], &roots[height]));
    }
    roots
}

impl MerkleTree {
    /// The tree whose nodes are `H(tag; l, r)`, with the given leaves by index.
    pub fn new(
        tag: Tag,
        depth: usize,
        leaves: BTreeMap<usize, Digest>,
    ) -> Result<MerkleTree, CoreError> {
        if let Some((&index, _)) = leaves.last_key_value().filter(|(i, _)| **i >> depth != 0) {
            return Err(CoreError::TreeIndex { index, depth });
        }
        let mut tree = MerkleTree {
            tag,
            empty: empty_roots(tag, depth),
            levels: vec![leaves],
        };
        for height in 0..depth {
            let above = tree.levels[height]
                .keys()
                .map(|index| index >> 1)
                .collect::<std::collections::BTreeSet<_>>();
            let level = above.into_iter().map(|i| (i, tree.join(height, i)));
            let level = level.collect();
            tree.levels.push(level);
        }
        Ok(tree)
    }

    /// The root.
    pub fn root(&self) -> Digest {
        self.at(self.depth(), 0)
    }

    /// Height of the root above the leaves.
    pub fn depth(&self) -> usize {
        self.empty.len() - 1
    }

    /// The siblings from leaf `index` upwards, `depth` of them.
    pub fn path(&self, index: usize) -> Result<Vec<Digest>, CoreError> {
        self.check(index)?;
        Ok((0..self.depth())
            .map(|height| self.at(height, index >> height ^ 1))
            .collect())
    }

    /// Replaces leaf `index` and the nodes above it.
    pub fn set(&mut self, index: usize, leaf: Digest) -> Result<(), CoreError> {
        self.check(index)?;
        self.levels[0].insert(index, leaf);
        for height in 0..self.depth() {
            let above = index >> (height + 1);
            let digest = self.join(height, above);
            self.levels[height + 1].insert(above, digest);
        }
        Ok(())
    }

    fn check(&self, index: usize) -> Result<(), CoreError> {
        let depth = self.depth();
        if index >> depth != 0 {
            return Err(CoreError::TreeIndex { index, depth });
        }
        Ok(())
    }

    /// The node at `height` above the leaves.
    pub(crate) fn at(&self, height: usize, index: usize) -> Digest {
        self.levels[height]
            .get(&index)
            .copied()
            .unwrap_or(self.empty[height])
    }

    /// Node `index` of height `height + 1`, from its two children.
    fn join(&self, height: usize, index: usize) -> Digest {
        let (left, right) = (self.at(height, 2 * index), self.at(height, 2 * index + 1));
        node(self.tag, &left, &right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::felt::Felt;
    use rand::{rngs::StdRng, Rng, SeedableRng};

    fn full_root(depth: usize, leaves: &BTreeMap<usize, Digest>) -> Digest {
        let mut level: Vec<Digest> = (0..1 << depth)
            .map(|i| leaves.get(&i).copied().unwrap_or_default())
            .collect();
        while level.len() > 1 {
            level = level
                .chunks(2)
                .map(|c| node(Tag::Node, &c[0], &c[1]))
                .collect();
        }
        level[0]
    }

    #[test]
    fn equals_the_full_tree_and_follows_updates() {
        let mut rng = StdRng::seed_from_u64(7);
        for count in [0, 1, 2, 5, 16, 40, 64] {
            let mut leaves: BTreeMap<usize, Digest> = (0..count)
                .map(|_| {
                    (
                        rng.gen_range(0..64),
                        [(); 4].map(|()| Felt::reduce(rng.gen())),
                    )
                })
                .collect();
            let mut tree = MerkleTree::new(Tag::Node, 6, leaves.clone()).unwrap();
            for _ in 0..20 {
                assert_eq!(tree.root(), full_root(6, &leaves));
                let index = rng.gen_range(0..64);
                let leaf = leaves.get(&index).copied().unwrap_or_default();
                let path = tree.path(index).unwrap();
                assert_eq!(root_from_path(Tag::Node, index, leaf, &path), tree.root());
                let changed = [(); 4].map(|()| Felt::reduce(rng.gen()));
                tree.set(index, changed).unwrap();
                leaves.insert(index, changed);
            }
        }
    }

    #[test]
    fn indices_outside_are_refused() {
        let refused = CoreError::TreeIndex { index: 8, depth: 3 };
        let leaves = BTreeMap::from([(8, limbs::ZERO)]);
        assert_eq!(MerkleTree::new(Tag::Node, 3, leaves).unwrap_err(), refused);
        let mut tree = MerkleTree::new(Tag::Node, 3, BTreeMap::new()).unwrap();
        assert_eq!(tree.path(8).unwrap_err(), refused);
        assert_eq!(tree.set(8, limbs::ZERO).unwrap_err(), refused);
    }
}

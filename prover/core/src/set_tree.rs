//! The Merkle tree over the function circuits of a contract set.
//!
//! Two levels of depth 8: contracts over the circuits of each contract, so the leaf of circuit `i` of
//! contract `c` is `256 c + i`. Circuit `4 f + mode` executes function `f` in an authorisation mode. A leaf is `H(SET_LEAF; H(VD; circuit_digest, cap))`, a node `H(SET_NODE; l, r)`,
//! an unused leaf 0⁴.

use std::collections::BTreeMap;

use crate::calls::AuthMode;
use crate::error::{check_below, CoreError};
use crate::hashing::{hash, Tag};
use crate::limbs::{self, Digest};
use crate::merkle::{self, MerkleTree};

/// Height of the root above the leaves.
pub const DEPTH: usize = 16;
/// Contracts of a set, and circuits of a contract.
pub const WIDTH: u32 = 256;

/// `H(VD; circuit_digest, cap)`: the verifier data of a circuit, cap hashes in order.
pub fn vd_digest(circuit_digest: &Digest, cap: &[Digest]) -> Digest {
    let mut x = circuit_digest.to_vec();
    x.extend(cap.iter().flatten());
    hash(Tag::Vd, &x)
}

/// `H(SET_LEAF; vd)`.
pub fn leaf(vd: &Digest) -> Digest {
    hash(Tag::SetLeaf, vd)
}

/// Functions of a contract are numbered below this.
pub const FUNCTIONS: u32 = WIDTH / 4;

/// The number of a function's circuit for one authorisation mode; refuses function 64 and later ones.
pub fn circuit_number(function: u32, mode: AuthMode) -> Result<u32, CoreError> {
    check_below("function of a set", function, FUNCTIONS)?;
    Ok(4 * function + mode as u32)
}

/// The leaf of circuit `circuit` of contract `contract`, both below 256.
pub fn leaf_index(contract: u32, circuit: u32) -> Result<usize, CoreError> {
    check_below("contract of a set", contract, WIDTH)?;
    check_below("circuit of a contract", circuit, WIDTH)?;
    Ok((contract * WIDTH + circuit) as usize)
}

/// The root that the circuit `vd` at `index` and its siblings, from the leaf upwards, lead to.
pub fn root_from_path(index: usize, vd: &Digest, path: &[Digest; DEPTH]) -> Digest {
    merkle::root_from_path(Tag::SetNode, index, leaf(vd), path)
}

/// The tree with its nodes.
#[derive(Clone, Debug)]
pub struct SetTree {
    tree: MerkleTree,
}

impl SetTree {
    /// The tree over `(contract, circuit) → vd`.
    pub fn new(circuits: &BTreeMap<(u32, u32), Digest>) -> Result<SetTree, CoreError> {
        let mut leaves = BTreeMap::new();
        for (&(contract, circuit), vd) in circuits {
            leaves.insert(leaf_index(contract, circuit)?, leaf(vd));
        }
        let tree = MerkleTree::new(Tag::SetNode, DEPTH, leaves)?;
        Ok(SetTree { tree })
    }

    /// The contract set root.
    pub fn root(&self) -> Digest {
        self.tree.root()
    }

    /// The root of the part of one contract, below 256.
    pub fn contract_root(&self, contract: u32) -> Digest {
        self.tree.at(DEPTH / 2, contract as usize)
    }

    /// The siblings from leaf `index` upwards.
    pub fn path(&self, index: usize) -> Result<[Digest; DEPTH], CoreError> {
        let mut path = [limbs::ZERO; DEPTH];
        path.copy_from_slice(&self.tree.path(index)?);
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::felt::Felt;

    #[test]
    fn a_contract_is_a_subtree_of_depth_eight() {
        let vd = |n: u32| [Felt::from_u32(n); 4];
        let places = [(1, 0), (1, 255), (3, 7)];
        let set: BTreeMap<(u32, u32), Digest> = places.map(|at| (at, vd(at.0 + at.1))).into();
        let tree = SetTree::new(&set).unwrap();
        for ((contract, circuit), vd) in &set {
            let index = leaf_index(*contract, *circuit).unwrap();
            assert_eq!(index >> 8, *contract as usize);
            let path = tree.path(index).unwrap();
            assert_eq!(root_from_path(index, vd, &path), tree.root());
            assert_ne!(root_from_path(index ^ 256, vd, &path), tree.root());
        }
    }

    #[test]
    fn places_outside_are_refused() {
        assert_eq!(leaf_index(256, 0).unwrap_err().code(), "RANGE");
        assert_eq!(leaf_index(0, 256).unwrap_err().code(), "RANGE");
        let set = BTreeMap::from([((0, 256), limbs::ZERO)]);
        assert_eq!(SetTree::new(&set).unwrap_err().code(), "RANGE");
    }
}

//! A contract set: the circuits of all functions of a world, and the root that names them.

mod build;
pub mod circuit;
pub mod circuit_id;
mod summary;

use std::collections::BTreeMap;

use anyhow::Result;
use saya_core::set_tree::{self, SetTree};
use saya_core::Digest;
use saya_executor::{Authorisation, ValidContract};

pub use self::circuit::{LeafCircuit, LeafJob};
pub use self::circuit_id::CircuitId;
pub use self::summary::{CircuitSummary, SetSummary};
use crate::execution_proof::{ExecutionProof, Role};
use crate::profile::Profile;
use crate::system::progress::Progress;
use crate::types::InnerProof;

/// One circuit and its place in the set.
pub struct SetCircuit {
    pub leaf: LeafCircuit,
    /// Its leaf in the set tree.
    pub index: usize,
}

/// Circuits of all functions of some contracts, and of contract 0 where calls are signed.
pub struct ContractSet {
    authorisation: Authorisation,
    contracts: BTreeMap<u32, ValidContract>,
    circuits: BTreeMap<CircuitId, SetCircuit>,
    tree: SetTree,
}

impl ContractSet {
    /// Builds a circuit for each function in each of its modes; one stage each, named `Contract.function` and the
    /// mode, after those of contract 0: `bundle`, `open` and `rotate`.
    ///
    /// Errors when two contracts have one id, and when one call of a function does not fit a leaf.
    pub fn build(
        profile: &Profile,
        contracts: &[ValidContract],
        authorisation: Authorisation,
        progress: Progress,
    ) -> Result<Self> {
        let mut circuits = BTreeMap::new();
        let keep = |id, leaf, index| {
            circuits.insert(id, SetCircuit { leaf, index });
        };
        let tree = build::circuits(profile, contracts, authorisation, progress, keep)?;
        let contracts = contracts.iter();
        Ok(Self {
            authorisation,
            contracts: contracts
                .map(|each| (each.contract, each.clone()))
                .collect(),
            circuits,
            tree,
        })
    }

    /// Whether its calls are signed.
    pub fn authorisation(&self) -> Authorisation {
        self.authorisation
    }

    /// Root of the set tree over `H(SET_LEAF; verifier digest)` of every circuit.
    pub fn set_root(&self) -> Digest {
        self.tree.root()
    }

    /// Root of contract 0's part of the set tree.
    pub fn system_root(&self) -> Digest {
        self.tree.contract_root(CircuitId::BUNDLE.contract)
    }

    pub fn circuit(&self, id: &CircuitId) -> Option<&SetCircuit> {
        self.circuits.get(id)
    }

    pub fn contract(&self, id: u32) -> Option<&ValidContract> {
        self.contracts.get(&id)
    }

    /// A proof of one of the circuits as what verifies it takes it.
    pub fn leaf_proof<'a>(
        &self,
        circuit: &'a SetCircuit,
        proof: &'a InnerProof,
    ) -> ExecutionProof<'a> {
        ExecutionProof {
            proof,
            verifier: &circuit.leaf.data().verifier_only,
            role: Role::Leaf {
                index: circuit.index,
                siblings: self.siblings(circuit),
            },
        }
    }

    /// Siblings of a circuit's leaf in the set tree, from the leaf upwards.
    pub fn siblings(&self, circuit: &SetCircuit) -> [Digest; set_tree::DEPTH] {
        self.tree.path(circuit.index).expect("a leaf of the tree")
    }
}

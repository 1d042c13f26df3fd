//! A contract set: the circuits of all functions of a world, and the root that names them.

use std::collections::BTreeMap;

use anyhow::{ensure, Context, Result};
use saya_core::calls::AuthMode;
use saya_core::limbs::digest_hex;
use saya_core::set_tree::{self, SetTree};
use saya_core::Digest;
use saya_executor::ir::Function;
use saya_executor::ValidContract;
use serde::Serialize;

use crate::gadgets::verifier_data::verifier_digest_of;
use crate::leaf::{fn_id, FunctionLeaf};
use crate::profile::Profile;
use crate::system::progress::{Progress, Stages};
use crate::uniform::Uniform;

/// One function's circuit and its place in the set.
pub struct SetFunction {
    pub leaf: FunctionLeaf,
    /// Its leaf in the set tree.
    pub index: usize,
    /// The contract's place among the set's contracts.
    contract: usize,
}

/// Circuits of all functions of some contracts.
pub struct ContractSet {
    contracts: Vec<ValidContract>,
    functions: BTreeMap<u64, SetFunction>,
    tree: SetTree,
}

impl ContractSet {
    /// Builds a circuit for each function; one stage each, named `contract.function`.
    ///
    /// Errors when two contracts have one id, and when one call of a function does not fit a leaf.
    pub fn build(
        profile: &Profile,
        contracts: &[ValidContract],
        progress: Progress,
    ) -> Result<Self> {
        let mut functions = BTreeMap::new();
        let tree = build_leaves(
            profile,
            contracts,
            progress,
            |place, function, leaf, index| {
                let id = fn_id(&contracts[place], function);
                let contract = place;
                functions.insert(
                    id,
                    SetFunction {
                        leaf,
                        index,
                        contract,
                    },
                );
            },
        )?;
        Ok(Self {
            contracts: contracts.to_vec(),
            functions,
            tree,
        })
    }

    /// Root of the set tree over `H(SET_LEAF; verifier digest)` of every function.
    pub fn set_root(&self) -> Digest {
        self.tree.root()
    }

    /// Calls that one proof of a function holds; `None` when it is not in the set.
    pub fn lanes(&self, fn_id: u64) -> Option<usize> {
        Some(self.function(fn_id)?.leaf.lanes())
    }

    pub fn function(&self, fn_id: u64) -> Option<&SetFunction> {
        self.functions.get(&fn_id)
    }

    /// The contract that a function of the set belongs to.
    pub fn contract_of(&self, function: &SetFunction) -> &ValidContract {
        &self.contracts[function.contract]
    }

    /// Siblings of a function's leaf in the set tree, from the leaf upwards.
    pub fn siblings(&self, function: &SetFunction) -> [Digest; set_tree::DEPTH] {
        self.tree.path(function.index).expect("a leaf of the tree")
    }
}

/// What the circuit of one function comes to.
#[derive(Clone, Debug, Serialize)]
pub struct CircuitSummary {
    pub contract: u32,
    pub function: u32,
    /// `H(VD; circuit_digest, cap)`; the function's leaf in the set tree is made of it.
    #[serde(with = "digest_hex")]
    pub circuit: Digest,
    /// Calls that one proof holds.
    pub lanes: usize,
}

/// What a contract set comes to, without its circuits: a large set fills the memory when all of them are kept.
#[derive(Clone, Debug, Serialize)]
pub struct SetSummary {
    #[serde(with = "digest_hex")]
    pub set_root: Digest,
    pub circuits: Vec<CircuitSummary>,
}

impl SetSummary {
    /// Builds what [`ContractSet::build`] builds, one circuit after the other, and forgets each.
    pub fn build(
        profile: &Profile,
        contracts: &[ValidContract],
        progress: Progress,
    ) -> Result<Self> {
        let mut circuits = vec![];
        let tree = build_leaves(profile, contracts, progress, |place, function, leaf, _| {
            circuits.push(CircuitSummary {
                contract: contracts[place].contract,
                function: function.id,
                circuit: verifier_digest_of(&leaf.data.verifier_only),
                lanes: leaf.lanes(),
            });
        })?;
        Ok(Self {
            set_root: tree.root(),
            circuits,
        })
    }
}

/// Builds a circuit for each function, as one stage, and the tree over them. `keep` gets the contract's place, the
/// function, its circuit and its leaf in the tree.
fn build_leaves(
    profile: &Profile,
    contracts: &[ValidContract],
    progress: Progress,
    mut keep: impl FnMut(usize, &Function, FunctionLeaf, usize),
) -> Result<SetTree> {
    let uniform = Uniform::new(profile);
    let mut stages = Stages::new(progress);
    let mut circuits = BTreeMap::new();
    for (place, contract) in contracts.iter().enumerate() {
        for function in &contract.functions {
            let name = format!("{}.{}", contract.name, function.name);
            let leaf = stages.run(&name, || {
                FunctionLeaf::build(profile, &uniform, contract, function, AuthMode::None)
                    .context(name.clone())
            })?;
            let digest = verifier_digest_of(&leaf.data.verifier_only);
            let before = circuits.insert((contract.contract, function.id), digest);
            ensure!(
                before.is_none(),
                "two contracts have the id of {}",
                contract.name
            );
            let index = set_tree::leaf_index(contract.contract, function.id)?;
            keep(place, function, leaf, index);
        }
    }
    Ok(SetTree::new(&circuits)?)
}

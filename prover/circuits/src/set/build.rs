//! Building every circuit of a set.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{ensure, Context, Result};
use saya_core::calls::AuthMode;
use saya_core::set_tree::{circuit_number, SetTree};
use saya_core::Digest;
use saya_executor::{Authorisation, ValidContract};

use super::circuit::LeafCircuit;
use super::circuit_id::{modes, CircuitId};
use crate::auth_leaf::AuthLeaf;
use crate::gadgets::verifier_data::verifier_digest_of;
use crate::leaf::FunctionLeaf;
use crate::profile::Profile;
use crate::system::progress::{Progress, Stages};
use crate::system_leaf::{SystemFunction, SystemLeaf};
use crate::uniform::Uniform;

/// Builds the circuits, each as one stage, and the tree over them. `keep` gets each with its leaf in the tree.
pub fn circuits(
    profile: &Profile,
    contracts: &[ValidContract],
    authorisation: Authorisation,
    progress: Progress,
    keep: impl FnMut(CircuitId, LeafCircuit, usize),
) -> Result<SetTree> {
    let mut ids = BTreeSet::new();
    for contract in contracts {
        let (new, name) = (ids.insert(contract.contract), &contract.name);
        ensure!(new, "two contracts have the id of {name}");
    }
    let mut set = Building {
        profile,
        uniform: Uniform::new(profile),
        stages: Stages::new(progress),
        digests: BTreeMap::new(),
        keep,
    };
    if authorisation == Authorisation::Signed {
        set.system()?;
    }
    for contract in contracts {
        set.contract(contract, authorisation)?;
    }
    Ok(SetTree::new(&set.digests)?)
}

struct Building<'a, Keep> {
    profile: &'a Profile,
    uniform: Uniform,
    stages: Stages<'a>,
    digests: BTreeMap<(u32, u32), Digest>,
    keep: Keep,
}

impl<Keep: FnMut(CircuitId, LeafCircuit, usize)> Building<'_, Keep> {
    fn system(&mut self) -> Result<()> {
        let uniform = &self.uniform;
        let bundle = (self.stages).run("bundle", || Ok(AuthLeaf::build(uniform)?))?;
        self.add(CircuitId::BUNDLE, LeafCircuit::Bundle(Box::new(bundle)))?;
        for function in SystemFunction::ALL {
            let (profile, uniform) = (self.profile, &self.uniform);
            let leaf = self.stages.run(function.name(), || {
                Ok(SystemLeaf::build(profile, uniform, function)?)
            })?;
            let id = CircuitId {
                function: function.id(),
                ..CircuitId::BUNDLE
            };
            self.add(id, LeafCircuit::System(leaf))?;
        }
        Ok(())
    }

    fn contract(&mut self, contract: &ValidContract, authorisation: Authorisation) -> Result<()> {
        for function in &contract.functions {
            for &mode in modes(authorisation, function) {
                let called = format!("{}.{}", contract.name, function.name);
                let name = match mode {
                    AuthMode::None => called,
                    mode => format!("{called} {}", mode.name()),
                };
                let (profile, uniform) = (self.profile, &self.uniform);
                let leaf = self.stages.run(&name, || {
                    FunctionLeaf::build(profile, uniform, contract, function, mode)
                        .context(name.clone())
                })?;
                let id = CircuitId {
                    contract: contract.contract,
                    function: function.id,
                    mode,
                };
                self.add(id, LeafCircuit::Function(leaf))?;
            }
        }
        Ok(())
    }

    fn add(&mut self, id: CircuitId, leaf: LeafCircuit) -> Result<()> {
        let place = (id.contract, circuit_number(id.function, id.mode)?);
        let digest = verifier_digest_of(&leaf.data().verifier_only);
        self.digests.insert(place, digest);
        (self.keep)(id, leaf, id.leaf_index()?);
        Ok(())
    }
}

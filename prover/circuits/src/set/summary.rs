//! What a set comes to, without its circuits.

use anyhow::Result;
use saya_core::account::SYSTEM_CONTRACT;
use saya_core::calls::AuthMode;
use saya_core::limbs::digest_hex;
use saya_core::Digest;
use saya_executor::{Authorisation, ValidContract};
use serde::Serialize;

use super::build;
use crate::gadgets::verifier_data::verifier_digest_of;
use crate::profile::Profile;
use crate::system::progress::Progress;

/// One circuit.
#[derive(Clone, Debug, Serialize)]
pub struct CircuitSummary {
    pub contract: u32,
    /// 0 in contract 0 is the signature of a bundle.
    pub function: u32,
    pub mode: AuthMode,
    /// `H(VD; circuit_digest, cap)`; its leaf in the set tree is made of it.
    #[serde(with = "digest_hex")]
    pub circuit: Digest,
    /// Calls that one proof holds, or 1 for the signature of a bundle.
    pub lanes: usize,
}

/// A contract set without its circuits: a large one fills the memory when all of them are kept.
#[derive(Clone, Debug, Serialize)]
pub struct SetSummary {
    #[serde(with = "digest_hex")]
    pub set_root: Digest,
    /// Root of contract 0's part of the tree, which is the same for all sets of one build.
    #[serde(with = "digest_hex")]
    pub system_root: Digest,
    pub circuits: Vec<CircuitSummary>,
}

impl SetSummary {
    /// Builds what [`ContractSet::build`](super::ContractSet::build) builds, one circuit after the other, and forgets
    /// each.
    pub fn build(
        profile: &Profile,
        contracts: &[ValidContract],
        authorisation: Authorisation,
        progress: Progress,
    ) -> Result<Self> {
        let mut circuits = vec![];
        let tree = build::circuits(
            profile,
            contracts,
            authorisation,
            progress,
            |id, leaf, _| {
                circuits.push(CircuitSummary {
                    contract: id.contract,
                    function: id.function,
                    mode: id.mode,
                    circuit: verifier_digest_of(&leaf.data().verifier_only),
                    lanes: leaf.lanes(),
                });
            },
        )?;
        Ok(Self {
            set_root: tree.root(),
            system_root: tree.contract_root(SYSTEM_CONTRACT),
            circuits,
        })
    }
}

//! From a job to a proof that the chain accepts.

pub mod checks;
pub mod error;
pub mod execution;
pub mod job;
pub mod leaf_job;
pub mod node;
pub mod plan;
pub mod progress;
pub mod prove_node;
pub mod runs;
pub mod steps;
mod tree;

use std::time::Instant;

use anyhow::Result;
use saya_core::statement::Statement;
use saya_core::Digest;
use saya_executor::Authorisation;

use self::error::SubBlockError;
use self::job::{SubBlockJob, SubBlockProof};
use self::node::{NamedNode, SubBlockPlan};
use self::plan::Plan;
use self::progress::{Progress, Stages};
use self::prove_node::NodeProof;
use crate::aggregator::AggregatorCircuit;
use crate::capacity::Capacities;
use crate::profile::Profile;
use crate::set::ContractSet;
use crate::uniform::Uniform;
use crate::wrap::WrapCircuit;
use saya_verifier::os_version::{os_version, FLAG_DEVELOPMENT};
use saya_verifier::proof_bytes::{verify_statement, Rejection};

/// The circuits that all worlds share: aggregator, sub-blocks of several capacities with their shrinks, and wrap of one
/// profile.
pub struct ProvingSystem {
    pub profile: Profile,
    pub aggregator: AggregatorCircuit,
    pub capacities: Capacities,
    pub wrap: WrapCircuit,
}

impl ProvingSystem {
    /// Builds the circuits that every job needs; those of larger capacities are built by the first job that needs them.
    /// Stages `aggregator`, `build sub_block N`, `build shrink N` and `wrap`.
    pub fn build(profile: Profile, progress: Progress) -> Result<Self> {
        Self::with_capacities(profile, progress, Capacities::build)
    }

    /// Builds the circuits of all capacities too, and trusts no pinned digest: what pins are made from and tested with.
    pub fn build_all(profile: Profile, progress: Progress) -> Result<Self> {
        Self::with_capacities(profile, progress, Capacities::build_all)
    }

    fn with_capacities(
        profile: Profile,
        progress: Progress,
        capacities: impl FnOnce(&Profile, Digest, &mut Stages) -> Result<Capacities>,
    ) -> Result<Self> {
        let mut stages = Stages::new(progress);
        let uniform = Uniform::new(&profile);
        let aggregator = stages.run("aggregator", || Ok(AggregatorCircuit::build(&uniform)?))?;
        let capacities = capacities(&profile, aggregator.vd(), &mut stages)?;
        let wrap = stages.run("wrap", || {
            let digests = capacities.digests().into_iter();
            let accepted: Vec<Digest> = digests.map(|(_, digest)| digest).collect();
            WrapCircuit::build(&profile.wrap, capacities.common(), &accepted)
        })?;
        Ok(Self {
            profile,
            aggregator,
            capacities,
            wrap,
        })
    }

    /// Names these circuits on chain: a number below 2^252, big-endian.
    pub fn os_version(&self, authorisation: Authorisation) -> [u8; 32] {
        let flags = flags(&self.profile, authorisation);
        os_version(flags, &self.wrap.verifier_data())
    }

    /// Executes and proves a job. Stages are `execute`; for a job of several proofs `leaf 1/n` to `leaf n/n` and
    /// `merge 1/m` to `merge m/m`, else `leaf`; `sub_block`, `shrink` and `wrap`. The first job of a larger capacity
    /// begins with `build sub_block N` and `build shrink N`.
    pub fn prove_sub_block(
        &self,
        set: &ContractSet,
        job: &SubBlockJob,
        progress: Progress,
    ) -> Result<SubBlockProof, SubBlockError> {
        let mut stages = Stages::new(progress);
        let start = Instant::now();
        let plan = Plan::new(set, job, self.os_version(set.authorisation()))?;
        stages.record("execute", start);
        let entries = plan.statement.entries().len();
        self.capacities.holding(entries, &mut stages)?;
        let mut proofs: Vec<NodeProof> = vec![];
        let statement = plan.statement;
        for node in tree::nodes(plan.leaves, plan.env, &statement) {
            let children = node.children.iter().map(|&child| proofs[child].inner());
            let children: Vec<_> = children.collect();
            let proof = self.prove_node(set, &node.job, &children, &node.name, &mut stages)?;
            proofs.push(proof);
        }
        let wrap = proofs.pop().expect("a sub-block has nodes");
        Ok(SubBlockProof {
            commit: statement.commit(),
            proof: wrap.into_bytes(),
            statement,
            stages: stages.times,
        })
    }

    /// What there is to prove for a job, node by node; see [`prove_node`](Self::prove_node).
    pub fn plan(
        &self,
        set: &ContractSet,
        job: &SubBlockJob,
    ) -> Result<SubBlockPlan, SubBlockError> {
        let plan = Plan::new(set, job, self.os_version(set.authorisation()))?;
        let nodes = tree::nodes(plan.leaves, plan.env, &plan.statement);
        let named = nodes.into_iter().map(|node| {
            let circuit = self.circuit_name(set, &node.job)?;
            Ok(NamedNode { circuit, node })
        });
        Ok(SubBlockPlan {
            nodes: named.collect::<Result<_, SubBlockError>>()?,
            statement: plan.statement,
        })
    }

    /// What a chain does: [`verify_statement`] with these circuits. That the statement names this version, set and
    /// thread is the caller's to check.
    pub fn verify(
        &self,
        statement: &Statement,
        commit: Digest,
        proof: &[u8],
    ) -> Result<(), Rejection> {
        verify_statement(&self.wrap.verifier_data(), statement, commit, proof)
    }
}

/// A version is for development where nobody signs, and where proofs are weak.
fn flags(profile: &Profile, authorisation: Authorisation) -> u64 {
    match profile.development || authorisation == Authorisation::None {
        true => FLAG_DEVELOPMENT,
        false => 0,
    }
}

fn internal<T>(stage: &'static str, result: Result<T>) -> Result<T, SubBlockError> {
    result.map_err(|source| SubBlockError::Internal { stage, source })
}

#[cfg(test)]
mod tests;

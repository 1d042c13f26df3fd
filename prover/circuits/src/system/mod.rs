//! From a job to a proof that the chain accepts.

pub mod error;
pub mod execution;
pub mod job;
pub mod os_version;
pub mod progress;

use anyhow::Result;
use saya_core::calls::{self, AuthMode, Call};
use saya_core::statement::{Head, Statement};
use saya_core::Digest;

use self::error::SubBlockError;
use self::execution::Execution;
use self::job::{SubBlockJob, SubBlockProof};
use self::os_version::{os_version, DEVELOPMENT};
use self::progress::{Progress, Stages};
use crate::leaf::LeafWitness;
use crate::profile::Profile;
use crate::proof_bytes::{encode, verify_wrap, Rejection};
use crate::set::{ContractSet, SetFunction};
use crate::shrink::ShrinkCircuit;
use crate::sub_block::{SubBlockCircuit, SubBlockWitness, CAPACITY};
use crate::uniform::Uniform;
use crate::wrap::WrapCircuit;

/// The circuits that all worlds share: sub-block, shrink and wrap of one profile.
pub struct ProvingSystem {
    pub profile: Profile,
    pub sub_block: SubBlockCircuit,
    pub shrink: ShrinkCircuit,
    pub wrap: WrapCircuit,
    os_version: [u8; 32],
}

impl ProvingSystem {
    /// Builds the circuits; stages `sub_block`, `shrink` and `wrap`.
    pub fn build(profile: Profile, progress: Progress) -> Result<Self> {
        let mut stages = Stages::new(progress);
        let sub_block = stages.run("sub_block", || {
            let uniform = Uniform::new(&profile);
            Ok(SubBlockCircuit::build(&uniform, &profile.inner, CAPACITY))
        })?;
        let shrink = stages.run("shrink", || {
            Ok(ShrinkCircuit::build(&profile.inner, &sub_block.data))
        })?;
        let wrap = stages.run("wrap", || {
            let accepted = [&shrink.data.verifier_only];
            WrapCircuit::build(&profile.wrap, &shrink.data.common, &accepted)
        })?;
        Ok(Self {
            // Calls are not authorised yet, so there are only development versions.
            os_version: os_version(DEVELOPMENT, &wrap.verifier_data()),
            profile,
            sub_block,
            shrink,
            wrap,
        })
    }

    /// Names these circuits on chain: a number below 2^252, big-endian.
    pub fn os_version(&self) -> [u8; 32] {
        self.os_version
    }

    /// Executes and proves a job; stages `execute`, `leaf`, `sub_block`, `shrink` and `wrap`.
    pub fn prove_sub_block(
        &self,
        set: &ContractSet,
        job: &SubBlockJob,
        progress: Progress,
    ) -> Result<SubBlockProof, SubBlockError> {
        let function = check(set, job)?;
        let mut stages = Stages::new(progress);
        let start = std::time::Instant::now();
        let execution = Execution::run(set.contract_of(function), &job.calls, &job.state)?;
        stages.record("execute", start);

        let leaf = leaf_witness(set, job, &execution);
        let leaf_proof = internal("leaf", stages.run("leaf", || function.leaf.prove(&leaf)))?;
        let statement = self.statement(set, job, &execution)?;
        let binding = statement.binding();
        let witness = SubBlockWitness {
            proof: &leaf_proof,
            verifier: &function.leaf.data.verifier_only,
            set_index: function.index,
            set_siblings: &set.siblings(function),
            entries: statement.entries(),
            head: statement.head_limbs(),
            r: binding.r,
        };
        let sub_block = stages.run("sub_block", || self.sub_block.prove(&witness));
        let sub_block = internal("sub_block", sub_block)?;
        let shrink = internal(
            "shrink",
            stages.run("shrink", || self.shrink.prove(&sub_block)),
        )?;
        let verifier = &self.shrink.data.verifier_only;
        let wrap = stages.run("wrap", || self.wrap.prove(&shrink, verifier));
        Ok(SubBlockProof {
            commit: binding.commit,
            proof: encode(&internal("wrap", wrap)?),
            statement,
            stages: stages.times,
        })
    }

    /// What the chain does: r and P from the statement and `commit`, then the proof.
    ///
    /// `statement` is valid by its type; that it names this version, set and thread is the caller's to check.
    pub fn verify(
        &self,
        statement: &Statement,
        commit: Digest,
        proof: &[u8],
    ) -> Result<(), Rejection> {
        let inputs = statement.bind(commit).public_inputs();
        let inputs = inputs.map(|limb| limb.value());
        verify_wrap(&self.wrap.verifier_data(), inputs, proof)
    }

    fn statement(
        &self,
        set: &ContractSet,
        job: &SubBlockJob,
        execution: &Execution,
    ) -> Result<Statement, SubBlockError> {
        let scope = calls::scope(&job.domain, &set.set_root());
        let calls_out = internal(
            "execute",
            execution::calls_digest(&scope, &job.calls).map_err(Into::into),
        )?;
        let head = Head {
            domain: job.domain,
            set_root: set.set_root(),
            t_min: job.t_min,
            t_max: job.t_max,
            prover: job.prover,
            thread: job.thread,
            seq: job.seq,
            call_count: job.calls.len() as u32,
            calls_out,
            log_out: Digest::default(),
            os_version: self.os_version,
        };
        internal(
            "execute",
            Statement::new(head, execution.entries.clone()).map_err(Into::into),
        )
    }
}

/// The function that a provable job is about.
fn check<'a>(set: &'a ContractSet, job: &SubBlockJob) -> Result<&'a SetFunction, SubBlockError> {
    let (t_min, t_max) = (job.t_min, job.t_max);
    if t_min > t_max || t_max >= calls::TIME_LIMIT {
        return Err(SubBlockError::BadWindow { t_min, t_max });
    }
    let first = job.calls.first().ok_or(SubBlockError::NoCalls)?;
    for (index, call) in job.calls.iter().enumerate() {
        let fn_id = call.fn_id();
        if set.function(fn_id).is_none() {
            return Err(SubBlockError::UnknownFunction { index, fn_id });
        }
        if fn_id != first.fn_id() {
            return Err(SubBlockError::MixedFunctions { index });
        }
        if !is_unsigned(call) {
            return Err(SubBlockError::Signed { index });
        }
        let valid_until = call.valid_until;
        if valid_until < t_max {
            return Err(SubBlockError::Expired {
                index,
                valid_until,
                t_max,
            });
        }
    }
    let function = set.function(first.fn_id()).expect("checked above");
    let (calls, lanes) = (job.calls.len(), function.leaf.lanes());
    if calls > lanes {
        return Err(SubBlockError::TooManyCalls { calls, lanes });
    }
    Ok(function)
}

/// A call of authorisation mode none, the only mode there is a circuit for.
fn is_unsigned(call: &Call) -> bool {
    let numbers = [call.nonce, call.lane, call.after];
    call.auth_mode == AuthMode::None && numbers == [0; 3]
}

fn leaf_witness(set: &ContractSet, job: &SubBlockJob, execution: &Execution) -> LeafWitness {
    LeafWitness {
        scope: calls::scope(&job.domain, &set.set_root()),
        t_min: job.t_min,
        t_max: job.t_max,
        state_in: execution.state_in,
        calls_in: Digest::default(),
        log: Digest::default(),
        calls: execution.lanes.clone(),
    }
}

fn internal<T>(stage: &'static str, result: Result<T>) -> Result<T, SubBlockError> {
    result.map_err(|source| SubBlockError::Internal { stage, source })
}

#[cfg(test)]
mod tests;

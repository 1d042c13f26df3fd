//! A job checked and executed: what its proofs will say, before any is made.

use saya_core::calls::{self, AuthMode, Call};
use saya_core::statement::{Head, Statement};
use saya_core::{limbs, CoreError, Digest};
use saya_executor::Window;

use super::error::SubBlockError;
use super::execution::Execution;
use super::job::SubBlockJob;
use crate::leaf::LeafWitness;
use crate::set::{ContractSet, SetFunction};
use crate::sub_block::{SubBlockWitness, CAPACITY};
use crate::types::InnerProof;

/// A job that can be proven.
pub struct Plan<'a> {
    set: &'a ContractSet,
    /// The function of all its calls.
    pub function: &'a SetFunction,
    pub leaf: LeafWitness,
    pub statement: Statement,
}

impl<'a> Plan<'a> {
    /// Checks and executes `job`; the statement names `os_version`.
    pub fn new(
        set: &'a ContractSet,
        job: &SubBlockJob,
        os_version: [u8; 32],
    ) -> Result<Self, SubBlockError> {
        let function = check(set, job)?;
        let window = Window {
            t_min: job.t_min,
            t_max: job.t_max,
        };
        let contract = set.contract_of(function);
        let execution = Execution::run(|_| contract, &job.calls, &window, &job.state, CAPACITY)?;
        let scope = calls::scope(&job.domain, &set.set_root());
        let statement = statement(set.set_root(), &scope, job, &execution, os_version);
        let leaf = LeafWitness {
            scope,
            t_min: job.t_min,
            t_max: job.t_max,
            state_in: execution.state_in,
            calls_in: limbs::ZERO,
            log_in: limbs::ZERO,
            calls: execution.lanes(),
        };
        Ok(Self {
            set,
            function,
            leaf,
            statement: statement.map_err(|error| SubBlockError::Internal {
                stage: "execute",
                source: error.into(),
            })?,
        })
    }

    /// The sub-block's witness over a proof of the leaf.
    pub fn sub_block_witness<'b>(&'b self, leaf_proof: &'b InnerProof) -> SubBlockWitness<'b> {
        SubBlockWitness {
            proof: leaf_proof,
            verifier: &self.function.leaf.data.verifier_only,
            set_index: self.function.index,
            set_siblings: self.set.siblings(self.function),
            entries: self.statement.entries(),
            head: self.statement.head_limbs(),
            r: self.statement.binding().r,
        }
    }
}

/// The function that a provable job is about.
fn check<'a>(set: &'a ContractSet, job: &SubBlockJob) -> Result<&'a SetFunction, SubBlockError> {
    let (t_min, t_max) = (job.t_min, job.t_max);
    if t_min > t_max || t_max >= calls::TIME_LIMIT {
        return Err(SubBlockError::BadWindow { t_min, t_max });
    }
    let first = job.calls.first().ok_or(SubBlockError::NoCalls)?;
    let fn_id = first.fn_id();
    let unknown = SubBlockError::UnknownFunction { index: 0, fn_id };
    let function = set.function(fn_id).ok_or(unknown)?;
    for (index, call) in job.calls.iter().enumerate() {
        check_call(set, index, call, first, t_max)?;
    }
    let (calls, lanes) = (job.calls.len(), function.leaf.lanes());
    if calls > lanes {
        return Err(SubBlockError::TooManyCalls { calls, lanes });
    }
    Ok(function)
}

fn check_call(
    set: &ContractSet,
    index: usize,
    call: &Call,
    first: &Call,
    t_max: u64,
) -> Result<(), SubBlockError> {
    let (fn_id, valid_until) = (call.fn_id(), call.valid_until);
    if set.function(fn_id).is_none() {
        return Err(SubBlockError::UnknownFunction { index, fn_id });
    }
    if fn_id != first.fn_id() {
        return Err(SubBlockError::MixedFunctions { index });
    }
    // Mode none is the only one that there is a circuit for.
    if call.auth_mode != AuthMode::None || [call.nonce, call.lane, call.after] != [0; 3] {
        return Err(SubBlockError::Signed { index });
    }
    if valid_until < t_max {
        return Err(SubBlockError::Expired {
            index,
            valid_until,
            t_max,
        });
    }
    Ok(())
}

fn statement(
    set_root: Digest,
    scope: &Digest,
    job: &SubBlockJob,
    execution: &Execution,
    os_version: [u8; 32],
) -> Result<Statement, CoreError> {
    let calls_out = job.calls.iter().try_fold(limbs::ZERO, |running, call| {
        Ok::<_, CoreError>(calls::calls_next(&running, &call.digest(scope)?))
    })?;
    let head = Head {
        domain: job.domain,
        set_root,
        t_min: job.t_min,
        t_max: job.t_max,
        prover: job.prover,
        thread: job.thread,
        seq: job.seq,
        call_count: job.calls.len() as u32,
        calls_out,
        log_out: execution.log_out(),
        os_version,
    };
    Statement::new(head, execution.entries.clone())
}

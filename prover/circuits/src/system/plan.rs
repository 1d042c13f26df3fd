//! A job checked and executed: what its proofs will say, before any is made.

use saya_core::calls::{self, Call};
use saya_core::statement::{Head, Statement};
use saya_core::{CoreError, Digest};
use saya_executor::Window;

use super::checks;
use super::error::SubBlockError;
use super::execution::{Environment, Execution};
use super::job::SubBlockJob;
use crate::execution_proof::{ExecutionProof, Role};
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
        let window = Window {
            t_min: job.t_min,
            t_max: job.t_max,
        };
        checks::window(&window)?;
        let function = check(set, job)?;
        let environment = Environment {
            scope: calls::scope(&job.domain, &set.set_root()),
            window,
        };
        let contract = set.contract_of(function);
        let (calls, state) = (&job.calls, &job.state);
        let execution = Execution::run(|_| contract, calls, environment, state, CAPACITY)?;
        let statement = statement(set.set_root(), job, &execution, os_version);
        Ok(Self {
            set,
            function,
            leaf: execution.leaf(0..calls.len()),
            statement: statement.map_err(SubBlockError::execution)?,
        })
    }

    /// The sub-block's witness over a proof of the leaf.
    pub fn sub_block_witness<'b>(&'b self, leaf_proof: &'b InnerProof) -> SubBlockWitness<'b> {
        SubBlockWitness {
            execution: ExecutionProof {
                proof: leaf_proof,
                verifier: &self.function.leaf.data.verifier_only,
                role: Role::Leaf {
                    index: self.function.index,
                    siblings: self.set.siblings(self.function),
                },
            },
            entries: self.statement.entries(),
            head: self.statement.head_limbs(),
            r: self.statement.binding().r,
        }
    }
}

/// The function that a provable job is about.
fn check<'a>(set: &'a ContractSet, job: &SubBlockJob) -> Result<&'a SetFunction, SubBlockError> {
    let first = job.calls.first().ok_or(SubBlockError::NoCalls)?;
    let fn_id = first.fn_id();
    let unknown = SubBlockError::UnknownFunction { index: 0, fn_id };
    let function = set.function(fn_id).ok_or(unknown)?;
    for (index, call) in job.calls.iter().enumerate() {
        check_call(set, index, call, first, job.t_max)?;
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
    checks::unsigned(index, call)?;
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
    job: &SubBlockJob,
    execution: &Execution,
    os_version: [u8; 32],
) -> Result<Statement, CoreError> {
    let head = Head {
        domain: job.domain,
        set_root,
        t_min: job.t_min,
        t_max: job.t_max,
        prover: job.prover,
        thread: job.thread,
        seq: job.seq,
        call_count: job.calls.len() as u32,
        calls_out: execution.end().calls,
        log_out: execution.end().log,
        os_version,
    };
    Statement::new(head, execution.entries.clone())
}

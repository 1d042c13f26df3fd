//! A job checked and executed: what its proofs will say, before any is made.

use saya_core::calls::Call;
use saya_core::statement::{Head, Statement};
use saya_core::{CoreError, Digest, Felt};
use saya_executor::Window;

use super::checks;
use super::error::SubBlockError;
use super::execution::{Environment, Execution};
use super::job::SubBlockJob;
use super::runs::runs;
use crate::aggregator::EnvOpening;
use crate::execution_proof::{ExecutionProof, Role};
use crate::leaf::LeafWitness;
use crate::set::{ContractSet, SetFunction};
use crate::sub_block::{SubBlockWitness, CAPACITY};
use crate::types::InnerProof;

/// A job that can be proven.
pub struct Plan<'a> {
    set: &'a ContractSet,
    /// Proofs of consecutive calls of one function each, in order.
    pub leaves: Vec<PlannedLeaf<'a>>,
    /// What the leaves' `env` is made of.
    pub env: EnvOpening,
    pub statement: Statement,
}

/// One leaf proof to make.
pub struct PlannedLeaf<'a> {
    pub function: &'a SetFunction,
    pub witness: LeafWitness,
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
        check(set, job)?;
        let environment = Environment {
            domain: job.domain,
            set_root: set.set_root(),
            window,
        };
        let function_of = |fn_id| set.function(fn_id).expect("every call was checked");
        let contract_of = |call: &Call| set.contract_of(function_of(call.fn_id()));
        let (calls, state) = (&job.calls, &job.state);
        let execution = Execution::run(contract_of, calls, environment, state, CAPACITY)?;
        let statement = statement(set.set_root(), job, &execution, os_version);
        let leaves = runs(calls, |fn_id| function_of(fn_id).leaf.lanes());
        let leaves = leaves.into_iter().map(|run| PlannedLeaf {
            function: function_of(calls[run.start].fn_id()),
            witness: execution.leaf(run),
        });
        let time = |seconds| Felt::new(seconds).expect("a checked window is below 2^40");
        Ok(Self {
            set,
            leaves: leaves.collect(),
            env: EnvOpening {
                domain: job.domain,
                set_root: set.set_root(),
                t_min: time(job.t_min),
                t_max: time(job.t_max),
            },
            statement: statement.map_err(SubBlockError::execution)?,
        })
    }

    /// A proof of one of the leaves as a child of what verifies it.
    pub fn leaf_proof<'b>(
        &self,
        leaf: &'b PlannedLeaf,
        proof: &'b InnerProof,
    ) -> ExecutionProof<'b> {
        ExecutionProof {
            proof,
            verifier: &leaf.function.leaf.data.verifier_only,
            role: Role::Leaf {
                index: leaf.function.index,
                siblings: self.set.siblings(leaf.function),
            },
        }
    }

    /// The sub-block's witness over the proof of the whole execution.
    pub fn sub_block_witness<'b>(&'b self, execution: ExecutionProof<'b>) -> SubBlockWitness<'b> {
        SubBlockWitness {
            execution,
            entries: self.statement.entries(),
            head: self.statement.head_limbs(),
            r: self.statement.binding().r,
        }
    }
}

/// Refuses a job with a call that cannot be proven.
fn check(set: &ContractSet, job: &SubBlockJob) -> Result<(), SubBlockError> {
    if job.calls.is_empty() {
        return Err(SubBlockError::NoCalls);
    }
    for (index, call) in job.calls.iter().enumerate() {
        let (fn_id, valid_until, t_max) = (call.fn_id(), call.valid_until, job.t_max);
        if set.function(fn_id).is_none() {
            return Err(SubBlockError::UnknownFunction { index, fn_id });
        }
        checks::unsigned(index, call)?;
        if valid_until < t_max {
            return Err(SubBlockError::Expired {
                index,
                valid_until,
                t_max,
            });
        }
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

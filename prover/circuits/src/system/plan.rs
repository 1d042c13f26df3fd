//! A job checked and executed: what its proofs will say, before any is made.

use saya_core::state_list::CAPACITY;
use saya_core::statement::{Head, Statement};
use saya_core::{CoreError, Digest, Felt};
use saya_executor::{Environment, Window};

use super::checks;
use super::error::SubBlockError;
use super::execution::Execution;
use super::job::SubBlockJob;
use super::runs::runs;
use crate::aggregator::EnvOpening;
use crate::set::{CircuitId, ContractSet, LeafJob, SetCircuit};

/// A job that can be proven.
pub struct Plan<'a> {
    /// Proofs of consecutive steps of one circuit each, in order.
    pub leaves: Vec<PlannedLeaf<'a>>,
    /// What the leaves' `env` is made of.
    pub env: EnvOpening,
    pub statement: Statement,
}

/// One leaf proof to make.
pub struct PlannedLeaf<'a> {
    pub id: CircuitId,
    pub circuit: &'a SetCircuit,
    pub job: LeafJob,
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
        if job.submissions.is_empty() {
            return Err(SubBlockError::NoCalls);
        }
        let environment = Environment {
            domain: job.domain,
            set_root: set.set_root(),
            window,
            authorisation: set.authorisation(),
        };
        let contract_of = |id| set.contract(id);
        let (submissions, state) = (&job.submissions, &job.state);
        let execution = Execution::run(&contract_of, submissions, environment, state, CAPACITY)?;
        let statement = statement(set.set_root(), job, &execution, os_version);
        let circuits = execution.circuits();
        let circuit_of = |id: &CircuitId| set.circuit(id).expect("the set has what it executes");
        let leaves = runs(&circuits, |id| circuit_of(id).leaf.lanes());
        let leaves = leaves.into_iter().map(|run| PlannedLeaf {
            id: circuits[run.start],
            circuit: circuit_of(&circuits[run.start]),
            job: execution.leaf(run),
        });
        let time = |seconds| Felt::new(seconds).expect("a checked window is below 2^40");
        Ok(Self {
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
        call_count: execution.count(0..execution.steps.len()),
        calls_out: execution.end().calls,
        log_out: execution.end().log,
        os_version,
    };
    Statement::new(head, execution.entries.clone())
}

//! Leaf proofs of calls.

use std::time::Instant;

use anyhow::ensure;
use saya_core::state_list::CAPACITY;
use serde::Serialize;

use super::job::CallsJob;
use crate::gadgets::from_field;
use crate::set::{CircuitId, ContractSet};
use crate::system::error::SubBlockError;
use crate::system::execution::Execution;

/// One leaf proof that was made and verified.
#[derive(Clone, Debug, Serialize)]
pub struct ProvenCalls {
    /// `Contract.function`.
    pub function: String,
    pub calls: usize,
    /// For proving and verifying.
    pub seconds: f64,
}

impl ContractSet {
    /// Proves calls of the set's functions, and verifies the proofs: one for each run of calls of one function that
    /// fits a leaf. No sub-block is made.
    ///
    /// # Errors
    /// A job error when a call fails or is of no function of the set, or when the job is malformed. An internal one
    /// when a proof is not made or does not hold.
    pub fn prove_calls(&self, job: &CallsJob) -> Result<Vec<ProvenCalls>, SubBlockError> {
        let environment = job.environment()?;
        for (index, call) in job.calls.iter().enumerate() {
            let fn_id = call.fn_id();
            let unknown = SubBlockError::UnknownFunction { index, fn_id };
            self.circuit(&CircuitId::of(call)).ok_or(unknown)?;
        }
        let known = |id: &CircuitId| self.circuit(id).expect("looked up above");
        let execution = Execution::run(
            &|id| self.contract(id),
            &job.submissions(),
            environment,
            &job.state,
            CAPACITY,
        )?;
        let runs = job.runs(|id| known(id).leaf.lanes()).into_iter();
        runs.map(|run| {
            let start = Instant::now();
            let (first, calls) = (&job.calls[run.start], run.len());
            let circuit = known(&CircuitId::of(first));
            let header = execution
                .header(run.clone())
                .map_err(SubBlockError::execution)?;
            let proven = || {
                let proof = circuit.leaf.prove(&execution.leaf(run))?;
                let found = proof.public_inputs.iter().map(|&limb| from_field(limb));
                ensure!(
                    found.eq(header.to_limbs()),
                    "the proof's header is not that of the execution"
                );
                circuit.leaf.data().verify(proof)
            };
            proven().map_err(|source| SubBlockError::Internal {
                stage: "leaf",
                source,
            })?;
            let contract = self.contract(first.contract).expect("looked up above");
            let called = contract.function(first.function).expect("looked up above");
            Ok(ProvenCalls {
                function: format!("{}.{}", contract.name, called.name),
                calls,
                seconds: start.elapsed().as_secs_f64(),
            })
        })
        .collect()
    }
}

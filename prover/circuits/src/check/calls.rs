//! Whether the constraints accept calls.

use std::collections::HashMap;
use std::ops::Range;

use plonky2::iop::witness::Witness;
use saya_core::calls::AuthMode;
use saya_core::state_list::CAPACITY;
use saya_core::{header, Felt};
use saya_executor::ir::Function;
use saya_executor::{Call, MapState, ValidContract};
use thiserror::Error;

use super::constraints::{Constraints, Filled};
use super::forced;
use super::job::CallsJob;
use crate::gadgets::from_field;
use crate::leaf::LeafTargets;
use crate::set::LeafJob;
use crate::system::error::SubBlockError;
use crate::system::execution::Execution;

/// Calls that one circuit checks.
const MOST_LANES: usize = 8;

/// Calls are not accepted.
#[derive(Debug, Error)]
pub enum CheckError {
    /// There is nothing to check: a call fails natively, or the job is malformed.
    #[error(transparent)]
    Job(#[from] SubBlockError),
    #[error("call {index} is for function {function}, which {contract} has not")]
    UnknownFunction {
        index: usize,
        function: u32,
        contract: String,
    },
    #[error("call {index} has {found} argument limbs, not {wanted}")]
    Arguments {
        index: usize,
        found: usize,
        wanted: usize,
    },
    /// No proof of the calls exists, as far as one witness shows.
    #[error("the constraints of {function} refuse {}: {why}", calls_text(.calls))]
    Rejected {
        function: String,
        calls: Range<usize>,
        why: String,
    },
}

fn calls_text(calls: &Range<usize>) -> String {
    match calls.len() {
        1 => format!("call {}", calls.start),
        _ => format!("calls {} to {}", calls.start, calls.end - 1),
    }
}

/// The constraints of one function's leaf.
pub(super) struct Circuit {
    pub constraints: Constraints,
    pub targets: LeafTargets,
}

/// Checks calls of one contract; circuits are built when they are first needed, and kept.
pub struct Checker {
    contract: ValidContract,
    circuits: HashMap<(u32, usize), Circuit>,
}

impl Checker {
    pub fn new(contract: ValidContract) -> Self {
        Self {
            contract,
            circuits: HashMap::new(),
        }
    }

    /// Executes the calls and evaluates the constraints on the witness that this leaves.
    ///
    /// # Errors
    /// [`CheckError::Rejected`] when a constraint fails, or when the header is not that of the execution.
    /// Anything else when there is nothing to check.
    pub fn check(&mut self, job: &CallsJob) -> Result<(), CheckError> {
        let environment = job.environment()?;
        let contract = self.contract.clone();
        let contract_of = |id| (id == contract.contract).then_some(&contract);
        let (submissions, state) = (job.submissions(), &job.state);
        let execution = Execution::run(&contract_of, &submissions, environment, state, CAPACITY)?;
        for run in job.runs(|_| MOST_LANES) {
            let function = self.function(run.start, &job.calls[run.start])?.clone();
            let circuit = self.circuit(&function, run.len());
            check_run(circuit, &execution, run.clone()).map_err(|why| CheckError::Rejected {
                function: function.name,
                calls: run,
                why,
            })?;
        }
        Ok(())
    }

    /// Evaluates the constraints on the witness of a prover who goes on when a call fails.
    ///
    /// What is loaded comes from the state under the keys that the circuit computes; everything else is what
    /// the circuit's own generators make of it, contradictions or not.
    ///
    /// # Errors
    /// As [`check`](Self::check); a call that fails natively must be [`CheckError::Rejected`].
    pub fn check_forced(&mut self, job: &CallsJob) -> Result<(), CheckError> {
        let environment = job.environment()?;
        let mut state: MapState = job.state.clone();
        for run in job.runs(|_| MOST_LANES) {
            for (index, call) in job.calls.iter().enumerate().take(run.end).skip(run.start) {
                let wanted = self.function(index, call)?.arguments();
                let (wanted, found) = (wanted.map(|ty| ty.width()).sum(), call.args.len());
                if wanted != found {
                    return Err(CheckError::Arguments {
                        index,
                        found,
                        wanted,
                    });
                }
            }
            let function = self.function(run.start, &job.calls[run.start])?.clone();
            let circuit = self.circuit(&function, run.len());
            let calls = &job.calls[run.clone()];
            let forced = forced::check(circuit, &function, environment, calls, &mut state);
            forced.map_err(|why| CheckError::Rejected {
                function: function.name,
                calls: run,
                why,
            })?;
        }
        Ok(())
    }

    fn function(&self, index: usize, call: &Call) -> Result<&Function, CheckError> {
        let own = call.contract == self.contract.contract;
        let found = self.contract.function(call.function).filter(|_| own);
        found.ok_or_else(|| CheckError::UnknownFunction {
            index,
            function: call.function,
            contract: self.contract.name.clone(),
        })
    }

    fn circuit(&mut self, function: &Function, lanes: usize) -> &Circuit {
        let key = (function.id, lanes);
        let built = self.circuits.entry(key);
        built.or_insert_with(|| Circuit::build(&self.contract, function, lanes))
    }
}

impl Circuit {
    fn build(contract: &ValidContract, function: &Function, lanes: usize) -> Self {
        let mut b = Constraints::builder();
        let targets = LeafTargets::build(&mut b, contract, function, AuthMode::None, lanes);
        let constraints = Constraints::build(b);
        Self {
            constraints,
            targets,
        }
    }
}

/// The header of some calls, checked against what their execution says.
fn check_run(circuit: &Circuit, execution: &Execution, run: Range<usize>) -> Result<(), String> {
    let LeafJob::Function(leaf) = execution.leaf(run.clone()) else {
        unreachable!("calls of mode none are of functions")
    };
    let witness = circuit.targets.witness(&leaf);
    let mut filled = Filled::new(&circuit.constraints);
    filled.apply(&witness.expect("as many lanes as calls"));
    filled.generate();
    if let Some(why) = filled.violation() {
        return Err(why);
    }
    let publics = circuit.constraints.publics().iter();
    let header: Vec<Felt> = publics
        .map(|&target| from_field(filled.witness.get_target(target)))
        .collect();
    let expected = execution.header(run).map_err(|error| error.to_string())?;
    let differs = (0..header::LENGTH).find(|&i| header[i] != expected.to_limbs()[i]);
    match differs {
        None => Ok(()),
        Some(limb) => Err(format!(
            "limb {limb} of the header is not that of the execution"
        )),
    }
}

//! Why a sub-block has no proof.

use saya_core::CoreError;
use saya_executor::Refused;
use thiserror::Error;

/// A job that cannot be proven, or a fault in the prover.
#[derive(Debug, Error)]
pub enum SubBlockError {
    #[error("a sub-block needs at least one call")]
    NoCalls,
    #[error("call {index} is for function {fn_id:#x}, which is not in the contract set")]
    UnknownFunction { index: usize, fn_id: u64 },
    #[error("call {index} carries an authorisation: nothing but calls of mode none can be checked on their own")]
    Signed { index: usize },
    #[error("the calls touch {entries} keys, but a sub-block holds {capacity}")]
    TooManyEntries { entries: usize, capacity: usize },
    #[error("submission {index} is refused: {why}")]
    Refused { index: usize, why: Box<Refused> },
    #[error("{t_min}..{t_max} is no window of times below 2^40")]
    BadWindow { t_min: u64, t_max: u64 },
    #[error(
        "this process has no circuit for the {kind} node: it was planned for another contract set, profile or version"
    )]
    NoCircuit { kind: &'static str },
    #[error("internal fault in stage {stage}: {source}")]
    Internal {
        stage: &'static str,
        source: anyhow::Error,
    },
}

impl SubBlockError {
    /// A fault in stage `execute`: the job was checked, so its numbers are in range.
    pub fn execution(source: CoreError) -> Self {
        let stage = "execute";
        Self::Internal {
            stage,
            source: source.into(),
        }
    }

    /// Whether another job would do: everything but a fault of the prover itself.
    pub fn is_job_error(&self) -> bool {
        !matches!(self, Self::Internal { .. })
    }
}

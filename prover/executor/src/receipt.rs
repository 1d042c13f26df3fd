//! What comes out of an execution.

use saya_core::{Key, Value};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ir::ValueId;

/// Whether an access changes its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessKind {
    Read,
    Write,
}

/// One read or write of the state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// The operation that made it.
    pub op: ValueId,
    pub kind: AccessKind,
    pub key: Key,
    /// The value before the access.
    pub old: Value,
    /// The value after it; a read leaves `old`.
    pub new: Value,
}

/// What a successful call did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// One for each read and write operation of the function, in program order.
    pub accesses: Vec<Access>,
}

/// A failed call; the state is as it was before it.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("{message}")]
pub struct CallFailed {
    /// For the player: the contract's own text, or the fixed one of an arithmetic or typing failure.
    pub message: String,
    /// The operation that failed; `None` when the call was refused before the first one.
    pub op: Option<ValueId>,
}

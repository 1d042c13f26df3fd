//! What comes out of an execution.

use saya_core::{Felt, Key, Value};
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

/// One event that went to the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emitted {
    /// The operation that made it.
    pub op: ValueId,
    /// The contract that declares it.
    pub contract: u32,
    pub event: u32,
    /// Encodings of its fields, one after the other.
    pub data: Vec<Felt>,
}

/// What a successful call did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// One for each read and write operation that was taken, in program order.
    pub accesses: Vec<Access>,
    /// In program order.
    pub events: Vec<Emitted>,
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

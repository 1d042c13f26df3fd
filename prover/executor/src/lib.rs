//! The contract IR and its native execution.

pub mod ir;

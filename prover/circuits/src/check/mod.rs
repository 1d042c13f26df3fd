//! Calls on their own, without a sub-block around them: their constraints evaluated, or their leaves proven.
//!
//! For tests of contracts. Checking takes a small fraction of a second, because nothing is committed to.

pub mod calls;
pub mod constraints;
mod forced;
pub mod job;
pub mod proofs;
#[cfg(test)]
mod tests;

pub use self::calls::{CheckError, Checker};
pub use self::job::CallsJob;

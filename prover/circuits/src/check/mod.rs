//! Constraints evaluated on a witness, without proving.

pub mod constraints;

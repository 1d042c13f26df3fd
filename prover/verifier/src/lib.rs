//! Verification of sub-block proofs: what an auditor, a chain's twin or any other judge of a proof needs, and no more.
//!
//! No circuit is built here. The verifier data of the released OS versions is part of the library ([`released`]), so a
//! proof is judged within milliseconds.

pub mod examine;
pub mod file;
pub mod judge;
pub mod keccak;
pub mod os_version;
pub mod proof_bytes;
pub mod released;
pub mod report;
pub mod transcript;
pub mod types;

#[cfg(test)]
mod vectors;

//! saya-circuits.

pub mod export;
pub mod keccak;
pub mod profile;
pub mod proof_bytes;
pub mod soundness;
pub mod types;
pub mod wrap;

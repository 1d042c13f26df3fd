//! saya-circuits.

pub mod aggregator;
pub mod check;
pub mod execution_proof;
pub mod export;
#[cfg(test)]
mod fixtures;
pub mod gadgets;
pub mod keccak;
pub mod leaf;
pub mod os_version;
pub mod profile;
pub mod proof_bytes;
pub mod set;
pub mod shrink;
pub mod soundness;
pub mod sub_block;
pub mod system;
pub mod types;
pub mod uniform;
pub mod wrap;

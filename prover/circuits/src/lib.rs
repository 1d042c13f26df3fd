//! saya-circuits.

pub mod aggregator;
pub mod auth_leaf;
pub mod capacity;
pub mod check;
pub mod execution_proof;
pub mod export;
#[cfg(test)]
mod fixtures;
pub mod gadgets;
#[cfg(test)]
mod hunt;
pub mod leaf;
pub mod profile;
pub mod set;
pub mod shrink;
pub mod soundness;
pub mod sub_block;
pub mod system;
pub mod system_leaf;
pub mod types;
pub mod uniform;
pub mod wrap;

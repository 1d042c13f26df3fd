//! saya-circuits.

pub mod keccak;
pub mod profile;
pub mod soundness;

//! saya-circuits.

pub mod keccak;
pub mod profile;

//! saya-circuits.

pub mod profile;

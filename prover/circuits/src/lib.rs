//! saya-circuits.

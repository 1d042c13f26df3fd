//! saya-core.

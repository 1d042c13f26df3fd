//! The definitions that every part of the system shares: field, hashes, keys and values, trees, calls,
//! proof header and settlement statement, as `docs/statement.md` defines them.
//!
//! No circuit library is used here, so wallets and auditors can be built from this crate alone. The pure
//! Python twin is `saya_py.core`; both, and the contracts, are tested on `tests/vectors/core.json`.

pub mod account;
pub mod bundle;
pub mod calls;
pub mod chain;
mod error;
mod ext;
mod felt;
mod hashing;
pub mod header;
mod keys;
pub mod limbs;
pub mod merkle;
mod poseidon;
pub mod poseidon_constants;
pub mod set_tree;
pub mod signature;
pub mod state_list;
pub mod statement;
pub mod system_calls;
mod typed;

pub use error::CoreError;
pub use ext::Ext2;
pub use felt::{Felt, P};
pub use hashing::{hash, Tag};
pub use keys::{Key, Value};
pub use limbs::Digest;
pub use poseidon::permute;
pub use typed::{Typed, ValueType};

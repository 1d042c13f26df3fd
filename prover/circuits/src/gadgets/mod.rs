//! Circuit gadgets, each with its native twin in `saya-core`.
//!
//! A gadget that brings private witness has a table above it: one line for each, saying what binds it.

pub mod access;
pub mod account;
pub mod auth_register;
pub mod bits;
pub mod call;
pub mod cast;
pub mod env;
pub mod felt;
pub mod hash;
pub mod hint;
pub mod key;
pub mod logic;
pub mod membership;
pub mod path;
pub mod range;
#[cfg(test)]
mod rows;
pub mod signature;
#[cfg(test)]
pub mod trial;
#[cfg(test)]
pub mod twin;
pub mod uint;
pub mod user_hash;
pub mod value;
pub mod verifier_data;

use plonky2::field::types::{Field, PrimeField64};
use plonky2::hash::hash_types::HashOut;
use saya_core::{Digest, Felt};

use crate::types::F;

/// A core field element as plonky2's.
pub fn to_field(x: Felt) -> F {
    F::from_canonical_u64(x.value())
}

/// plonky2's field element as a core one.
pub fn from_field(x: F) -> Felt {
    Felt::new(x.to_canonical_u64()).expect("canonical")
}

/// A core digest as plonky2's.
pub fn to_hash(digest: &Digest) -> HashOut<F> {
    HashOut {
        elements: digest.map(to_field),
    }
}

/// plonky2's digest as a core one.
pub fn from_hash(hash: HashOut<F>) -> Digest {
    hash.elements.map(from_field)
}

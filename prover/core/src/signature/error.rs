//! Why a signature or a key is refused.

use thiserror::Error;

use super::params::{LEAVES, LIMB_BITS, MAX_ATTEMPTS, SCHEME, WEIGHT};
use crate::error::CoreError;

/// What was refused, why, and what to do. [`SignatureError::code`] is the stable name of each reason.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SignatureError {
    #[error(transparent)]
    Core(#[from] CoreError),
    #[error(
        "a {what} has {expected} bytes, but {length} were given; pass it whole, without a prefix"
    )]
    Length {
        what: &'static str,
        expected: usize,
        length: usize,
    },
    #[error("limb {index} of the {what} is {value}, which is no limb: limbs are below p and are never reduced; it was damaged or re-encoded on the way")]
    Limb {
        what: &'static str,
        index: usize,
        value: u64,
    },
    #[error("the public key is of scheme {scheme}, but only scheme {SCHEME} is known; sign with a newer wallet or verify with a newer version")]
    Scheme { scheme: u64 },
    #[error("the public key is of another domain, so of another chain, settlement contract or world; sign with the key of this world")]
    Domain,
    #[error("the public key is of lane {lane}, but the call is of lane {expected}; sign with the key of that lane")]
    Lane { lane: u32, expected: u32 },
    #[error("the public key is not the one that the account holds; it was rotated, never registered, or changed on the way")]
    KeyRoot,
    #[error("nonce {nonce} has no leaf in this key, whose {LEAVES} leaves start at nonce {first_nonce}; rotate to a new key")]
    Index { nonce: u32, first_nonce: u32 },
    #[error("limb {index} of the message digest is {value}, which is not below 2^{LIMB_BITS}; no signer uses such a randomiser")]
    DigestLimb { index: usize, value: u64 },
    #[error("the message digest has {weight} ones, but every codeword has {WEIGHT}; the signature is not for this message")]
    Weight { weight: usize },
    #[error("the signature does not lead to the root of the key's tree; an element or a node of its path is not of this key and nonce")]
    TreeRoot,
    #[error("no randomiser out of {MAX_ATTEMPTS} gives a codeword, which chance alone does not do; report this")]
    Attempts,
}

impl SignatureError {
    /// The name of the reason, as the vector file gives it.
    pub const fn code(&self) -> &'static str {
        match self {
            SignatureError::Core(error) => error.code(),
            SignatureError::Length { .. } => "SIGNATURE_LENGTH",
            SignatureError::Limb { .. } => "LIMB_RANGE",
            SignatureError::Scheme { .. } => "KEY_SCHEME",
            SignatureError::Domain => "KEY_DOMAIN",
            SignatureError::Lane { .. } => "KEY_LANE",
            SignatureError::KeyRoot => "KEY_ROOT",
            SignatureError::Index { .. } => "KEY_INDEX",
            SignatureError::DigestLimb { .. } => "DIGEST_LIMB",
            SignatureError::Weight { .. } => "DIGEST_WEIGHT",
            SignatureError::TreeRoot => "TREE_ROOT",
            SignatureError::Attempts => "NO_RANDOMISER",
        }
    }
}

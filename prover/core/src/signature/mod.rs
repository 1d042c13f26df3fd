//! Signatures, scheme 1: constant-weight one-time signatures under a Merkle tree (generalised XMSS).
//!
//! A key signs once for each nonce from `first_nonce` on, 2^12 times in all. Definitions: `docs/statement.md`;
//! why it is secure and how far: `docs/signatures.md`. Nothing here remembers which nonces were used: that is
//! the wallet's duty, and two signatures under one nonce give the key of that nonce away.
//!
//! | module | idea |
//! |---|---|
//! | `params` | sizes |
//! | `prf` | every secret value, and the randomiser, from one seed |
//! | `codeword` | a message as 120 bits of weight 60 |
//! | `one_time` | 120 chains of one step, and the leaf over their ends |
//! | `public_key` | what `keyRoot` commits to |
//! | `signing_key` | the tree over 4,096 leaves, and signing |
//! | `encoding` | the signature and its bytes |
//! | `verify` | what a circuit verifies, natively |

mod codeword;
mod encoding;
mod error;
mod one_time;
pub mod params;
mod prf;
mod public_key;
mod signing_key;
mod verify;

pub use codeword::Codeword;
pub use encoding::Signature;
pub use error::SignatureError;
pub use one_time::{leaf_of, step};
pub use params::{Element, KeyRoot, Pp};
pub use prf::{KeyId, Seed};
pub use public_key::PublicKey;
pub use signing_key::SigningKey;

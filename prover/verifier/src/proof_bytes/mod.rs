//! The bytes of a wrap proof, as the chain reads them, and their verification.
//!
//! Layout (limbs are 8 bytes big-endian and canonical, digests [`crate::keccak::DIGEST_BYTES`] bytes,
//! extension elements two limbs with the constant coefficient first):
//!
//! ```text
//! wires cap ‖ zs and partial products cap ‖ quotient cap
//! openings: constants, sigmas, wires, zs, partial products, quotient at zeta; zs at g·zeta
//! one cap for each FRI fold ‖ final polynomial, lowest coefficient first ‖ grinding limb
//! each query: 4 × (leaf limbs ‖ siblings from the leaf up), oracles in the order
//!             constants and sigmas, wires, zs and partial products, quotient;
//!             then each fold: all values of the coset ‖ siblings
//! ```
//!
//! Nothing else: no lengths, no public inputs. Every field has a fixed place, so that a proof has
//! exactly one encoding.

mod decode;
mod encode;
mod region;
mod rejection;
mod verify;

pub use decode::decode;
pub use encode::{encode, opening_order};
pub use region::{oracle_widths, segments, Content, Region, Segment};
pub use rejection::Rejection;
pub use verify::{verify_statement, verify_wrap};

#[cfg(test)]
mod tests;

//! Hash functions of the wrap proof: what an EVM contract reads from calldata is exactly what is hashed.
//!
//! * A limb is 8 bytes, big-endian.
//! * A digest is the first [`DIGEST_BYTES`] bytes of Keccak-256.
//! * A Merkle leaf is `keccak256(limbs)`, a node `keccak256(left ‖ right)`, both truncated.
//! * Challenges come from a hash chain ([`KeccakSponge`]), one Keccak per message.

mod digest;
mod hasher;
mod sponge;

pub use digest::{ChainDigest, DIGEST_BYTES};
pub use hasher::KeccakHasher;
use plonky2::field::extension::quadratic::QuadraticExtension;
use plonky2::field::goldilocks_field::GoldilocksField;
use plonky2::field::types::PrimeField64;
use plonky2::hash::poseidon::PoseidonHash;
use plonky2::plonk::config::GenericConfig;
use saya_core::chain::keccak256;
pub use sponge::{KeccakSponge, MESSAGE_LIMBS, SQUEEZED_LIMBS};

/// Proof configuration of the wrap: Keccak outside, stock Poseidon for the hash of the public inputs.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct WrapConfig;

impl GenericConfig<2> for WrapConfig {
    type F = GoldilocksField;
    type FE = QuadraticExtension<GoldilocksField>;
    type Hasher = KeccakHasher;
    type InnerHasher = PoseidonHash;
}

/// `limbs` as bytes: 8 big-endian bytes each, canonical.
pub fn limb_bytes(limbs: &[GoldilocksField]) -> Vec<u8> {
    limbs
        .iter()
        .flat_map(|limb| limb.to_canonical_u64().to_be_bytes())
        .collect()
}

#[cfg(test)]
mod transcript_twin;

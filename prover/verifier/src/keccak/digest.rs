//! The digest type of the wrap's Merkle trees.

use plonky2::field::goldilocks_field::GoldilocksField;
use plonky2::field::types::Field;
use plonky2::plonk::config::GenericHashOut;
use serde::{Deserialize, Serialize};

/// Bytes of a digest: 200 bits, so collisions cost 2^100.
pub const DIGEST_BYTES: usize = 25;

/// Bytes of a digest that one limb of the transcript holds; 8 could exceed the field.
const BYTES_PER_LIMB: usize = 7;

/// A truncated Keccak-256.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct ChainDigest(pub [u8; DIGEST_BYTES]);

impl ChainDigest {
    /// The first [`DIGEST_BYTES`] bytes of `hash`.
    pub fn truncate(hash: [u8; 32]) -> Self {
        let mut out = [0; DIGEST_BYTES];
        out.copy_from_slice(&hash[..DIGEST_BYTES]);
        Self(out)
    }
}

impl GenericHashOut<GoldilocksField> for ChainDigest {
    fn to_bytes(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// plonky2 calls this with exactly [`DIGEST_BYTES`] bytes; anything else is a programming error.
    fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.try_into().expect("a digest has DIGEST_BYTES bytes"))
    }

    /// Four limbs for the transcript: big-endian numbers of 7, 7, 7 and 4 bytes, in order.
    fn to_vec(&self) -> Vec<GoldilocksField> {
        self.0
            .chunks(BYTES_PER_LIMB)
            .map(|chunk| {
                let number = chunk.iter().fold(0, |n, &byte| n << 8 | u64::from(byte));
                GoldilocksField::from_canonical_u64(number)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use plonky2::field::types::PrimeField64;

    use super::*;

    #[test]
    fn limbs_are_big_endian_chunks_of_7_7_7_4_bytes() {
        let bytes: [u8; DIGEST_BYTES] = std::array::from_fn(|i| i as u8 + 1);
        let limbs: Vec<u64> = ChainDigest(bytes)
            .to_vec()
            .iter()
            .map(PrimeField64::to_canonical_u64)
            .collect();
        assert_eq!(
            limbs,
            [
                0x0001020304050607,
                0x0008090a0b0c0d0e,
                0x000f101112131415,
                0x16171819
            ]
        );
    }

    #[test]
    fn bytes_round_trip() {
        let digest = ChainDigest([0xab; DIGEST_BYTES]);
        assert_eq!(ChainDigest::from_bytes(&digest.to_bytes()), digest);
    }
}

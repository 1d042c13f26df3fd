//! Merkle hashing of the wrap proof.

use plonky2::field::goldilocks_field::GoldilocksField;
use plonky2::plonk::config::Hasher;

use super::{keccak256, limb_bytes, ChainDigest, KeccakSponge, DIGEST_BYTES};

/// Truncated Keccak-256 over big-endian limbs and raw digests.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct KeccakHasher;

impl Hasher<GoldilocksField> for KeccakHasher {
    const HASH_SIZE: usize = DIGEST_BYTES;
    type Hash = ChainDigest;
    type Permutation = KeccakSponge;

    fn hash_no_pad(input: &[GoldilocksField]) -> ChainDigest {
        ChainDigest::truncate(keccak256(&[&limb_bytes(input)]))
    }

    /// Keccak pads by itself, so no second padding is added.
    fn hash_pad(input: &[GoldilocksField]) -> ChainDigest {
        Self::hash_no_pad(input)
    }

    /// Always hashes: a short leaf must not pass for a digest.
    fn hash_or_noop(inputs: &[GoldilocksField]) -> ChainDigest {
        Self::hash_no_pad(inputs)
    }

    fn two_to_one(left: ChainDigest, right: ChainDigest) -> ChainDigest {
        ChainDigest::truncate(keccak256(&[&left.0, &right.0]))
    }
}

#[cfg(test)]
mod tests {
    use plonky2::field::types::Field;

    use super::*;

    /// keccak256 of the empty string and of "abc", from the Keccak reference implementation.
    #[test]
    fn keccak_has_the_known_values() {
        assert_eq!(
            hex::encode(keccak256(&[])),
            "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
        );
        assert_eq!(
            hex::encode(keccak256(&[b"a", b"bc"])),
            "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"
        );
    }

    /// keccak256 of the 8 bytes 00..01 is not the digest of a noop, and equals the hand-made one.
    #[test]
    fn short_leaves_are_hashed() {
        let one = [GoldilocksField::ONE];
        let expected = keccak256(&[&[0, 0, 0, 0, 0, 0, 0, 1]]);
        assert_eq!(
            KeccakHasher::hash_or_noop(&one).0[..],
            expected[..DIGEST_BYTES]
        );
    }

    #[test]
    fn a_node_is_the_hash_of_50_bytes() {
        let (left, right) = (
            ChainDigest([1; DIGEST_BYTES]),
            ChainDigest([2; DIGEST_BYTES]),
        );
        let mut joined = vec![1; DIGEST_BYTES];
        joined.extend([2; DIGEST_BYTES]);
        assert_eq!(
            KeccakHasher::two_to_one(left, right).0[..],
            keccak256(&[&joined])[..DIGEST_BYTES]
        );
    }
}

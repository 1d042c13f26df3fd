//! Hashes and numbers of an EVM chain.
//!
//! The chain hash is keccak256, its digest read as a big-endian integer.

use tiny_keccak::{Hasher, Keccak};

use crate::error::CoreError;
use crate::felt::Felt;
use crate::limbs::Digest;

/// keccak256 of the concatenated parts.
pub fn keccak256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Keccak::v256();
    parts.iter().for_each(|part| hasher.update(part));
    let mut digest = [0; 32];
    hasher.finalize(&mut digest);
    digest
}

/// A number as a 32-byte big-endian word.
pub fn word(value: u64) -> [u8; 32] {
    let mut word = [0; 32];
    word[24..].copy_from_slice(&value.to_be_bytes());
    word
}

/// An address as a 32-byte big-endian word.
pub fn address_word(address: &[u8; 20]) -> [u8; 32] {
    let mut word = [0; 32];
    word[12..].copy_from_slice(address);
    word
}

/// A big-endian number mod 2^252.
pub fn mod_2_252(mut word: [u8; 32]) -> [u8; 32] {
    word[0] &= 0x0f;
    word
}

/// A big-endian number below 2^252 as four 63-bit limbs, least significant first.
pub fn pack4(word: &[u8; 32]) -> Result<Digest, CoreError> {
    if word[0] >> 4 != 0 {
        return Err(CoreError::PackRange(*word));
    }
    Ok(pack252(word))
}

/// The low 252 bits of a big-endian number as four 63-bit limbs, least significant first.
fn pack252(word: &[u8; 32]) -> Digest {
    let [high, low] = halves(word);
    let mask = (1u128 << 63) - 1;
    let words = [low, low >> 63, low >> 126 | high << 2, high >> 61];
    words.map(|w| Felt::reduce(w & mask))
}

/// The big-endian number below 2^252 that four 63-bit limbs stand for.
pub fn unpack4(packed: &Digest) -> Result<[u8; 32], CoreError> {
    if let Some(index) = packed.iter().position(|limb| limb.value() >> 63 != 0) {
        return Err(CoreError::UnpackRange { index });
    }
    let [a, b, c, d] = packed.map(|limb| limb.value() as u128);
    let low = a | b << 63 | c << 126;
    let high = c >> 2 | d << 61;
    let mut word = [0; 32];
    word[..16].copy_from_slice(&high.to_be_bytes());
    word[16..].copy_from_slice(&low.to_be_bytes());
    Ok(word)
}

/// `pack4(keccak256("SAYA/1" ‖ chain id ‖ settlement address ‖ world) mod 2^252)`, 32 bytes each.
pub fn domain(chain_id: &[u8; 32], settlement: &[u8; 20], world: &[u8; 32]) -> Digest {
    let settlement = address_word(settlement);
    pack252(&keccak256(&[b"SAYA/1", chain_id, &settlement, world]))
}

/// The two limbs of a chain digest: `(h >> 128) mod p` and `(h mod 2^128) mod p`.
pub fn two_limbs(digest: &[u8; 32]) -> [Felt; 2] {
    halves(digest).map(Felt::reduce)
}

/// The high and the low 128 bits of a big-endian number.
fn halves(word: &[u8; 32]) -> [u128; 2] {
    [0, 16].map(|at| (at..at + 16).fold(0, |n, i| n << 8 | word[i] as u128))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limbs;
    use rand::{rngs::StdRng, Rng, SeedableRng};

    #[test]
    fn keccak_known_answer() {
        let empty = hex::encode(keccak256(&[]));
        assert_eq!(
            empty,
            "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
        );
        assert_eq!(keccak256(&[b"ab", b"c"]), keccak256(&[b"abc"]));
    }

    #[test]
    fn packing_round_trips() {
        let mut rng = StdRng::seed_from_u64(10);
        for _ in 0..500 {
            let number = mod_2_252(rng.gen());
            assert_eq!(unpack4(&pack4(&number).unwrap()).unwrap(), number);
        }
    }

    #[test]
    fn packing_places_bits() {
        for bit in 0..252usize {
            let mut number = [0; 32];
            number[31 - bit / 8] = 1 << (bit % 8);
            let mut expected = limbs::ZERO;
            expected[bit / 63] = Felt::new(1 << (bit % 63)).unwrap();
            assert_eq!(pack4(&number).unwrap(), expected);
        }
    }

    #[test]
    fn packing_is_strict() {
        for top in [0x10, 0x80, 0xff] {
            let mut number = [0; 32];
            number[0] = top;
            assert_eq!(pack4(&number), Err(CoreError::PackRange(number)));
        }
        for index in 0..4 {
            let mut packed = limbs::ZERO;
            packed[index] = Felt::new(1 << 63).unwrap();
            assert_eq!(unpack4(&packed), Err(CoreError::UnpackRange { index }));
        }
    }
}

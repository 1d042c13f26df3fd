//! The public key: what the key root in an account commits to.

use serde::{Deserialize, Serialize};

use super::error::SignatureError;
use super::params::{KeyRoot, Pp, LEAVES, PUBLIC_KEY_LIMBS, SCHEME};
use crate::error::check_below;
use crate::felt::Felt;
use crate::hashing::{hash, Tag};
use crate::limbs::{digest_hex, Digest};

use super::encoding::{read_limbs, write_limbs};

/// The key of one lane. It travels with a signature, and the account's key root says whether it is the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicKey {
    #[serde(with = "digest_hex")]
    pub domain: Digest,
    pub lane: u32,
    /// Nonce of leaf 0.
    pub first_nonce: u32,
    pub pp: Pp,
    #[serde(with = "digest_hex")]
    pub tree_root: Digest,
}

impl PublicKey {
    /// Bytes of a public key.
    pub const BYTES: usize = 8 * PUBLIC_KEY_LIMBS;

    /// First three limbs of `H(KEYROOT; domain, scheme, lane, first_nonce, pp, tree_root)`.
    pub fn key_root(&self) -> KeyRoot {
        let [a, b, c, _] = hash(Tag::KeyRoot, &self.limbs());
        [a, b, c]
    }

    /// Leaf of `nonce`.
    pub fn index(&self, nonce: u32) -> Result<usize, SignatureError> {
        check_below("nonce", nonce, u32::MAX)?;
        let first_nonce = self.first_nonce;
        let index = nonce.checked_sub(first_nonce).map(|i| i as usize);
        let index = index.filter(|index| *index < LEAVES);
        index.ok_or(SignatureError::Index { nonce, first_nonce })
    }

    /// The preimage of the key root, 8 bytes big-endian a limb.
    pub fn to_bytes(&self) -> [u8; PublicKey::BYTES] {
        let mut bytes = [0; PublicKey::BYTES];
        write_limbs(&self.limbs(), &mut bytes);
        bytes
    }

    /// Strict: refuses another length, limbs of p or more, another scheme, a lane or first nonce of 2^32 or more.
    pub fn from_bytes(bytes: &[u8]) -> Result<PublicKey, SignatureError> {
        let limbs: [Felt; PUBLIC_KEY_LIMBS] = read_limbs("public key", bytes)?;
        let [d0, d1, d2, d3, scheme, lane, first_nonce, p0, p1, t0, t1, t2, t3] = limbs;
        if scheme != Felt::from(SCHEME) {
            let scheme = scheme.value();
            return Err(SignatureError::Scheme { scheme });
        }
        for (name, limb) in [("lane", lane), ("first_nonce", first_nonce)] {
            check_below(name, limb.value(), 1u64 << 32)?;
        }
        Ok(PublicKey {
            domain: [d0, d1, d2, d3],
            lane: lane.value() as u32,
            first_nonce: first_nonce.value() as u32,
            pp: [p0, p1],
            tree_root: [t0, t1, t2, t3],
        })
    }

    fn limbs(&self) -> [Felt; PUBLIC_KEY_LIMBS] {
        let [d0, d1, d2, d3] = self.domain;
        let [scheme, lane, first_nonce] = [SCHEME, self.lane, self.first_nonce].map(Felt::from);
        let ([p0, p1], [t0, t1, t2, t3]) = (self.pp, self.tree_root);
        [
            d0,
            d1,
            d2,
            d3,
            scheme,
            lane,
            first_nonce,
            p0,
            p1,
            t0,
            t1,
            t2,
            t3,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> PublicKey {
        let limbs = |from: u32| std::array::from_fn(|i| Felt::from(from + i as u32));
        PublicKey {
            domain: limbs(10),
            lane: 7,
            first_nonce: 100,
            pp: [Felt::from(20), Felt::from(21)],
            tree_root: limbs(30),
        }
    }

    #[test]
    fn every_part_changes_the_key_root() {
        let key = key();
        let mut roots = vec![key.key_root()];
        for limb in 0..PUBLIC_KEY_LIMBS {
            let mut bytes = key.to_bytes();
            bytes[8 * limb + 7] ^= 0x80;
            // Another scheme is no key at all.
            if let Ok(other) = PublicKey::from_bytes(&bytes) {
                roots.push(other.key_root());
            }
        }
        assert_eq!(roots.len(), PUBLIC_KEY_LIMBS);
        roots.sort();
        roots.dedup();
        assert_eq!(roots.len(), PUBLIC_KEY_LIMBS);
    }

    #[test]
    fn leaves_are_the_4096_nonces_from_the_first() {
        let key = key();
        assert_eq!(key.index(100), Ok(0));
        assert_eq!(key.index(100 + 4095), Ok(4095));
        for nonce in [0, 99, 100 + 4096, u32::MAX - 1] {
            let first_nonce = 100;
            let refused = SignatureError::Index { nonce, first_nonce };
            assert_eq!(key.index(nonce), Err(refused));
        }
        assert_eq!(key.index(u32::MAX).unwrap_err().code(), "RANGE");
        let last = PublicKey {
            first_nonce: u32::MAX,
            ..key
        };
        assert_eq!(last.index(u32::MAX - 1).unwrap_err().code(), "KEY_INDEX");
    }

    #[test]
    fn bytes_are_strict() {
        let good = key().to_bytes();
        assert_eq!(PublicKey::from_bytes(&good), Ok(key()));
        let code = |bytes: &[u8]| PublicKey::from_bytes(bytes).unwrap_err().code();
        assert_eq!(code(&good[1..]), "SIGNATURE_LENGTH");
        assert_eq!(code(&[&good[..], &[0]].concat()), "SIGNATURE_LENGTH");
        let with = |limb: usize, value: u64| {
            let mut bytes = good;
            bytes[8 * limb..8 * limb + 8].copy_from_slice(&value.to_be_bytes());
            bytes
        };
        for limb in 0..PUBLIC_KEY_LIMBS {
            assert_eq!(code(&with(limb, crate::P)), "LIMB_RANGE");
        }
        assert_eq!(code(&with(4, 2)), "KEY_SCHEME");
        assert_eq!(code(&with(5, 1 << 32)), "RANGE");
        assert_eq!(code(&with(6, 1 << 32)), "RANGE");
    }
}

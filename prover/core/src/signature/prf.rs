//! The pseudorandom function: every secret of a key, and its randomisers, from one seed.
//!
//! It is keccak256 keyed by prefix: an ASCII name that no other use shares, the 32-byte key, then numbers of
//! 8 bytes big-endian, so inputs under one name have one length. Two limbs are taken from a digest as
//! [`two_limbs`] does, each 2^-64 from uniform. Circuits never compute it, so it need not be cheap there and
//! does not lean on Poseidon. It is the same on every chain.

use std::fmt;

use super::params::{Element, Pp};
use crate::chain::{keccak256, two_limbs};
use crate::felt::Felt;
use crate::limbs::{self, Digest};

/// Which key: a master secret has one seed for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyId {
    pub domain: Digest,
    pub user: u32,
    pub lane: u32,
    /// Counts the keys of a lane; a new key is a new epoch.
    pub epoch: u32,
}

/// The secret of one key. Whoever has it signs for the lane.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed([u8; 32]);

impl Seed {
    /// The seed itself, where it does not come from a master secret.
    pub const fn new(seed: [u8; 32]) -> Seed {
        Seed(seed)
    }

    /// `keccak256("SAYA/SEED/1" ‖ master ‖ domain ‖ user ‖ lane ‖ epoch)`.
    pub fn derive(master: &[u8; 32], id: &KeyId) -> Seed {
        let numbers = [id.user, id.lane, id.epoch].map(|n| u64::from(n).to_be_bytes());
        Seed(keccak256(&[
            b"SAYA/SEED/1",
            master,
            &limbs::to_bytes(&id.domain),
            numbers.as_flattened(),
        ]))
    }

    /// The public parameter: `keccak256("SAYA/PP/1" ‖ seed)`.
    pub fn pp(&self) -> Pp {
        two_limbs(&keccak256(&[b"SAYA/PP/1", &self.0]))
    }

    /// Start of a chain: `keccak256("SAYA/OTS/1" ‖ seed ‖ nonce ‖ chain)`.
    ///
    /// By nonce, not by leaf: one nonce has one secret under a seed, wherever the key starts.
    pub fn element(&self, nonce: u64, chain: usize) -> Element {
        let numbers = [nonce, chain as u64].map(u64::to_be_bytes);
        two_limbs(&keccak256(&[
            b"SAYA/OTS/1",
            &self.0,
            numbers.as_flattened(),
        ]))
    }

    /// Randomiser of an attempt: `keccak256("SAYA/RHO/1" ‖ seed ‖ digest ‖ nonce ‖ attempt)`.
    pub fn randomiser(&self, digest: &Digest, nonce: u32, attempt: u32) -> [Felt; 2] {
        let numbers = [nonce, attempt].map(|n| u64::from(n).to_be_bytes());
        two_limbs(&keccak256(&[
            b"SAYA/RHO/1",
            &self.0,
            &limbs::to_bytes(digest),
            numbers.as_flattened(),
        ]))
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_names_a_key_changes_its_seed() {
        let id = KeyId {
            domain: limbs::ZERO,
            user: 1,
            lane: 2,
            epoch: 3,
        };
        let mut domain = limbs::ZERO;
        domain[3] = Felt::ONE;
        let others = [
            KeyId { domain, ..id },
            KeyId { user: 2, ..id },
            KeyId { lane: 1, ..id },
            KeyId { epoch: 4, ..id },
        ];
        let master = [7; 32];
        let seed = Seed::derive(&master, &id);
        assert!(others.iter().all(|o| Seed::derive(&master, o) != seed));
        assert_ne!(Seed::derive(&[8; 32], &id), seed);
    }

    #[test]
    fn values_of_different_use_differ() {
        let seed = Seed::new([1; 32]);
        let mut all = vec![seed.pp()];
        for nonce in 0..3 {
            for number in 0..3 {
                all.push(seed.element(nonce.into(), number as usize));
                all.push(seed.randomiser(&limbs::ZERO, nonce, number));
            }
        }
        let mut unique = all.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), all.len());
    }

    #[test]
    fn a_seed_does_not_print() {
        assert_eq!(format!("{:?}", Seed::new([1; 32])), "Seed(secret)");
    }
}

//! The tree over the one-time keys of a lane, and signing.

use std::num::NonZeroUsize;
use std::thread;

use super::codeword::Codeword;
use super::encoding::Signature;
use super::error::SignatureError;
use super::one_time::{elements, leaf};
use super::params::{Pp, HEIGHT, LEAVES, MAX_ATTEMPTS};
use super::prf::{KeyId, Seed};
use super::public_key::PublicKey;
use crate::felt::Felt;
use crate::hashing::Tag;
use crate::limbs::Digest;
use crate::merkle::MerkleTree;

/// A key that signs. It keeps no record of what it signed: the caller never signs two digests with one nonce.
#[derive(Clone, Debug)]
pub struct SigningKey {
    seed: Seed,
    public: PublicKey,
    leaves: Vec<Digest>,
    tree: MerkleTree,
}

impl SigningKey {
    /// Computes all 4,096 leaves, on every core: 614,400 permutations, about two seconds of one core.
    pub fn generate(master: &[u8; 32], id: &KeyId, first_nonce: u32) -> SigningKey {
        let seed = Seed::derive(master, id);
        let leaves = leaves(&seed, seed.pp(), first_nonce);
        SigningKey::over(seed, id, first_nonce, leaves)
    }

    /// The same key from leaves that were kept, which are no secret; `None` unless there are 4,096.
    ///
    /// Leaves of another key give another tree root, so the caller compares [`PublicKey::key_root`].
    pub fn from_leaves(
        master: &[u8; 32],
        id: &KeyId,
        first_nonce: u32,
        leaves: Vec<Digest>,
    ) -> Option<SigningKey> {
        let seed = Seed::derive(master, id);
        (leaves.len() == LEAVES).then(|| SigningKey::over(seed, id, first_nonce, leaves))
    }

    fn over(seed: Seed, id: &KeyId, first_nonce: u32, leaves: Vec<Digest>) -> SigningKey {
        let by_index = leaves.iter().copied().enumerate().collect();
        let tree =
            MerkleTree::new(Tag::XmssNode, HEIGHT, by_index).expect("as many leaves as places");
        let public = PublicKey {
            domain: id.domain,
            lane: id.lane,
            first_nonce,
            pp: seed.pp(),
            tree_root: tree.root(),
        };
        SigningKey {
            seed,
            public,
            leaves,
            tree,
        }
    }

    /// What the account commits to.
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The leaves by index, for [`SigningKey::from_leaves`].
    pub fn leaves(&self) -> &[Digest] {
        &self.leaves
    }

    /// Signs `digest` as the one message of `nonce`. The same message gives the same signature.
    ///
    /// The signature is verified before it is handed out: one that a fault of the machine spoiled could reveal
    /// other secrets of the leaf than its message allows.
    pub fn sign(&self, nonce: u32, digest: &Digest) -> Result<Signature, SignatureError> {
        let index = self.public.index(nonce)?;
        let pp = self.public.pp;
        let (rho, codeword) = self.codeword(nonce, digest)?;
        let path = self.tree.path(index)?;
        let signature = Signature {
            rho,
            elements: elements(&self.seed, pp, nonce, &codeword),
            path: std::array::from_fn(|level| path[level]),
        };
        self.public.verify(nonce, digest, &signature)?;
        Ok(signature)
    }

    /// The first randomiser that gives a codeword.
    fn codeword(
        &self,
        nonce: u32,
        digest: &Digest,
    ) -> Result<([Felt; 2], Codeword), SignatureError> {
        (0..MAX_ATTEMPTS)
            .find_map(|attempt| {
                let rho = self.seed.randomiser(digest, nonce, attempt);
                let codeword = Codeword::of(rho, self.public.pp, digest).ok()?;
                Some((rho, codeword))
            })
            .ok_or(SignatureError::Attempts)
    }
}

/// The leaves by index, in equal shares for each core.
fn leaves(seed: &Seed, pp: Pp, first_nonce: u32) -> Vec<Digest> {
    let workers = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let share = LEAVES.div_ceil(workers);
    let mut leaves = vec![Digest::default(); LEAVES];
    thread::scope(|scope| {
        for (worker, share_of) in leaves.chunks_mut(share).enumerate() {
            scope.spawn(move || {
                let start = u64::from(first_nonce) + (worker * share) as u64;
                for (slot, nonce) in share_of.iter_mut().zip(start..) {
                    *slot = leaf(seed, pp, nonce);
                }
            });
        }
    });
    leaves
}

//! Verification, in the order that the errors are reported. A circuit demands the same (the signature gadget).

use super::codeword::Codeword;
use super::encoding::Signature;
use super::error::SignatureError;
use super::one_time::recover;
use super::params::KeyRoot;
use super::public_key::PublicKey;
use crate::hashing::Tag;
use crate::limbs::Digest;
use crate::merkle::root_from_path;

impl PublicKey {
    /// Whether this is the key that an account of `domain` and `lane` holds.
    pub fn expect(
        &self,
        domain: &Digest,
        lane: u32,
        key_root: &KeyRoot,
    ) -> Result<(), SignatureError> {
        if self.domain != *domain {
            return Err(SignatureError::Domain);
        }
        if self.lane != lane {
            let expected = lane;
            let lane = self.lane;
            return Err(SignatureError::Lane { lane, expected });
        }
        if self.key_root() != *key_root {
            return Err(SignatureError::KeyRoot);
        }
        Ok(())
    }

    /// Whether `signature` is this key's for `digest` as the message of `nonce`: 103 permutations.
    pub fn verify(
        &self,
        nonce: u32,
        digest: &Digest,
        signature: &Signature,
    ) -> Result<(), SignatureError> {
        let index = self.index(nonce)?;
        let codeword = Codeword::of(signature.rho, self.pp, digest)?;
        let leaf = recover(&signature.elements, self.pp, nonce, &codeword);
        let root = root_from_path(Tag::XmssNode, index, leaf, &signature.path);
        if root != self.tree_root {
            return Err(SignatureError::TreeRoot);
        }
        Ok(())
    }
}

//! Verification of one signature of scheme 1, when the lane is taken.
//!
//! The native twin is [`PublicKey::expect`] and [`PublicKey::verify`]: with `taken` 1 the constraints hold exactly
//! when both accept. With `taken` 0 nothing is demanded of the signature.
//!
//! | part | rows | holds |
//! |---|---|---|
//! | `codeword` | 1 + 2 + 3 | message digest; its two limbs as 60 bits each; weight |
//! | `one_time` | 120 + 24 + 30 | steps of all chains; end or step by the bit; leaf |
//! | path | 12 | leaf to tree root |
//! | `key_root` | 2 | public key to key root |
//! | place | 1 + 1.2 | `first_nonce` below 2^32; index, products with `taken`, comparisons |
//!
//! 196.2 rows, 165 of them permutations. The numbers of the chains are constants, which all signatures of a circuit
//! share (60 rows).

mod codeword;
mod key_root;
mod one_time;
#[cfg(test)]
mod tests;

use anyhow::Result;
use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::signature::params::{CHAINS, HEIGHT, LEAVES};
use saya_core::signature::{PublicKey, Signature};
use saya_core::{limbs, Tag};
use serde::{Deserialize, Serialize};

use super::logic::assert_equal_when;
use super::path::PathTargets;
use super::range::assert_bits;
use super::to_field;
use crate::types::{Builder, F};

/// What is verified: all of it known to the circuit.
pub struct Signed {
    pub taken: BoolTarget,
    pub domain: HashOutTarget,
    pub lane: Target,
    /// Below 2^32 - 1, which the caller checks.
    pub nonce: Target,
    pub digest: HashOutTarget,
    /// What the account holds.
    pub key_root: [Target; 3],
}

/// The signature and the rest of the public key.
///
/// | private witness | bound by (when taken) |
/// |---|---|
/// | `first_nonce` | key root; 32 bits |
/// | `pp` | key root |
/// | `rho` | `H(MSG; rho, pp, digest)` has 120 bits of weight 60: a signer's message digest, or one found by search |
/// | bits of the codeword | the two limbs of that digest: 60 bits each, which is unique |
/// | `elements` | the tree root, through ends, leaf and path; an element below a one is its chain's end itself |
/// | `path` bits | `first_nonce + index = nonce`, booleans by the swap constraint |
/// | `path` siblings | the tree root, which the key root binds |
pub struct SignatureTargets {
    first_nonce: Target,
    pp: [Target; 2],
    rho: [Target; 2],
    elements: [[Target; 2]; CHAINS],
    path: PathTargets,
}

/// What a taken signature needs from the native side.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignatureWitness {
    pub public: PublicKey,
    pub nonce: u32,
    pub signature: Signature,
}

impl SignatureTargets {
    /// Verifies `signed` when it is taken.
    pub fn build(b: &mut Builder, signed: &Signed) -> Self {
        let targets = Self {
            first_nonce: b.add_virtual_target(),
            pp: b.add_virtual_target_arr(),
            rho: b.add_virtual_target_arr(),
            elements: std::array::from_fn(|_| b.add_virtual_target_arr()),
            path: PathTargets::build(b, HEIGHT),
        };
        let Signed { taken, nonce, .. } = *signed;
        let bits = codeword::build(b, taken, targets.rho, targets.pp, signed.digest);
        let leaf = one_time::leaf(b, targets.pp, nonce, &targets.elements, &bits);
        let tree_root = targets.path.root(b, Tag::XmssNode, leaf);
        targets.bind_place(b, signed);
        let found = key_root::build(
            b,
            signed.domain,
            signed.lane,
            targets.first_nonce,
            targets.pp,
            tree_root,
        );
        for (x, y) in found.into_iter().zip(signed.key_root) {
            assert_equal_when(b, taken, x, y);
        }
        targets
    }

    /// The path starts at the leaf of the nonce: `first_nonce + index = nonce`, without wrapping because all three
    /// are below 2^33.
    fn bind_place(&self, b: &mut Builder, signed: &Signed) {
        let first_nonce = b.mul(signed.taken.target, self.first_nonce);
        assert_bits(b, first_nonce, 32);
        let index = b.le_sum(self.path.bits.iter());
        let place = b.add(self.first_nonce, index);
        assert_equal_when(b, signed.taken, place, signed.nonce);
    }

    /// `None` for a signature that is not taken: all zero.
    pub fn set_witness(
        &self,
        pw: &mut PartialWitness<F>,
        witness: Option<&SignatureWitness>,
    ) -> Result<()> {
        let Some(SignatureWitness {
            public,
            nonce,
            signature,
        }) = witness
        else {
            return self.set_zero(pw);
        };
        let first_nonce = F::from_canonical_u32(public.first_nonce);
        pw.set_target(self.first_nonce, first_nonce)?;
        pw.set_target_arr(&self.pp, &public.pp.map(to_field))?;
        pw.set_target_arr(&self.rho, &signature.rho.map(to_field))?;
        for (targets, element) in self.elements.iter().zip(&signature.elements) {
            pw.set_target_arr(targets, &element.map(to_field))?;
        }
        let index = nonce.wrapping_sub(public.first_nonce) as usize % LEAVES;
        self.path.set_witness(pw, index, &signature.path)
    }

    /// Every target that a prover chooses.
    #[cfg(test)]
    pub fn private(&self) -> Vec<Target> {
        let pairs = [&self.pp, &self.rho].into_iter().chain(&self.elements);
        let mut all = vec![self.first_nonce];
        all.extend(pairs.flatten());
        all.extend(self.path.private());
        all
    }

    fn set_zero(&self, pw: &mut PartialWitness<F>) -> Result<()> {
        pw.set_target(self.first_nonce, F::ZERO)?;
        let pairs = [&self.pp, &self.rho].into_iter().chain(&self.elements);
        for pair in pairs {
            pw.set_target_arr(pair, &[F::ZERO; 2])?;
        }
        self.path.set_witness(pw, 0, &[limbs::ZERO; HEIGHT])
    }
}

//! A nonce of an account consumed: the one way in which a signature authorises anything.
//!
//! The native twin is [`Account::consume`](saya_core::account::Account::consume) with the checks of
//! [`PublicKey`](saya_core::signature::PublicKey): with `taken` 1 the constraints hold exactly when all of them
//! accept. With `taken` 0 nothing is demanded but the ranges of what is stated, and the state stays.
//!
//! | part | rows | holds |
//! |---|---|---|
//! | stated | 4 | nonce, next nonce, lane and `after` below 2^32 |
//! | rule | 2 + 0.9 | stored nonce and `nonce - stored` below 2^32; `after` |
//! | access | 26 | `ACCOUNT(user, lane)` shown and stored |
//! | signature | 196.2 | by the key whose root the account holds |
//!
//! **Why the nonce rule holds.** `nonce` and `stored` are below 2^32, so `nonce - stored` is negative exactly when it
//! is above `p - 2^32` as a field element, which has no 32 bits. `nonce + 1` is at most 2^32 and has 32 bits, so
//! `nonce` is below 2^32 - 1 and what is stored is again below 2^32.

#[cfg(test)]
mod tests;

use anyhow::Result;
use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::account::{ACCOUNT_SLOT, SYSTEM_CONTRACT};
use serde::{Deserialize, Serialize};

use super::access::{AccessTargets, AccessWitness};
use super::key::state_key;
use super::range::assert_bits;
use super::signature::{SignatureTargets, SignatureWitness, Signed};
use super::value::ValueTarget;
use crate::types::{Builder, F};

/// Bits of user ids, lanes and nonces.
pub const ID_BITS: usize = 32;

/// What a signer says about the nonce. All of it is part of what is signed, in a call and in a bundle.
#[derive(Clone, Copy)]
pub struct NonceTargets {
    /// Below 2^32 - 1.
    pub nonce: Target,
    pub lane: Target,
    /// 0, or one more than the nonce that must be stored.
    pub after: Target,
}

/// What consumes a nonce: all of it known to the circuit.
pub struct Consumption {
    pub taken: BoolTarget,
    /// The running state root.
    pub state: HashOutTarget,
    pub domain: HashOutTarget,
    /// Whose account; below 2^32 and not 0 when taken, which the caller checks.
    pub user: Target,
    /// What is signed; the caller hashes the stated nonce, lane and `after` into it.
    pub digest: HashOutTarget,
    /// The key root that the account holds from now on; `None` keeps the one it has.
    pub new_key: Option<[Target; 3]>,
}

/// The private witness of a consumed nonce.
///
/// | private witness | bound by (when taken) |
/// |---|---|
/// | `nonce`, `lane`, `after` | the digest that is signed; 32 bits each, `nonce` not 2^32 - 1 |
/// | `access`, with the stored nonce and key root | see [`AccessTargets`], under the key `ACCOUNT(user, lane)`; the stored nonce has 32 bits, because an L2 writer can store anything |
/// | `signature` | see [`SignatureTargets`], under the stored key root |
pub struct AccountTargets {
    pub(crate) stated: NonceTargets,
    pub(crate) access: AccessTargets,
    pub(crate) signature: SignatureTargets,
}

/// What a consumed nonce needs from the native side.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccountUse {
    /// Below 2^32 - 1.
    pub nonce: u32,
    pub lane: u32,
    pub after: u32,
    /// Of `ACCOUNT(user, lane)`, before the nonce is consumed.
    pub opening: AccessWitness,
    pub signature: SignatureWitness,
}

impl NonceTargets {
    /// What a call without an account says.
    pub fn none(b: &mut Builder) -> Self {
        let [nonce, lane, after] = [b.zero(); 3];
        Self { nonce, lane, after }
    }

    /// Range-checked, taken or not.
    pub fn build(b: &mut Builder) -> Self {
        let [nonce, lane, after] = b.add_virtual_target_arr();
        let stated = Self { nonce, lane, after };
        let next = stated.next(b);
        for limb in [nonce, next, lane, after] {
            assert_bits(b, limb, ID_BITS);
        }
        stated
    }

    /// What the account stores afterwards.
    fn next(&self, b: &mut Builder) -> Target {
        b.add_const(self.nonce, F::ONE)
    }
}

impl AccountTargets {
    /// Consumes the stated nonce: the witness, and the state afterwards.
    pub fn build(
        b: &mut Builder,
        stated: NonceTargets,
        consumption: &Consumption,
    ) -> (Self, HashOutTarget) {
        let Consumption {
            taken,
            state,
            user,
            new_key,
            ..
        } = *consumption;
        let access = AccessTargets::new(b);
        let [stored, k0, k1, k2] = access.old;
        assert_rule(b, taken, &stated, stored);
        let key = account_key(b, user, stated.lane);
        access.open(b, taken, state, &key);
        let [n0, n1, n2] = new_key.unwrap_or([k0, k1, k2]);
        let new = [stated.next(b), n0, n1, n2];
        let moved = access.write(b, taken, state, &key, &new);
        let signed = Signed {
            taken,
            domain: consumption.domain,
            lane: stated.lane,
            nonce: stated.nonce,
            digest: consumption.digest,
            key_root: [k0, k1, k2],
        };
        let signature = SignatureTargets::build(b, &signed);
        let targets = Self {
            stated,
            access,
            signature,
        };
        (targets, moved)
    }

    /// `None` when it is not taken: all zero.
    pub fn set_witness(
        &self,
        pw: &mut PartialWitness<F>,
        account: Option<&AccountUse>,
    ) -> Result<()> {
        let NonceTargets { nonce, lane, after } = self.stated;
        let numbers = account.map_or([0; 3], |used| [used.nonce, used.lane, used.after]);
        for (target, number) in [nonce, lane, after].into_iter().zip(numbers) {
            pw.set_target(target, F::from_canonical_u32(number))?;
        }
        self.access
            .set_witness(pw, account.map(|used| &used.opening))?;
        self.signature
            .set_witness(pw, account.map(|used| &used.signature))
    }
}

/// The key of `ACCOUNT(user, lane)`.
pub fn account_key(b: &mut Builder, user: Target, lane: Target) -> [Target; 4] {
    let keys = [ValueTarget::User(user), ValueTarget::U32(lane)];
    state_key(b, SYSTEM_CONTRACT, ACCOUNT_SLOT, &keys)
}

/// `stored <= nonce`, and `after` is 0 or `stored + 1`.
fn assert_rule(b: &mut Builder, taken: BoolTarget, stated: &NonceTargets, stored: Target) {
    let stored = b.mul(taken.target, stored);
    assert_bits(b, stored, ID_BITS);
    let skipped = b.sub(stated.nonce, stored);
    assert_bits(b, skipped, ID_BITS);
    let follows = b.add_const(stored, F::ONE);
    let gap = b.sub(follows, stated.after);
    let broken = b.mul(stated.after, gap);
    let broken = b.mul(taken.target, broken);
    b.assert_zero(broken);
}

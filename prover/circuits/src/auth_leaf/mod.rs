//! The auth leaf: one signature over a bundle of calls.
//!
//! | part | holds |
//! |---|---|
//! | header | `auth_in` is the constant 0, `auth_out = (signer, A₁)`, `count` 0, the log stays |
//! | digest | `H(BUNDLE; scope, signer, lane, nonce, after, A₁)`, appended to `calls` |
//! | account | consumes a nonce of `ACCOUNT(signer, lane)` by a signature over that digest |
//!
//! The calls themselves are in the pop leaves that follow: each opens the chain `A₁` for its own digest. No leaf but
//! a pop leaf begins with a register that is not 0, and the sub-block ends with 0, so all of them follow at once.

#[cfg(test)]
mod tests;

use anyhow::Result;
use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::{Digest, Tag};
use serde::{Deserialize, Serialize};

use crate::gadgets::account::{AccountTargets, AccountUse, Consumption, NonceTargets, ID_BITS};
use crate::gadgets::auth_register::AuthRegister;
use crate::gadgets::call::append_call;
use crate::gadgets::hash::hash;
use crate::gadgets::logic::{assert_not_zero_when, assert_some_limb_when};
use crate::gadgets::range::assert_bits;
use crate::gadgets::to_hash;
use crate::leaf::frame::{FrameTargets, LeafStart, Register, Registers};
use crate::types::{Builder, InnerCircuit, InnerProof, F};
use crate::uniform::{ShapeError, Uniform};

/// Circuit of a bundle's signature.
pub struct AuthLeaf {
    pub data: InnerCircuit,
    targets: AuthLeafTargets,
}

/// One bundle that is signed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AuthLeafWitness {
    pub start: LeafStart,
    pub signer: u32,
    /// A₁: not 0⁴, which would be a bundle without calls.
    pub chain: Digest,
    pub account: AccountUse,
}

/// The private witness of an auth leaf.
///
/// | private witness | bound by |
/// |---|---|
/// | `frame` | see [`FrameTargets`] |
/// | `bundle.signer` | the bundle's digest, which is signed; the key of the account; 32 bits, not 0; public as `auth_out` |
/// | `bundle.chain` | the bundle's digest; not 0⁴; public as `auth_out` |
/// | `account` | see [`AccountTargets`], always taken: the account that is consumed is the signer's |
pub struct AuthLeafTargets {
    pub(crate) frame: FrameTargets,
    pub(crate) bundle: AuthRegister,
    pub(crate) account: AccountTargets,
}

impl AuthLeaf {
    /// `uniform` is the shape of the profile.
    pub fn build(uniform: &Uniform) -> Result<Self, ShapeError> {
        let mut b = uniform.builder();
        let targets = AuthLeafTargets::build(&mut b);
        Ok(Self {
            data: uniform.finish(b)?,
            targets,
        })
    }

    /// A proof that the signer authorises the bundle's calls.
    pub fn prove(&self, leaf: &AuthLeafWitness) -> Result<InnerProof> {
        self.data.prove(self.targets.witness(leaf)?)
    }
}

impl AuthLeafTargets {
    /// The header becomes the circuit's public inputs.
    pub fn build(b: &mut Builder) -> Self {
        let frame = FrameTargets::build(b, Register::Idle);
        let bundle = AuthRegister::new(b);
        let taken = b._true();
        assert_bits(b, bundle.signer, ID_BITS);
        assert_not_zero_when(b, taken, bundle.signer);
        assert_some_limb_when(b, taken, &bundle.chain.elements);
        let stated = NonceTargets::build(b);
        let digest = bundle_digest(b, frame.scope, &bundle, &stated);
        let consumption = Consumption {
            taken,
            state: frame.start.state,
            domain: frame.domain,
            user: bundle.signer,
            digest,
            new_key: None,
        };
        let (account, state) = AccountTargets::build(b, stated, &consumption);
        let end = Registers {
            state,
            calls: append_call(b, frame.start.calls, digest),
            auth: bundle,
            ..frame.start
        };
        frame.header(b, &end).register(b);
        Self {
            frame,
            bundle,
            account,
        }
    }

    /// Errors when another bundle is running.
    pub fn witness(&self, leaf: &AuthLeafWitness) -> Result<PartialWitness<F>> {
        let mut pw = PartialWitness::new();
        self.frame.set_witness(&mut pw, &leaf.start)?;
        let signer = F::from_canonical_u32(leaf.signer);
        pw.set_target(self.bundle.signer, signer)?;
        pw.set_hash_target(self.bundle.chain, to_hash(&leaf.chain))?;
        self.account.set_witness(&mut pw, Some(&leaf.account))?;
        Ok(pw)
    }
}

/// `H(BUNDLE; scope, signer, lane, nonce, after, A₁)`; no private witness. The native twin is
/// [`Bundle::digest`](saya_core::bundle::Bundle::digest).
fn bundle_digest(
    b: &mut Builder,
    scope: HashOutTarget,
    bundle: &AuthRegister,
    stated: &NonceTargets,
) -> HashOutTarget {
    let NonceTargets { nonce, lane, after } = *stated;
    let numbers: [Target; 4] = [bundle.signer, lane, nonce, after];
    let limbs = [
        &scope.elements[..],
        &numbers[..],
        &bundle.chain.elements[..],
    ];
    hash(b, Tag::Bundle, &limbs.concat())
}

//! Who allowed the call of a lane.

use anyhow::{bail, Result};
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::calls::AuthMode;
use saya_core::{limbs, Digest};
use serde::{Deserialize, Serialize};

use super::caller::CallerTargets;
use super::context::LeafContext;
use super::frame::Registers;
use crate::gadgets::account::{AccountTargets, AccountUse, Consumption, NonceTargets};
use crate::gadgets::logic::assert_equal_when;
use crate::gadgets::to_hash;
use crate::types::{Builder, F};

/// The authorisation of one lane.
///
/// | private witness | bound by (when the lane is enabled) |
/// |---|---|
/// | inline: account | see [`AccountTargets`]: the nonce is in the digest of the call, which the account's key signs |
/// | pop: `rest` | the register, see [`AuthRegister::pop`](crate::gadgets::auth_register::AuthRegister::pop) |
pub enum AuthTargets {
    /// Nobody is asked.
    None,
    Inline(Box<AccountTargets>),
    Pop(HashOutTarget),
}

/// What authorises one call, by the mode of the leaf.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum LaneAuth {
    None,
    Inline(Box<AccountUse>),
    Pop {
        /// `A` of the calls after this one.
        next: Digest,
    },
}

impl AuthTargets {
    /// Demands that the call of this digest is allowed, and moves state and register by that.
    ///
    /// Inline, the user of the call signed it. Popped, the signer of the bundle is the user of the call, or the
    /// operator of the contract where the function is the operator's.
    pub fn build(
        b: &mut Builder,
        leaf: &LeafContext,
        caller: &CallerTargets,
        stated: NonceTargets,
        digest: HashOutTarget,
        registers: &mut Registers,
    ) -> Self {
        match leaf.mode {
            AuthMode::None => Self::None,
            AuthMode::Inline => {
                let consumption = Consumption {
                    taken: caller.enabled,
                    state: registers.state,
                    domain: leaf.domain,
                    user: caller.user,
                    digest,
                    new_key: None,
                };
                let (account, state) = AccountTargets::build(b, stated, &consumption);
                registers.state = state;
                Self::Inline(Box::new(account))
            }
            AuthMode::Pop => {
                let rest = b.add_virtual_hash();
                let allowed = leaf.operator.unwrap_or(caller.user);
                assert_equal_when(b, caller.enabled, registers.auth.signer, allowed);
                registers.auth = registers.auth.pop(b, caller.enabled, digest, rest);
                Self::Pop(rest)
            }
        }
    }

    /// `None` in a disabled lane. Errors when the authorisation is of another mode.
    pub fn set_witness(&self, pw: &mut PartialWitness<F>, auth: Option<&LaneAuth>) -> Result<()> {
        match (self, auth) {
            (Self::None, None | Some(LaneAuth::None)) => Ok(()),
            (Self::Inline(account), None) => account.set_witness(pw, None),
            (Self::Inline(account), Some(LaneAuth::Inline(used))) => {
                account.set_witness(pw, Some(used))
            }
            (Self::Pop(rest), None) => pw.set_hash_target(*rest, to_hash(&limbs::ZERO)),
            (Self::Pop(rest), Some(LaneAuth::Pop { next })) => {
                pw.set_hash_target(*rest, to_hash(next))
            }
            _ => bail!("the authorisation of a call is not of the leaf's mode"),
        }
    }
}

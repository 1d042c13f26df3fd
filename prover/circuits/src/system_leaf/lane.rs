//! One lane: one system call, or nothing.

use anyhow::{ensure, Context, Result};
use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::calls::AuthMode;
use saya_core::Felt;
use serde::{Deserialize, Serialize};

use super::SystemFunction;
use crate::gadgets::access::{AccessTargets, AccessWitness};
use crate::gadgets::account::{
    account_key, AccountTargets, AccountUse, Consumption, NonceTargets, ID_BITS,
};
use crate::gadgets::call::{call_digest, CallFields};
use crate::gadgets::logic::{assert_equal_when, assert_some_limb_when};
use crate::gadgets::range::assert_bits;
use crate::gadgets::to_field;
use crate::leaf::caller::CallerTargets;
use crate::leaf::frame::{FrameTargets, Registers};
use crate::types::{Builder, F};

/// One lane's private witness.
///
/// | private witness | bound by |
/// |---|---|
/// | `caller` | see [`CallerTargets`] |
/// | `args`: lane that is opened, key root | the call digest, which is signed and appended to `calls`; the lane has 32 bits, the key root is not 0³ when enabled |
/// | `account` | see [`AccountTargets`], taken when enabled; of OPEN in lane 0, a constant |
/// | `opened` | see [`AccessTargets`], under `ACCOUNT(user, args[0])` after the nonce is consumed, taken when enabled; 0⁴, so lane 0 is none that can be opened |
///
/// A disabled lane leaves all registers as they are.
pub struct SystemLane {
    pub(crate) caller: CallerTargets,
    pub(crate) args: Vec<Target>,
    pub(crate) account: AccountTargets,
    /// Of OPEN.
    pub(crate) opened: Option<AccessTargets>,
}

/// One system call as the lane needs it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SystemCallWitness {
    pub user: u32,
    pub valid_until: u64,
    pub args: Vec<Felt>,
    pub account: AccountUse,
    /// Of OPEN: the account of the lane that is opened, once the nonce is consumed.
    pub opened: Option<AccessWitness>,
}

impl SystemLane {
    /// Adds a lane that moves `registers`.
    pub fn build(
        b: &mut Builder,
        function: SystemFunction,
        frame: &FrameTargets,
        registers: &mut Registers,
    ) -> Self {
        let caller = CallerTargets::build(b, frame.t_max);
        let args = b.add_virtual_targets(function.args());
        let (lane, key_root) = args.split_at(args.len() - 3);
        let key_root = [key_root[0], key_root[1], key_root[2]];
        assert_some_limb_when(b, caller.enabled, &key_root);
        let stated = NonceTargets::build(b);
        let fields = CallFields {
            args: &args,
            user: caller.user,
            stated,
            fn_id: u64::from(function.id()),
            valid_until: caller.valid_until,
            auth_mode: AuthMode::Inline,
        };
        let digest = call_digest(b, frame.scope, &fields);
        let consumption = Consumption {
            taken: caller.enabled,
            state: registers.state,
            domain: frame.domain,
            user: caller.user,
            digest,
            new_key: (function == SystemFunction::Rotate).then_some(key_root),
        };
        let (account, state) = AccountTargets::build(b, stated, &consumption);
        registers.state = state;
        let opened = (function == SystemFunction::Open).then(|| {
            b.assert_zero(stated.lane);
            let key = account_key(b, caller.user, lane[0]);
            assert_bits(b, lane[0], ID_BITS);
            let (opened, state) = open(b, caller.enabled, registers.state, &key, key_root);
            registers.state = state;
            opened
        });
        caller.append(b, registers, digest);
        Self {
            caller,
            args,
            account,
            opened,
        }
    }

    /// `None` disables the lane. Errors when the call is of another function.
    pub fn set_witness(
        &self,
        pw: &mut PartialWitness<F>,
        call: Option<&SystemCallWitness>,
    ) -> Result<()> {
        self.caller
            .set_witness(pw, call.map(|call| (call.user, call.valid_until)))?;
        self.account
            .set_witness(pw, call.map(|call| &call.account))?;
        let Some(call) = call else {
            pw.set_target_arr(&self.args, &vec![F::ZERO; self.args.len()])?;
            return match &self.opened {
                Some(opened) => opened.set_witness(pw, None),
                None => Ok(()),
            };
        };
        let (found, wanted) = (call.args.len(), self.args.len());
        ensure!(found == wanted, "{found} argument limbs, not {wanted}");
        for (&target, &limb) in self.args.iter().zip(&call.args) {
            pw.set_target(target, to_field(limb))?;
        }
        let Some(opened) = &self.opened else {
            return Ok(());
        };
        let opening = call.opened.as_ref();
        let opening = opening.context("the opening of the account that is opened is missing")?;
        opened.set_witness(pw, Some(opening))
    }
}

/// Stores `(0, key_root)` where nothing was.
fn open(
    b: &mut Builder,
    taken: BoolTarget,
    state: HashOutTarget,
    key: &[Target; 4],
    key_root: [Target; 3],
) -> (AccessTargets, HashOutTarget) {
    let access = AccessTargets::new(b);
    let zero = b.zero();
    for limb in access.old {
        assert_equal_when(b, taken, limb, zero);
    }
    access.open(b, taken, state, key);
    let [k0, k1, k2] = key_root;
    let moved = access.write(b, taken, state, key, &[zero, k0, k1, k2]);
    (access, moved)
}

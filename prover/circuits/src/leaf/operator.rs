//! The operator of a contract, read once a leaf.

use anyhow::Result;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::Target;
use plonky2::iop::witness::PartialWitness;
use saya_core::account::{OPERATOR_SLOT, SYSTEM_CONTRACT};
use saya_executor::ir::Type;

use crate::gadgets::access::{AccessTargets, AccessWitness};
use crate::gadgets::key::state_key;
use crate::gadgets::value::ValueTarget;
use crate::types::{Builder, F};

/// `OPERATOR(contract)` at the start of a leaf. No function writes a variable of contract 0 (the IR has no such
/// operation), and the lanes of a leaf all call functions, so it is the same before each of them.
///
/// | private witness | bound by |
/// |---|---|
/// | `access` | see [`AccessTargets`], under the leaf's `state_in`, always taken; one limb of 32 bits and zeros |
pub struct OperatorTargets {
    access: AccessTargets,
}

impl OperatorTargets {
    /// The entry, and the user id in it: below 2^32, 0 when the contract has no operator.
    pub fn build(b: &mut Builder, contract: u32, state_in: HashOutTarget) -> (Self, Target) {
        let access = AccessTargets::new(b);
        let number = ValueTarget::constant(b, Type::U32, &[u64::from(contract)]);
        let key = state_key(b, SYSTEM_CONTRACT, OPERATOR_SLOT, &[number]);
        let always = b._true();
        access.open(b, always, state_in, &key);
        ValueTarget::stored(b, Type::User, &access.old);
        let user = access.old[0];
        (Self { access }, user)
    }

    pub fn set_witness(&self, pw: &mut PartialWitness<F>, opening: &AccessWitness) -> Result<()> {
        self.access.set_witness(pw, Some(opening))
    }
}

//! One lane: one call of the leaf's function, or nothing.

use anyhow::Result;
use plonky2::field::types::Field;
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::calls::AuthMode;
use saya_core::Felt;
use serde::{Deserialize, Serialize};

use super::authorisation::{AuthTargets, LaneAuth};
use super::caller::CallerTargets;
use super::context::LeafContext;
use super::fn_id;
use super::frame::Registers;
use super::ops::{checked, CallTargets, OpeningTargets, Program};
use super::rows::{Part, Rows};
use crate::gadgets::access::AccessWitness;
use crate::gadgets::account::NonceTargets;
use crate::gadgets::call::{call_digest, CallFields};
use crate::gadgets::to_field;
use crate::gadgets::value::ValueTarget;
use crate::types::{Builder, F};

/// One lane's private witness.
///
/// | private witness | bound by |
/// |---|---|
/// | `caller` | see [`CallerTargets`] |
/// | `args` | the call digest, which an enabled lane appends to `calls`; the type's range |
/// | `auth` | see [`AuthTargets`] |
/// | each opening | see [`AccessTargets`](crate::gadgets::access::AccessTargets), taken when the lane is enabled and one of its accesses is taken |
///
/// A disabled lane leaves all registers as they are, and its assertions and arithmetic demand nothing.
pub struct LaneTargets {
    pub(crate) caller: CallerTargets,
    pub(crate) args: Vec<Target>,
    pub(crate) auth: AuthTargets,
    /// In the order of the function's access plan.
    pub(crate) openings: Vec<OpeningTargets>,
}

/// One call as the lane needs it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LaneWitness {
    pub user: u32,
    pub valid_until: u64,
    /// Encodings of the arguments, one after the other.
    pub args: Vec<Felt>,
    /// Of the leaf's mode.
    pub auth: LaneAuth,
    /// In the order of the function's access plan; `None` for one that no access takes.
    pub openings: Vec<Option<AccessWitness>>,
}

impl LaneTargets {
    /// Adds a lane that moves `registers`; `rows` counts what it takes.
    ///
    /// What authorises the call moves the state first, then the function does.
    pub fn build(
        b: &mut Builder,
        leaf: &LeafContext,
        registers: &mut Registers,
        rows: &mut Rows,
    ) -> Self {
        let caller = rows.count(Part::Call, b, |b| CallerTargets::build(b, leaf.t_max));
        let (limbs, args) = rows.count(Part::Call, b, |b| arguments(b, leaf));
        let stated = rows.count(Part::Authorisation, b, |b| match leaf.mode {
            AuthMode::Inline => NonceTargets::build(b),
            AuthMode::None | AuthMode::Pop => NonceTargets::none(b),
        });
        let digest = rows.count(Part::Call, b, |b| {
            let fields = CallFields {
                args: &limbs,
                user: caller.user,
                stated,
                fn_id: fn_id(leaf.contract, leaf.function),
                valid_until: caller.valid_until,
                auth_mode: leaf.mode,
            };
            call_digest(b, leaf.scope, &fields)
        });
        let auth = rows.count(Part::Authorisation, b, |b| {
            AuthTargets::build(b, leaf, &caller, stated, digest, registers)
        });
        let openings = Self::run(b, leaf, &caller, &args, registers, rows);
        rows.count(Part::Call, b, |b| caller.append(b, registers, digest));
        Self {
            caller,
            args: limbs,
            auth,
            openings,
        }
    }

    /// The function, which moves state and log.
    fn run(
        b: &mut Builder,
        leaf: &LeafContext,
        caller: &CallerTargets,
        args: &[ValueTarget],
        registers: &mut Registers,
        rows: &mut Rows,
    ) -> Vec<OpeningTargets> {
        let call = CallTargets {
            enabled: caller.enabled,
            caller: caller.user,
            args,
        };
        let mut program = Program::new(b, leaf, call, registers.log);
        for op in &leaf.function.body {
            rows.count(Part::of(op), b, |b| program.step(b, op));
        }
        let (state, log, openings) =
            rows.count(Part::Accesses, b, |b| program.finish(b, registers.state));
        (registers.state, registers.log) = (state, log);
        openings
    }

    /// `None` disables the lane. Errors when the call is authorised in another way than the leaf's.
    pub fn set_witness(
        &self,
        pw: &mut PartialWitness<F>,
        call: Option<&LaneWitness>,
    ) -> Result<()> {
        self.caller
            .set_witness(pw, call.map(|call| (call.user, call.valid_until)))?;
        self.auth.set_witness(pw, call.map(|call| &call.auth))?;
        let Some(call) = call else {
            pw.set_target_arr(&self.args, &vec![F::ZERO; self.args.len()])?;
            return self
                .openings
                .iter()
                .try_for_each(|opening| opening.access.set_witness(pw, None));
        };
        assert_eq!(call.args.len(), self.args.len(), "limbs of the arguments");
        assert_eq!(call.openings.len(), self.openings.len(), "openings");
        for (&target, &limb) in self.args.iter().zip(&call.args) {
            pw.set_target(target, to_field(limb))?;
        }
        self.openings
            .iter()
            .zip(&call.openings)
            .try_for_each(|(targets, opening)| targets.access.set_witness(pw, opening.as_ref()))
    }
}

/// Limbs of the arguments, and the values that they are after their range checks.
fn arguments(b: &mut Builder, leaf: &LeafContext) -> (Vec<Target>, Vec<ValueTarget>) {
    let types: Vec<_> = leaf.function.arguments().collect();
    let limbs = b.add_virtual_targets(types.iter().map(|ty| ty.width()).sum());
    let args = checked(b, &types, &limbs);
    (limbs, args)
}

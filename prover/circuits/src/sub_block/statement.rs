//! The statement in the circuit: its header limbs, its commitment and its value at `r`.

use anyhow::Result;
use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::ext_target::ExtensionTarget;
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use plonky2::util::reducing::ReducingFactorTarget;
use saya_core::statement::{HEAD_LIMBS, MAGIC};
use saya_core::{Felt, Tag};

use crate::gadgets::hash::hash;
use crate::gadgets::to_field;
use crate::types::{Builder, D, F};

/// Header limbs that come from elsewhere in the circuit.
pub struct Derived {
    pub entries: Target,
    pub calls: Target,
    pub calls_out: HashOutTarget,
    pub log_out: HashOutTarget,
}

/// The 40 limbs of the head.
///
/// | private witness | bound by |
/// |---|---|
/// | `domain`, `set_root`, `t_min`, `t_max` | `env` of the execution proof, and the statement polynomial |
/// | `changed`, `prover`, `thread`, `seq`, `os_version` | the statement polynomial alone: the chain puts its own values there, so a proof with other ones is not accepted |
///
/// The chain range-checks what it puts into D and counts the changed entries (`changed`) from the output
/// list, where it demands `new != old`; equality of the polynomial at `r` carries all of it over to the
/// witness. `r` is derived from `commit`, which fixes these limbs and both roots, so the limbs are chosen
/// before `r` is known.
pub struct StatementTargets {
    pub limbs: [Target; HEAD_LIMBS],
    /// Positions of `limbs` that are witness.
    free: Vec<usize>,
}

impl StatementTargets {
    pub fn build(b: &mut Builder, derived: &Derived) -> Self {
        let zero = b.zero();
        let mut limbs = [zero; HEAD_LIMBS];
        limbs[0] = b.constant(F::from_canonical_u64(MAGIC));
        limbs[1] = derived.entries;
        limbs[3] = derived.calls;
        limbs[22..26].copy_from_slice(&derived.calls_out.elements);
        limbs[26..30].copy_from_slice(&derived.log_out.elements);
        let free: Vec<usize> = [2]
            .into_iter()
            .chain(4..14)
            .chain(16..22)
            .chain(30..34)
            .collect();
        for &i in &free {
            limbs[i] = b.add_virtual_target();
        }
        Self { limbs, free }
    }

    pub fn domain(&self) -> HashOutTarget {
        self.digest(4)
    }

    pub fn set_root(&self) -> HashOutTarget {
        self.digest(8)
    }

    pub fn t_min(&self) -> Target {
        self.limbs[12]
    }

    pub fn t_max(&self) -> Target {
        self.limbs[13]
    }

    /// `H(COMMIT; D[0..40], state_in, state_out)`.
    pub fn commit(
        &self,
        b: &mut Builder,
        state_in: HashOutTarget,
        state_out: HashOutTarget,
    ) -> HashOutTarget {
        let mut limbs = self.limbs.to_vec();
        limbs.extend(state_in.elements);
        limbs.extend(state_out.elements);
        hash(b, Tag::Commit, &limbs)
    }

    /// `Σ D_i r^i` over the head and `entries`.
    pub fn evaluate(
        &self,
        b: &mut Builder,
        entries: impl Iterator<Item = Target>,
        r: ExtensionTarget<D>,
    ) -> ExtensionTarget<D> {
        let terms: Vec<Target> = self.limbs.into_iter().chain(entries).collect();
        ReducingFactorTarget::new(r).reduce_base(&terms, b)
    }

    /// The head of a statement; the limbs that the circuit derives are not set here.
    pub fn set_witness(&self, pw: &mut PartialWitness<F>, head: &[Felt; HEAD_LIMBS]) -> Result<()> {
        for &i in &self.free {
            pw.set_target(self.limbs[i], to_field(head[i]))?;
        }
        Ok(())
    }

    fn digest(&self, start: usize) -> HashOutTarget {
        HashOutTarget {
            elements: std::array::from_fn(|i| self.limbs[start + i]),
        }
    }
}

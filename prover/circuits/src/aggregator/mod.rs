//! The aggregator: up to four proofs of consecutive executions become one of the same shape.

mod compose;
#[cfg(test)]
mod tests;

use anyhow::{ensure, Result};
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::{Digest, Felt};
use serde::{Deserialize, Serialize};

use self::compose::compose;
use crate::execution_proof::{ExecutionProof, ExecutionProofTargets, Role, Trusted};
use crate::gadgets::env::{env, scope};
use crate::gadgets::verifier_data::verifier_digest_of;
use crate::gadgets::{to_field, to_hash};
use crate::types::{Builder, InnerCircuit, InnerProof, F};
use crate::uniform::{ShapeError, Uniform};

/// Children of an aggregator; a fifth would not fit the uniform shape.
pub const ARITY: usize = 4;

/// Circuit over one to four children, each an aggregator or a whitelisted leaf.
///
/// | private witness | bound by |
/// |---|---|
/// | `vd` (public) | every child that is an aggregator has it; the sub-block compares the top one with the constant of its OS version |
/// | `domain`, `set_root`, `t_min`, `t_max` | their digest `env`, which every child has and the sub-block opens against the statement |
/// | `present` | the first is the constant 1, the others boolean, no 1 after a 0; it decides what is composed, and so the header |
/// | `children` | see [`ExecutionProofTargets`]; absent ones repeat the first |
pub struct AggregatorCircuit {
    pub data: InnerCircuit,
    /// Rows before padding.
    pub rows: usize,
    targets: AggregatorTargets,
}

struct AggregatorTargets {
    vd: HashOutTarget,
    domain: HashOutTarget,
    set_root: HashOutTarget,
    t_min: Target,
    t_max: Target,
    present: [BoolTarget; ARITY],
    children: [ExecutionProofTargets; ARITY],
}

/// What every child's `env` is made of.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct EnvOpening {
    pub domain: Digest,
    pub set_root: Digest,
    pub t_min: Felt,
    pub t_max: Felt,
}

impl AggregatorCircuit {
    pub fn build(uniform: &Uniform) -> Result<Self, ShapeError> {
        let mut b = uniform.builder();
        let targets = AggregatorTargets::build(&mut b, uniform);
        let rows = b.num_gates();
        Ok(Self {
            data: uniform.finish(b)?,
            rows,
            targets,
        })
    }

    /// `H(VD; circuit_digest, cap)` of this circuit.
    pub fn vd(&self) -> Digest {
        verifier_digest_of(&self.data.verifier_only)
    }

    /// The witness over one to four children in order.
    pub fn witness(
        &self,
        env: &EnvOpening,
        children: &[ExecutionProof],
    ) -> Result<PartialWitness<F>> {
        self.witness_as(&self.vd(), env, children)
    }

    /// The witness of a prover that names the aggregator `vd`; only the true name is believed above.
    pub(crate) fn witness_as(
        &self,
        vd: &Digest,
        env: &EnvOpening,
        children: &[ExecutionProof],
    ) -> Result<PartialWitness<F>> {
        ensure!(
            (1..=ARITY).contains(&children.len()),
            "{} children for {ARITY} places",
            children.len()
        );
        let mut pw = PartialWitness::new();
        self.targets.set_witness(&mut pw, vd, env, children)?;
        Ok(pw)
    }

    /// One of its proofs as what verifies it takes it.
    pub fn proof<'a>(&'a self, proof: &'a InnerProof) -> ExecutionProof<'a> {
        ExecutionProof {
            proof,
            verifier: &self.data.verifier_only,
            role: Role::Aggregator,
        }
    }

    pub fn prove(&self, env: &EnvOpening, children: &[ExecutionProof]) -> Result<InnerProof> {
        self.data.prove(self.witness(env, children)?)
    }
}

impl AggregatorTargets {
    fn build(b: &mut Builder, uniform: &Uniform) -> Self {
        let vd = b.add_virtual_hash();
        let (domain, set_root) = (b.add_virtual_hash(), b.add_virtual_hash());
        let (t_min, t_max) = (b.add_virtual_target(), b.add_virtual_target());
        let scope = scope(b, domain, set_root);
        let env = env(b, scope, t_min, t_max);
        let trusted = Trusted {
            aggregator: vd,
            set_root,
        };
        let present = presence(b);
        let children = std::array::from_fn(|_| ExecutionProofTargets::build(b, uniform, trusted));
        compose(b, vd, env, &present, &children).register(b);
        Self {
            vd,
            domain,
            set_root,
            t_min,
            t_max,
            present,
            children,
        }
    }

    fn set_witness(
        &self,
        pw: &mut PartialWitness<F>,
        vd: &Digest,
        env: &EnvOpening,
        children: &[ExecutionProof],
    ) -> Result<()> {
        pw.set_hash_target(self.vd, to_hash(vd))?;
        pw.set_hash_target(self.domain, to_hash(&env.domain))?;
        pw.set_hash_target(self.set_root, to_hash(&env.set_root))?;
        pw.set_target(self.t_min, to_field(env.t_min))?;
        pw.set_target(self.t_max, to_field(env.t_max))?;
        for (i, present) in self.present.iter().enumerate().skip(1) {
            pw.set_bool_target(*present, i < children.len())?;
        }
        let places = self.children.iter().enumerate();
        places.into_iter().try_for_each(|(i, targets)| {
            targets.set_witness(pw, children.get(i).unwrap_or(&children[0]))
        })
    }
}

/// Flags that begin with 1, are boolean and never rise: a child never follows a gap.
fn presence(b: &mut Builder) -> [BoolTarget; ARITY] {
    let present = std::array::from_fn(|i| match i {
        0 => b._true(),
        _ => b.add_virtual_bool_target_safe(),
    });
    for pair in present.windows(2) {
        let before = b.not(pair[0]);
        let after_a_gap = b.and(before, pair[1]);
        b.assert_zero(after_a_gap.target);
    }
    present
}

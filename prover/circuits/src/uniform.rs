//! The one shape of everything that an aggregator or a sub-block verifies, and that of everything that a wrap does.
//!
//! Two circuits are verified by the same recursive verifier only when their common data are equal: the same
//! gate list, degree, public-input count and no lookups. The list is forced into every circuit; it is what
//! verifying a proof takes, so a recursive circuit can have the same shape as a function leaf.

use plonky2::gates::constant::ConstantGate;
use plonky2::gates::gate::GateRef;
use plonky2::gates::noop::NoopGate;
use plonky2::plonk::circuit_data::{CircuitConfig, CommonCircuitData};
use thiserror::Error;

use crate::profile::Profile;
use crate::types::{Builder, InnerCircuit, C, D, F};
use crate::{shrink, wrap};
use saya_core::header;

/// The circuit does not have the uniform shape.
#[derive(Debug, Error)]
pub enum ShapeError {
    #[error("the circuit takes {rows} rows of {limit}")]
    TooManyRows { rows: usize, limit: usize },
    #[error("the circuit's common data differ from the uniform shape (gates: {gates:?})")]
    Different { gates: Vec<String> },
}

/// A shape that circuits share.
pub struct Uniform {
    /// Common data of every circuit of this shape.
    pub common: CommonCircuitData<F, D>,
}

impl Uniform {
    /// What an aggregator and a sub-block verify.
    pub fn new(profile: &Profile) -> Self {
        Self::of(&profile.inner, profile.leaf_degree_bits, header::LENGTH)
    }

    /// What a wrap verifies: the shrink of any capacity.
    pub fn of_shrinks(config: &CircuitConfig) -> Self {
        Self::of(config, shrink::DEGREE_BITS, wrap::PUBLIC_INPUTS)
    }

    fn of(config: &CircuitConfig, degree_bits: usize, public_inputs: usize) -> Self {
        let mut b = builder_with(config, &recursion_gates(config));
        for _ in 0..public_inputs {
            b.add_virtual_public_input();
        }
        pad(&mut b, degree_bits);
        Self {
            common: b.mock_build::<C>().common,
        }
    }

    /// Rows of a circuit of this shape.
    pub fn rows(&self) -> usize {
        self.common.degree()
    }

    /// Builder with the gate list forced.
    pub fn builder(&self) -> Builder {
        builder_with(&self.common.config, &self.common.gates)
    }

    /// Pads and builds `b`, and checks that it has the shape.
    pub fn finish(&self, mut b: Builder) -> Result<InnerCircuit, ShapeError> {
        let limit = self.rows();
        if b.num_gates() > limit {
            let rows = b.num_gates();
            return Err(ShapeError::TooManyRows { rows, limit });
        }
        pad(&mut b, self.common.degree_bits());
        let data = b.build::<C>();
        if data.common.degree() > limit {
            let rows = data.common.degree();
            return Err(ShapeError::TooManyRows { rows, limit });
        }
        if data.common != self.common {
            return Err(ShapeError::Different {
                gates: gate_ids(&data.common),
            });
        }
        Ok(data)
    }
}

/// Names of the gates in a circuit, in the order of its selectors.
pub fn gate_ids(common: &CommonCircuitData<F, D>) -> Vec<String> {
    common.gates.iter().map(|gate| gate.0.id()).collect()
}

/// A builder whose circuit has all of `gates`, used or not.
pub fn builder_with(config: &CircuitConfig, gates: &[GateRef<F, D>]) -> Builder {
    let mut b = Builder::new(config.clone());
    for gate in gates {
        b.add_gate_to_gate_set(gate.clone());
    }
    b
}

/// More than half the rows, so that plonky2's own padding ends at `2^degree_bits`.
pub fn pad(b: &mut Builder, degree_bits: usize) {
    while b.num_gates() <= 1 << (degree_bits - 1) {
        b.add_gate(NoopGate, vec![]);
    }
}

/// The gates that verifying one proof of this very list takes.
///
/// Evaluating a gate's constraints in a circuit can itself take a gate that was not in the list, so the list
/// grows until it verifies itself. It depends on the configuration only, as long as the inner circuit is
/// large enough to be folded by the full arity.
pub fn recursion_gates(config: &CircuitConfig) -> Vec<GateRef<F, D>> {
    let constants = ConstantGate::new(config.num_constants);
    let mut gates = vec![GateRef::new(constants)];
    loop {
        let known = gates.len();
        for gate in gates_to_verify(config, &gates) {
            if !gates.contains(&gate) {
                gates.push(gate);
            }
        }
        if gates.len() == known {
            return gates;
        }
    }
}

fn gates_to_verify(config: &CircuitConfig, gates: &[GateRef<F, D>]) -> Vec<GateRef<F, D>> {
    const INNER_DEGREE_BITS: usize = 12;
    let mut inner = builder_with(config, gates);
    inner.add_virtual_public_input();
    pad(&mut inner, INNER_DEGREE_BITS);
    let inner = inner.mock_build::<C>().common;

    let mut outer = Builder::new(config.clone());
    let proof = outer.add_virtual_proof_with_pis(&inner);
    let verifier = outer.add_virtual_verifier_data(config.fri_config.cap_height);
    outer.verify_proof::<C>(&proof, &verifier, &inner);
    outer.mock_build::<C>().common.gates
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of the shape's gates without their parameters. Each further gate costs rows in every
    /// recursive verification.
    const GATES: [&str; 13] = [
        "NoopGate",
        "ConstantGate { num_consts: 2 }",
        "PoseidonMdsGate",
        "PublicInputGate",
        "BaseSumGate { num_limbs: 63 } + Base: 2",
        "ReducingExtensionGate { num_coeffs: 32 }",
        "ReducingGate { num_coeffs: 43 }",
        "ArithmeticExtensionGate { num_ops: 10 }",
        "ArithmeticGate { num_ops: 20 }",
        "MulExtensionGate { num_ops: 13 }",
        "RandomAccessGate { bits: 4, num_copies: 4, num_extra_constants: 2",
        "CosetInterpolationGate { subgroup_bits: 4, degree: 6",
        "PoseidonGate",
    ];

    #[test]
    fn the_gate_list_is_short_and_known() {
        for profile in [Profile::secure(), Profile::fast()] {
            let ids = gate_ids(&Uniform::new(&profile).common);
            assert_eq!(ids.len(), GATES.len(), "{ids:?}");
            for (id, expected) in ids.iter().zip(GATES) {
                assert!(id.starts_with(expected), "{id} is not {expected}");
            }
        }
    }

    /// Room that a 4-ary aggregator will have for headers, digests and memberships.
    #[test]
    fn verifying_four_proofs_leaves_rows() {
        let profile = Profile::secure();
        let uniform = Uniform::new(&profile);
        let mut b = uniform.builder();
        for _ in 0..4 {
            let proof = b.add_virtual_proof_with_pis(&uniform.common);
            let verifier = b.add_virtual_verifier_data(profile.inner.fri_config.cap_height);
            b.verify_proof::<C>(&proof, &verifier, &uniform.common);
        }
        let (rows, used) = (uniform.rows(), b.num_gates());
        println!(
            "four proofs verify in {used} of {rows} rows; {} are free",
            rows - used
        );
        assert!(rows - used >= 3000);
    }

    #[test]
    fn a_circuit_of_another_shape_is_refused() {
        let mut profile = Profile::fast();
        profile.leaf_degree_bits = 10;
        let uniform = Uniform::new(&profile);

        let fewer_inputs = uniform.finish(uniform.builder());
        assert!(matches!(fewer_inputs, Err(ShapeError::Different { .. })));

        let mut too_long = uniform.builder();
        while too_long.num_gates() < uniform.rows() {
            too_long.add_gate(NoopGate, vec![]);
        }
        let too_long = uniform.finish(too_long);
        assert!(matches!(too_long, Err(ShapeError::TooManyRows { .. })));

        let mut other_gate = uniform.builder();
        other_gate.add_virtual_public_input_arr::<{ header::LENGTH }>();
        let x = other_gate.add_virtual_target();
        other_gate.split_le_base::<4>(x, 8);
        let other_gate = uniform.finish(other_gate);
        assert!(matches!(other_gate, Err(ShapeError::Different { .. })));
    }
}

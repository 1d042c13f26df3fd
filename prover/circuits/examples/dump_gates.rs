//! Writes `tests/vectors/gates.json`: for every gate kind that a wrap circuit uses, random wires,
//! constants and a public-input hash (all in the extension field) and the unfiltered constraints that
//! plonky2 computes from them; and Poseidon's tables with one permutation. The Solidity gate evaluators
//! are tested against it.
//!
//! Usage: `cargo run --release -p saya-circuits --example dump_gates > tests/vectors/gates.json`

use plonky2::field::extension::quadratic::QuadraticExtension;
use plonky2::field::goldilocks_field::GoldilocksField;
use plonky2::field::types::{Field, PrimeField64, Sample};
use plonky2::gates::base_sum::BaseSumGate;
use plonky2::gates::exponentiation::ExponentiationGate;
use plonky2::gates::gate::GateRef;
use plonky2::gates::multiplication_extension::MulExtensionGate;
use plonky2::gates::noop::NoopGate;
use plonky2::gates::reducing_extension::ReducingExtensionGate;
use plonky2::hash::hash_types::HashOut;
use plonky2::hash::poseidon::{Poseidon, ALL_ROUND_CONSTANTS};
use plonky2::plonk::circuit_builder::CircuitBuilder;
use plonky2::plonk::circuit_data::CircuitConfig;
use plonky2::plonk::config::PoseidonGoldilocksConfig;
use plonky2::plonk::vars::EvaluationVars;
use rand::rngs::StdRng;
use rand::SeedableRng;
use serde_json::{json, Value};

type F = GoldilocksField;
type Ext = QuadraticExtension<F>;
type C = PoseidonGoldilocksConfig;

const SEED: u64 = 3;

/// The gates of a circuit that verifies a plonky2 proof, with the kinds it may lack forced in.
fn verifier_gates(config: &CircuitConfig) -> Vec<GateRef<F, 2>> {
    let mut inner = CircuitBuilder::<F, 2>::new(config.clone());
    let public = inner.add_virtual_public_input();
    inner.range_check(public, 32);
    while inner.num_gates() < 1 << 11 {
        inner.add_gate(NoopGate, vec![]);
    }
    let inner = inner.build::<C>();

    let mut outer = CircuitBuilder::<F, 2>::new(config.clone());
    let proof = outer.add_virtual_proof_with_pis(&inner.common);
    let verifier_data = outer.constant_verifier_data::<C>(&inner.verifier_only);
    outer.verify_proof::<C>(&proof, &verifier_data, &inner.common);
    for target in proof.public_inputs {
        outer.register_public_input(target);
    }
    outer.add_gate_to_gate_set(GateRef::new(BaseSumGate::<2>::new_from_config::<F>(config)));
    outer.add_gate_to_gate_set(GateRef::new(BaseSumGate::<4>::new_from_config::<F>(config)));
    outer.add_gate_to_gate_set(GateRef::new(ExponentiationGate::<F, 2>::new_from_config(
        config,
    )));
    outer.add_gate_to_gate_set(GateRef::new(MulExtensionGate::<2>::new_from_config(config)));
    let coefficients =
        ReducingExtensionGate::<2>::max_coeffs_len(config.num_wires, config.num_routed_wires);
    outer.add_gate_to_gate_set(GateRef::new(ReducingExtensionGate::<2>::new(coefficients)));
    outer.build::<C>().common.gates
}

fn limbs(values: &[F]) -> Vec<String> {
    values
        .iter()
        .map(|x| x.to_canonical_u64().to_string())
        .collect()
}

/// Two limbs an element, coefficient of 1 first.
fn flat(values: &[Ext]) -> Vec<String> {
    values.iter().flat_map(|x| limbs(&x.0)).collect()
}

fn table(values: &[u64]) -> Vec<String> {
    values.iter().map(u64::to_string).collect()
}

fn poseidon() -> Value {
    let input: [F; 12] = core::array::from_fn(|i| F::from_canonical_usize(i + 1).inverse());
    json!({
        "round_constants": table(&ALL_ROUND_CONSTANTS),
        "mds_circ": table(&F::MDS_MATRIX_CIRC),
        "mds_diag": table(&F::MDS_MATRIX_DIAG),
        "partial_first_constants": table(&F::FAST_PARTIAL_FIRST_ROUND_CONSTANT),
        "partial_constants": table(&F::FAST_PARTIAL_ROUND_CONSTANTS),
        "partial_vs": table(&F::FAST_PARTIAL_ROUND_VS.concat()),
        "partial_w_hats": table(&F::FAST_PARTIAL_ROUND_W_HATS.concat()),
        "partial_initial_matrix": table(&F::FAST_PARTIAL_ROUND_INITIAL_MATRIX.concat()),
        "input": limbs(&input),
        "output": limbs(&F::poseidon(input)),
    })
}

fn main() {
    let config = CircuitConfig::standard_recursion_config();
    let mut rng = StdRng::seed_from_u64(SEED);
    let wires: Vec<Ext> = (0..config.num_wires)
        .map(|_| Ext::sample(&mut rng))
        .collect();
    let constants: Vec<Ext> = (0..config.num_constants)
        .map(|_| Ext::sample(&mut rng))
        .collect();
    let public_inputs_hash = HashOut {
        elements: core::array::from_fn(|_| F::sample(&mut rng)),
    };
    let vars = EvaluationVars {
        local_constants: &constants,
        local_wires: &wires,
        public_inputs_hash: &public_inputs_hash,
    };
    let gates: Vec<Value> = verifier_gates(&config)
        .iter()
        .map(|gate| {
            json!({
                "id": gate.0.id(),
                "constraints": flat(&gate.0.eval_unfiltered(vars)),
            })
        })
        .collect();
    let document = json!({
        "wires": flat(&wires),
        "constants": flat(&constants),
        "public_inputs_hash": limbs(&public_inputs_hash.elements),
        "gates": gates,
        "poseidon": poseidon(),
    });
    println!(
        "{}",
        serde_json::to_string_pretty(&document).expect("plain data")
    );
}

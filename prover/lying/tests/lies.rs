//! The lying prover: what it proves honestly is accepted, and each lie violates its one check.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use saya_circuits::export::describe;
use saya_circuits::profile::Profile;
use saya_lying::circuit::EveryGate;
use saya_lying::judge::judge;
use saya_lying::lies::{lies, Lie};
use saya_lying::prove::prove;
use saya_lying::script::Script;
use saya_verifier::proof_bytes::{encode, verify_wrap};
use serde_json::Value;

static CIRCUIT: LazyLock<EveryGate> =
    LazyLock::new(|| EveryGate::of_profile(&Profile::fast()).unwrap());
static LIES: LazyLock<Vec<Lie>> = LazyLock::new(|| lies(&CIRCUIT).unwrap());

#[test]
fn an_honest_proof_is_accepted() {
    let proof = prove(&CIRCUIT, &Script::default());
    let verifier = CIRCUIT.table.data.verifier_data();
    verifier.verify(proof.clone()).unwrap();
    let inputs = saya_circuits::export::public_inputs(&proof);
    verify_wrap(&verifier, inputs, &encode(&proof)).unwrap();
}

#[test]
fn every_lie_violates_its_check_and_no_other() {
    for lie in LIES.iter() {
        let proof = prove(&CIRCUIT, &lie.script);
        judge(&CIRCUIT, lie, &proof).unwrap();
    }
}

#[test]
fn every_check_has_a_lie() {
    let common = CIRCUIT.table.common();
    let checks: BTreeSet<_> = LIES.iter().map(|lie| lie.check.name(common)).collect();
    let with_constraints = common
        .gates
        .iter()
        .filter(|gate| gate.0.num_constraints() > 0)
        .count();
    let count = |prefix: &str| {
        checks
            .iter()
            .filter(|check| check.starts_with(prefix))
            .count()
    };
    assert_eq!(count("gate:"), with_constraints);
    assert_eq!(count("permutation:"), 1 + common.num_partial_products + 1);
    assert_eq!(count("identity:"), common.config.num_challenges);
    assert_eq!(count("opening:"), 4 + 1);
    let folds = common.fri_params.reduction_arity_bits.len();
    assert_eq!((count("merkle:"), count("fold:")), (4 + folds, folds));
    assert!(checks.contains("final") && checks.contains("grinding"));
    let names: BTreeSet<_> = LIES.iter().map(|lie| &lie.name).collect();
    assert_eq!(names.len(), LIES.len(), "names are unique");
}

/// The description that the deployed verifier is rendered from.
#[test]
fn the_circuit_has_the_gates_and_folds_of_the_deployed_wrap() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/wrap/fast/wrap-fast.json");
    let deployed: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let lied_about = describe(&CIRCUIT.table.data.verifier_data()).unwrap();
    let same = [
        "gates",
        "selector_indices",
        "selector_groups",
        "num_constants",
        "num_gate_constraints",
        "num_challenges",
        "num_queries",
        "rate_bits",
        "cap_height",
        "reduction_arity_bits",
        "k_is",
    ];
    for field in same {
        assert_eq!(lied_about[field], deployed[field], "{field}");
    }
}

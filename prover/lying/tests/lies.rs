//! The lying prover: what it proves honestly is accepted, and each lie violates its one check.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use saya_circuits::profile::Profile;
use saya_circuits::proof_bytes::{encode, verify_wrap};
use saya_lying::circuit::EveryGate;
use saya_lying::judge::judge;
use saya_lying::lies::{lies, Lie};
use saya_lying::prove::prove;
use saya_lying::script::Script;

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

#[test]
fn the_circuit_folds_as_often_as_a_wrap() {
    let profile = Profile::fast();
    let of_wrap = profile
        .wrap
        .fri_config
        .fri_params(saya_circuits::wrap::MAX_DEGREE_BITS, false);
    assert_eq!(
        CIRCUIT.table.common().fri_params.reduction_arity_bits,
        of_wrap.reduction_arity_bits
    );
}

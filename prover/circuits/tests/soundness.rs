//! The security floor of the secure profile, computed from built common data.

use saya_circuits::keccak::DIGEST_BYTES;
use saya_circuits::profile::Profile;
use saya_circuits::soundness::{ProofParams, Report, SystemReport, FLOOR_BITS};
use serde_json::json;
use std::sync::LazyLock;

static SECURE: LazyLock<SystemReport> =
    LazyLock::new(|| SystemReport::of_profile(&Profile::secure()));

fn layer<'a>(report: &'a SystemReport, name: &str) -> &'a Report {
    report
        .layers
        .iter()
        .find(|layer| layer.name == name)
        .expect("the layer is reported")
}

#[test]
fn secure_proves_the_floor_in_every_layer() {
    let report = &*SECURE;
    println!("{report}");
    for layer in &report.layers {
        assert!(layer.bits >= FLOOR_BITS, "{layer}");
        assert!(layer.sum_bits < layer.bits && layer.bits < layer.conjectured_bits);
    }
    assert!(report.meets_floor());
    // Known figures of the chosen parameters, so that a change of formula or shape is seen.
    assert!(
        (layer(report, "leaf").bits - 81.4).abs() < 0.1,
        "{}",
        layer(report, "leaf")
    );
    assert!(
        (layer(report, "wrap").bits - 80.9).abs() < 0.1,
        "{}",
        layer(report, "wrap")
    );
}

#[test]
fn shapes_have_the_sizes_and_parameters_of_the_profile() {
    let profile = Profile::secure();
    let report = &*SECURE;
    let sizes: Vec<_> = report
        .layers
        .iter()
        .map(|layer| layer.params.degree_bits)
        .collect();
    assert_eq!(sizes, [15, 14, 13, 13]);
    let wrap = &layer(report, "wrap").params;
    assert_eq!(wrap.num_queries, profile.wrap.fri_config.num_query_rounds);
    assert_eq!(wrap.digest_bits, 8 * DIGEST_BYTES);
}

#[test]
fn fast_is_below_the_floor_and_says_so() {
    let report = SystemReport::of_profile(&Profile::fast());
    assert!(!report.meets_floor());
    assert!(report.to_string().contains("is below the floor"));
}

#[test]
fn every_weakened_parameter_costs_bits_or_at_least_gains_none() {
    let report = &*SECURE;
    let params = &layer(report, "wrap").params;
    let bits = |change: fn(&mut ProofParams)| {
        let mut weaker = params.clone();
        change(&mut weaker);
        Report::new("weaker", &weaker, &[]).bits
    };
    let strong = bits(|_| {});
    assert!(bits(|p| p.num_queries -= 1) < strong);
    assert!(bits(|p| p.pow_bits -= 1) < strong);
    assert!(bits(|p| p.rate_bits -= 1) < strong);
    assert!(bits(|p| p.degree_bits += 1) < strong);
    assert!(bits(|p| p.num_wires *= 2) < strong);
    assert!(
        bits(|p| p.num_challenges = 1) < 40.0,
        "one challenge in the base field cannot be enough"
    );
    assert!(bits(|p| p.digest_bits = 128) <= 64.0);
}

#[test]
fn a_description_is_judged_like_the_common_data_that_it_describes() {
    let report = &*SECURE;
    let params = &layer(report, "wrap").params;
    let mut description = serde_json::to_value(params).unwrap();
    assert_eq!(
        &ProofParams::from_description(&description, DIGEST_BYTES).unwrap(),
        params
    );

    // Decimal and hexadecimal strings are numbers too.
    description["num_queries"] = json!(params.num_queries.to_string());
    description["num_wires"] = json!(format!("{:#x}", params.num_wires));
    assert_eq!(
        &ProofParams::from_description(&description, DIGEST_BYTES).unwrap(),
        params
    );

    description["pow_bits"] = json!("many");
    let error = ProofParams::from_description(&description, DIGEST_BYTES)
        .unwrap_err()
        .to_string();
    assert!(error.contains("pow_bits") && error.contains("many"));
    description.as_object_mut().unwrap().remove("rate_bits");
    description["pow_bits"] = json!(16);
    let error = ProofParams::from_description(&description, DIGEST_BYTES)
        .unwrap_err()
        .to_string();
    assert!(error.contains("rate_bits"));
}

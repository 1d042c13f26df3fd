//! The security floor of the secure profile, computed from the circuits as they are built, and from what is deployed.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use saya_circuits::export::describe;
use saya_circuits::profile::Profile;
use saya_circuits::soundness::{ProofParams, Report, SystemReport, FLOOR_BITS};
use saya_circuits::system::ProvingSystem;
use serde_json::{json, Value};

static SYSTEM: LazyLock<ProvingSystem> =
    LazyLock::new(|| ProvingSystem::build(Profile::secure(), &|_, _| ()).unwrap());
static SECURE: LazyLock<SystemReport> = LazyLock::new(|| SystemReport::of_system(&SYSTEM).unwrap());

fn layer(name: &str) -> &'static Report {
    let mut layers = SECURE.layers.iter();
    layers
        .find(|layer| layer.name == name)
        .expect("the layer is reported")
}

fn repository(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read_to_string(root.join(path)).unwrap()
}

#[test]
fn secure_proves_the_floor_in_every_layer() {
    println!("{}", *SECURE);
    for layer in &SECURE.layers {
        assert!(layer.bits >= FLOOR_BITS, "{layer}");
        assert!(layer.sum_bits < layer.bits && layer.bits < layer.conjectured_bits);
    }
    assert!(SECURE.meets_floor());
    // Known figures of the chosen parameters, so that a change of formula or shape is seen.
    assert!((layer("leaf").bits - 81.4).abs() < 0.1, "{}", layer("leaf"));
    assert!((layer("wrap").bits - 80.9).abs() < 0.1, "{}", layer("wrap"));
}

#[test]
fn the_layers_have_the_sizes_that_the_figures_are_about() {
    let sizes: Vec<_> = SECURE
        .layers
        .iter()
        .map(|layer| layer.params.degree_bits)
        .collect();
    assert_eq!(sizes, [15, 13, 14, 15, 13, 13]);
    let names: Vec<_> = SECURE
        .layers
        .iter()
        .map(|layer| layer.name.as_str())
        .collect();
    let sub_blocks = ["sub-block of 128", "sub-block of 1024", "sub-block of 4096"];
    assert_eq!(
        names,
        [&["leaf"], &sub_blocks[..], &["shrink", "wrap"]].concat()
    );
    for name in sub_blocks {
        let rounds = &layer(name).rounds;
        assert!(rounds.iter().any(|round| round.name.contains("statement")));
    }
}

#[test]
fn every_weakened_parameter_costs_bits_or_at_least_gains_none() {
    let bits = |change: fn(&mut ProofParams)| {
        let mut weaker = layer("wrap").params.clone();
        change(&mut weaker);
        Report::new("weaker", &weaker, &[]).bits
    };
    let strong = bits(|_| {});
    assert!(bits(|p| p.num_queries -= 1) < strong);
    assert!(bits(|p| p.pow_bits -= 1) < strong);
    assert!(bits(|p| p.rate_bits -= 1) < strong);
    assert!(bits(|p| p.degree_bits += 1) < strong);
    assert!(bits(|p| p.num_wires *= 2) < strong);
    let one_challenge = bits(|p| p.num_challenges = 1);
    assert!(
        one_challenge < 40.0,
        "one challenge in the base field cannot be enough"
    );
    assert!(bits(|p| p.digest_bits = 128) <= 64.0);
}

#[test]
fn a_report_below_the_floor_says_so() {
    let mut weak = layer("wrap").params.clone();
    weak.num_queries = 10;
    let report = SystemReport::new("weak", vec![Report::new("wrap", &weak, &[])]);
    assert!(!report.meets_floor());
    assert!(report.to_string().contains("is below the floor"));
}

#[test]
fn a_description_is_judged_like_the_circuit_that_it_describes() {
    let mut description = describe(&SYSTEM.wrap.verifier_data()).unwrap();
    let params = &layer("wrap").params;
    assert_eq!(
        &ProofParams::from_description(&description).unwrap(),
        params
    );

    // Decimal and hexadecimal strings are numbers too.
    description["num_queries"] = json!(params.num_queries.to_string());
    description["num_wires"] = json!(format!("{:#x}", params.num_wires));
    assert_eq!(
        &ProofParams::from_description(&description).unwrap(),
        params
    );

    description["pow_bits"] = json!("many");
    let error = ProofParams::from_description(&description)
        .unwrap_err()
        .to_string();
    assert!(error.contains("pow_bits") && error.contains("many"));
    description["pow_bits"] = json!(16);
    description.as_object_mut().unwrap().remove("rate_bits");
    let error = ProofParams::from_description(&description)
        .unwrap_err()
        .to_string();
    assert!(error.contains("rate_bits"));
}

/// The constants of the deployed verifier, read from its source.
#[test]
fn the_solidity_constants_meet_the_floor() {
    let source = repository("contracts/evm/src/verifier/generated/WrapVerifierSecure.sol");
    let number = |name: &str| -> Value {
        let assignment = format!(" s.{name} = ");
        let (_, rest) = source
            .split_once(&assignment)
            .unwrap_or_else(|| panic!("no {name}"));
        let (digits, _) = rest.split_once(';').unwrap();
        json!(digits)
    };
    let arities: Vec<_> = (0..)
        .map_while(|i| source.split_once(&format!(" s.arityBits[{i}] = ")))
        .map(|(_, rest)| json!(rest.split_once(';').unwrap().0))
        .collect();
    let rendered_from = repository("tests/vectors/wrap/secure/wrap-secure.json");
    let rendered_from: Value = serde_json::from_str(&rendered_from).unwrap();
    let params = ProofParams::from_description(&json!({
        "degree_bits": number("degreeBits"),
        "rate_bits": number("rateBits"),
        "num_queries": number("numQueries"),
        "pow_bits": number("powBits"),
        "reduction_arity_bits": arities,
        "num_challenges": number("numChallenges"),
        "num_wires": number("numWires"),
        "num_routed_wires": number("numRoutedWires"),
        "num_constants": number("numConstants"),
        "quotient_degree_factor": number("quotientDegreeFactor"),
        "num_partial_products": number("numPartialProducts"),
        // Not among the sizes: the gates' code has them.
        "num_gate_constraints": rendered_from["num_gate_constraints"],
        "digest_bytes": rendered_from["digest_bytes"],
    }))
    .unwrap();
    let report = Report::new("verifier on chain", &params, &[]);
    assert!(report.bits >= FLOOR_BITS, "{report}");
    assert_eq!(
        params,
        ProofParams::from_description(&rendered_from).unwrap()
    );
}

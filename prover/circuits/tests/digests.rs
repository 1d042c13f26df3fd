//! The circuits are the pinned ones, also those that a prover builds only when a job needs them, and the verifier's data
//! is theirs. A difference is a new OS version: when it is intended, run `tests/vectors/wrap/regenerate.sh`.

use saya_circuits::export::digests;
use saya_circuits::profile::Profile;
use saya_circuits::system::ProvingSystem;
use saya_executor::Authorisation;
use saya_verifier::released::{all, to_bytes};
use serde_json::Value;

/// The digests by which the wrap of a release knows the shrinks.
const PINS: &str = include_str!("../src/capacity/pinned.json");

fn assert_pinned(profile: Profile) {
    let pinned: Value =
        serde_json::from_str(include_str!("../../../tests/vectors/digests.json")).unwrap();
    let name = profile.name;
    let system = ProvingSystem::build_all(profile, &|_, _| ()).unwrap();
    assert_eq!(digests(&system).unwrap(), pinned[name]);
    let pins: Value = serde_json::from_str(PINS).unwrap();
    assert_eq!(system.capacities.pins(), pins[name]);
    let built = to_bytes(&system.wrap.verifier_data());
    let released: Vec<_> = all().iter().filter(|it| it.name.profile == name).collect();
    assert!(!released.is_empty());
    for version in &released {
        assert_eq!(to_bytes(&version.verifier), built);
    }
    for authorisation in [Authorisation::None, Authorisation::Signed] {
        let number = system.os_version(authorisation);
        assert!(released.iter().any(|it| it.name.os_version == number));
    }
}

#[test]
fn fast_circuits_are_the_pinned_ones() {
    assert_pinned(Profile::fast());
}

#[test]
fn secure_circuits_are_the_pinned_ones() {
    assert_pinned(Profile::secure());
}

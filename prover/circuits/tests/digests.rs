//! The circuits are the pinned ones. A difference is a new OS version: when it is intended, write the
//! file again with `saya-export digests ../tests/vectors/digests.json`.

use saya_circuits::export::digests;
use saya_circuits::profile::Profile;
use saya_circuits::system::ProvingSystem;
use serde_json::Value;

fn assert_pinned(profile: Profile) {
    let pinned: Value =
        serde_json::from_str(include_str!("../../../tests/vectors/digests.json")).unwrap();
    let name = profile.name;
    let system = ProvingSystem::build(profile, &|_, _| ()).unwrap();
    assert_eq!(digests(&system), pinned[name]);
}

#[test]
fn fast_circuits_are_the_pinned_ones() {
    assert_pinned(Profile::fast());
}

#[test]
fn secure_circuits_are_the_pinned_ones() {
    assert_pinned(Profile::secure());
}

//! The wrap needs the digest of every shrink, but most jobs fit the smallest capacity. So the digests are written down,
//! and the circuits of larger capacities are built when a job needs them. Building compares them with the digests, and a
//! test builds them all.

use std::collections::BTreeMap;

use saya_core::limbs::{to_bytes, to_hex};
use saya_core::{limbs, CoreError, Digest};
use serde_json::{json, Value};

use super::Capacities;
use crate::profile::Profile;

/// Written by `saya-export digests`: for each profile, entries → `H(VD; …)` of the shrink.
const PINS: &str = include_str!("pinned.json");

/// The digests of the profile's shrinks by entries; `None` for a profile that is not one of the named ones.
pub fn shrinks(profile: &Profile) -> Option<BTreeMap<usize, Digest>> {
    let named = Profile::by_name(profile.name).is_ok_and(|named| named == *profile);
    named.then(|| parse(PINS, profile.name).expect("the pinned digests are well-formed"))
}

/// Digests of capacities that the file lacks are missing here too.
fn parse(pins: &str, profile: &str) -> Result<BTreeMap<usize, Digest>, CoreError> {
    let pins: BTreeMap<String, BTreeMap<usize, String>> =
        serde_json::from_str(pins).expect("the pinned digests are JSON");
    let digest = |text: &str| limbs::from_bytes(&limbs::parse_hex::<32>(text)?);
    let pins = pins.get(profile).into_iter().flatten();
    pins.map(|(&entries, text)| Ok((entries, digest(text)?)))
        .collect()
}

/// The file's part on these capacities.
pub fn to_json(capacities: &Capacities) -> Value {
    let digests = capacities.digests().into_iter();
    let digests = digests.map(|(entries, digest)| {
        let digest = json!(to_hex(&to_bytes(&digest)));
        (entries.to_string(), digest)
    });
    digests.collect()
}

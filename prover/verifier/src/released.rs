//! The OS versions that this library can judge, with the verifier data of their wraps.
//!
//! The data are files in `released/`, written by `tests/vectors/wrap/regenerate.sh` and embedded. Nothing that they say
//! about themselves is trusted: a version's number is computed from the data, and the profile is the one under which a
//! test builds the same circuits again.

use std::sync::{Arc, LazyLock};

use plonky2::util::serialization::DefaultGateSerializer;
use saya_core::limbs::bytes_hex;
use serde::Serialize;

use crate::os_version::{os_version, FLAG_DEVELOPMENT};
use crate::types::WrapVerifierData;

/// The wraps in the library: profile and verifier data.
const EMBEDDED: [(&str, &[u8]); 2] = [
    ("fast", include_bytes!("../released/fast.bin")),
    ("secure", include_bytes!("../released/secure.bin")),
];

/// What an OS version is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    /// A number below 2^252, big-endian.
    #[serde(with = "bytes_hex")]
    pub os_version: [u8; 32],
    /// `secure` or `fast`; `fast` proves far fewer bits.
    pub profile: &'static str,
    /// For development only: calls may be unsigned, or the profile is `fast`.
    pub development: bool,
}

/// An OS version that this library knows.
#[derive(Clone, Debug)]
pub struct Released {
    pub name: Name,
    pub verifier: Arc<WrapVerifierData>,
}

/// The versions of a wrap: the development version and, in the profile `secure`, the one that demands signatures. They
/// differ in a flag only.
pub fn names(profile: &'static str, verifier: &WrapVerifierData) -> Vec<Name> {
    let name = |development| Name {
        os_version: os_version(if development { FLAG_DEVELOPMENT } else { 0 }, verifier),
        profile,
        development,
    };
    match profile {
        "secure" => vec![name(true), name(false)],
        _ => vec![name(true)],
    }
}

/// All known versions.
pub fn all() -> &'static [Released] {
    static ALL: LazyLock<Vec<Released>> =
        LazyLock::new(|| EMBEDDED.iter().flat_map(load).collect());
    &ALL
}

fn load(&(profile, data): &(&'static str, &[u8])) -> Vec<Released> {
    let verifier = from_bytes(data).expect("a test reads the embedded files");
    let verifier = Arc::new(verifier);
    let named = names(profile, &verifier).into_iter();
    named
        .map(|name| Released {
            name,
            verifier: verifier.clone(),
        })
        .collect()
}

/// The version of this number, if it is known.
pub fn find(os_version: &[u8; 32]) -> Option<&'static Released> {
    all().iter().find(|it| it.name.os_version == *os_version)
}

/// The version that proves sets of a profile whose calls are signed, or not; None for an unknown profile. Where a profile
/// has a development version only, that one serves for both.
pub fn of_sets(profile: &str, signed: bool) -> Option<&'static Released> {
    let of = |development| {
        let mut versions = all().iter();
        versions.find(|it| it.name.profile == profile && it.name.development == development)
    };
    of(!signed).or_else(|| of(true))
}

/// Verifier data as the bytes of a file: plonky2's own encoding.
pub fn to_bytes(verifier: &WrapVerifierData) -> Vec<u8> {
    let bytes = verifier.to_bytes(&DefaultGateSerializer);
    bytes.expect("a wrap has only gates of plonky2")
}

/// The verifier data in a file; None unless it is exactly one.
pub fn from_bytes(bytes: &[u8]) -> Option<WrapVerifierData> {
    let verifier = WrapVerifierData::from_bytes(bytes.to_vec(), &DefaultGateSerializer).ok()?;
    (to_bytes(&verifier) == bytes).then_some(verifier)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{json, Value};

    use super::*;

    /// `versions.json` is for people; the library computes what it says.
    #[test]
    fn the_versions_are_those_of_the_list() {
        let list: Value = serde_json::from_str(include_str!("../released/versions.json")).unwrap();
        let names: Vec<&Name> = all().iter().map(|it| &it.name).collect();
        assert_eq!(json!(names), list);
        let numbers: BTreeSet<_> = names.iter().map(|name| name.os_version).collect();
        assert_eq!(numbers.len(), names.len());
    }

    #[test]
    fn a_version_is_found_by_its_number_only() {
        for version in all() {
            let mut number = version.name.os_version;
            assert_eq!(find(&number).unwrap().name, version.name);
            number[31] ^= 1;
            assert!(find(&number).is_none());
        }
    }

    #[test]
    fn sets_are_proven_by_the_strictest_version_that_they_can_satisfy() {
        let development = |profile, signed| of_sets(profile, signed).unwrap().name.development;
        assert!(!development("secure", true));
        assert!(development("secure", false));
        assert!(development("fast", true) && development("fast", false));
        assert!(of_sets("quick", true).is_none());
    }

    #[test]
    fn the_fast_profile_is_for_development_only() {
        let fast: Vec<_> = all()
            .iter()
            .filter(|it| it.name.profile == "fast")
            .collect();
        assert!(!fast.is_empty());
        for version in fast {
            assert!(version.name.development);
            assert!(find(&os_version(0, &version.verifier)).is_none());
        }
    }

    #[test]
    fn a_file_is_read_whole_or_not_at_all() {
        for (_, file) in EMBEDDED {
            assert!(from_bytes(&file[..file.len() - 1]).is_none());
            assert!(from_bytes(&[file, &[0]].concat()).is_none());
        }
    }
}

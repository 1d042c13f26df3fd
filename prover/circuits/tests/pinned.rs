//! The circuits that worlds and verifiers name by digest, pinned.
//!
//! A change of any circuit changes these digests, the OS version, and the constants in the contracts; it
//! must be seen. To accept a change, run with `SAYA_WRITE_PINNED=1` and commit the file.

use saya_circuits::gadgets::verifier_data::verifier_digest_of;
use saya_circuits::profile::Profile;
use saya_circuits::set::ContractSet;
use saya_circuits::system::ProvingSystem;
use saya_core::limbs::{to_bytes, to_hex};
use saya_executor::ValidContract;
use serde_json::{json, Value};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pinned.json");
/// Diamonds & Rubies' only function.
const BUY: u64 = (1 << 32) + 1;

fn tell(stage: &str, seconds: f64) {
    println!("  {stage} {seconds:.1} s");
}

fn describe(profile: Profile) -> Value {
    println!("{}", profile.name);
    let json = include_str!("../../executor/tests/contracts/diamonds_and_rubies.json");
    let contract = ValidContract::new(serde_json::from_str(json).unwrap()).unwrap();
    let set = ContractSet::build(&profile, &[contract], &tell).unwrap();
    let system = ProvingSystem::build(profile, &tell).unwrap();
    let wrap = &system.wrap.data;
    json!({
        "buy_rubies": {
            "lanes": set.lanes(BUY),
            "set_root": to_hex(&to_bytes(&set.set_root())),
        },
        "sub_block": {
            "rows": system.sub_block.rows,
            "degree_bits": system.sub_block.data.common.degree_bits(),
            "verifier_digest":
                to_hex(&to_bytes(&verifier_digest_of(&system.sub_block.data.verifier_only))),
        },
        "shrink": {
            "rows": system.shrink.rows,
            "degree_bits": system.shrink.data.common.degree_bits(),
            "verifier_digest":
                to_hex(&to_bytes(&verifier_digest_of(&system.shrink.data.verifier_only))),
        },
        "wrap": {
            "rows": system.wrap.rows,
            "degree_bits": wrap.common.degree_bits(),
            "circuit_digest": to_hex(&wrap.verifier_only.circuit_digest.0),
        },
        "os_version": to_hex(&system.os_version()),
    })
}

#[test]
fn circuits_are_the_pinned_ones() {
    let found = json!({
        "secure": describe(Profile::secure()),
        "fast": describe(Profile::fast()),
    });
    let text = serde_json::to_string_pretty(&found).unwrap() + "\n";
    if std::env::var_os("SAYA_WRITE_PINNED").is_some() {
        std::fs::write(PATH, &text).unwrap();
    }
    let pinned = std::fs::read_to_string(PATH).unwrap();
    assert_eq!(text, pinned, "see the head of this file");
}

//! The set root of the example, pinned: a world stores it, so a change of the leaf circuit must be seen.

use saya_circuits::profile::Profile;
use saya_circuits::set::{ContractSet, SetSummary};
use saya_core::limbs::{to_bytes, to_hex};
use saya_executor::{Authorisation, ValidContract};

/// Root of the set of Diamonds & Rubies alone. It does not depend on the number of queries, so both
/// profiles have the same.
const SET_ROOT: &str = "0xc0d82c5123f06118f27a9c7767e416bf5ad824b17e6560659a4f963953336d21";

#[test]
fn the_examples_circuit_is_the_pinned_one() {
    let json = include_str!("../../executor/tests/contracts/diamonds_and_rubies.json");
    let contract = ValidContract::new(serde_json::from_str(json).unwrap()).unwrap();
    let contracts = [contract];
    let set = ContractSet::build(
        &Profile::secure(),
        &contracts,
        Authorisation::None,
        &|_, _| (),
    )
    .unwrap();
    assert_eq!(to_hex(&to_bytes(&set.set_root())), SET_ROOT);

    let summary = SetSummary::build(
        &Profile::secure(),
        &contracts,
        Authorisation::None,
        &|_, _| (),
    )
    .unwrap();
    assert_eq!(summary.set_root, set.set_root());
    assert_eq!(summary.circuits.len(), 1);
    assert_eq!(summary.circuits[0].lanes, 256);
}

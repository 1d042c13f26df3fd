//! Contracts and calls for tests.

use saya_core::calls::AuthMode;
use saya_core::{Felt, Key, Typed, Value};
use saya_executor::{Call, MapState, ValidContract};

use crate::profile::Profile;

/// End of the time window in tests.
pub const T_MAX: u64 = 1_800_000_000;

fn contract(json: &str) -> ValidContract {
    let contract = serde_json::from_str(json).expect("contract IR");
    ValidContract::new(contract).expect("valid contract")
}

/// `buy_rubies(n: u32)`: three diamonds a ruby.
pub fn diamonds() -> ValidContract {
    contract(include_str!(
        "../../executor/tests/contracts/diamonds_and_rubies.json"
    ))
}

/// `mix(a: u64, b: u64, c: u32, d: bool, u: user)` has every operation and type; `bump()` counts.
pub fn everything() -> ValidContract {
    contract(include_str!("../tests/contracts/everything.json"))
}

/// A call of the function called `name` that stays valid for an hour after the window.
pub fn call(contract: &ValidContract, name: &str, user: u32, args: &[u64]) -> Call {
    let function = contract.functions.iter().find(|f| f.name == name);
    Call {
        user,
        contract: contract.contract,
        function: function.expect("a function of the contract").id,
        args: args
            .iter()
            .map(|&limb| Felt::new(limb).expect("limb"))
            .collect(),
        valid_until: T_MAX + 3600,
        nonce: 0,
        lane: 0,
        after: 0,
        auth_mode: AuthMode::None,
    }
}

/// Balances `(user, diamonds, rubies)` of the Diamonds & Rubies contract.
pub fn balances(players: &[(u32, u32, u32)]) -> MapState {
    let entry = |slot, user, amount| -> (Key, Value) {
        let key = Key::new(1, slot, &[Typed::User(user)]).expect("key");
        (key, Typed::U32(amount).value())
    };
    players
        .iter()
        .flat_map(|&(user, diamonds, rubies)| [entry(1, user, diamonds), entry(2, user, rubies)])
        .collect()
}

/// The fast profile with smaller leaves, for tests of constraints.
pub fn small(leaf_degree_bits: usize) -> Profile {
    Profile {
        leaf_degree_bits,
        ..Profile::fast()
    }
}

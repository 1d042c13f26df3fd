//! Contracts and calls for tests.

pub mod accounts;
pub mod signed;

use std::sync::OnceLock;

use saya_core::calls::AuthMode;
use saya_core::state_list::CAPACITY;
use saya_core::{Felt, Key, Typed, Value};
use saya_executor::{
    Authorisation, Call, Environment, MapState, Submission, ValidContract, Window,
};

use crate::leaf::{FunctionLeaf, LeafWitness};
use crate::profile::Profile;
use crate::set::{CircuitId, ContractSet, LeafCircuit, LeafJob, SetCircuit};
use crate::system::error::SubBlockError;
use crate::system::execution::Execution;
use crate::system::job::SubBlockJob;
use crate::system::ProvingSystem;

/// End of the time window in tests.
pub const T_MAX: u64 = 1_800_000_000;
/// The time window in tests.
pub const WINDOW: Window = Window {
    t_min: T_MAX - 600,
    t_max: T_MAX,
};

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

/// A profile in which four proofs verify in 2^13 rows: constraints are the same, queries are few.
pub fn few_queries() -> Profile {
    let mut profile = small(13);
    profile.capacities = &[128, 256];
    profile.inner.security_bits = 30;
    profile.inner.fri_config.num_query_rounds = 8;
    profile
}

/// Progress that nobody hears.
pub fn quiet(_: &str, _: f64) {}

/// The shared circuits with small leaves, built once.
pub fn system() -> &'static ProvingSystem {
    static SYSTEM: OnceLock<ProvingSystem> = OnceLock::new();
    SYSTEM.get_or_init(|| ProvingSystem::build(few_queries(), &quiet).unwrap())
}

/// Both test contracts.
pub fn set() -> &'static ContractSet {
    static SET: OnceLock<ContractSet> = OnceLock::new();
    SET.get_or_init(|| {
        let contracts = [diamonds(), everything()];
        ContractSet::build(&few_queries(), &contracts, Authorisation::None, &quiet).unwrap()
    })
}

/// A sub-block of these calls.
pub fn job(calls: Vec<Call>, state: MapState) -> SubBlockJob {
    SubBlockJob {
        domain: saya_core::chain::domain(&[1; 32], &[2; 20], &[3; 32]),
        t_min: T_MAX - 600,
        t_max: T_MAX,
        prover: [0x5a; 20],
        thread: 1,
        seq: 1,
        submissions: calls.into_iter().map(Submission::unsigned).collect(),
        state,
    }
}

/// The only function of Diamonds & Rubies, which nobody signs.
pub const BUY: CircuitId = CircuitId {
    contract: 1,
    function: 1,
    mode: AuthMode::None,
};

/// The leaf of a function.
pub fn function_leaf(circuit: &SetCircuit) -> &FunctionLeaf {
    match &circuit.leaf {
        LeafCircuit::Function(leaf) => leaf,
        _ => panic!("no circuit of a function"),
    }
}

/// The witness of a function's leaf.
pub fn function_witness(job: LeafJob) -> LeafWitness {
    match job {
        LeafJob::Function(witness) => *witness,
        _ => panic!("no witness of a function's leaf"),
    }
}

/// The call that is a job's submission of this number.
pub fn submitted(job: &mut SubBlockJob, index: usize) -> &mut Call {
    match &mut job.submissions[index] {
        Submission::Call(signed) => &mut signed.call,
        Submission::Bundle(_) => panic!("a bundle"),
    }
}

/// Native execution of calls of one contract.
pub fn execution(
    contract: &ValidContract,
    calls: &[Call],
    state: &MapState,
) -> Result<Execution, SubBlockError> {
    let environment = Environment {
        domain: accounts::DOMAIN,
        set_root: accounts::SET_ROOT,
        window: WINDOW,
        authorisation: Authorisation::None,
    };
    let submissions: Vec<_> = calls.iter().cloned().map(Submission::unsigned).collect();
    let contract_of = |id| (id == contract.contract).then_some(contract);
    Execution::run(&contract_of, &submissions, environment, state, CAPACITY)
}

/// `user` buys `rubies`.
pub fn buy(user: u32, rubies: u64) -> Call {
    call(&diamonds(), "buy_rubies", user, &[rubies])
}

/// The first sub-block of the example: four players buy 3, 2, 3 and 4 rubies.
pub fn purchases() -> SubBlockJob {
    let players = [(1, 20, 50), (2, 15, 90), (3, 10, 2), (4, 12, 0)];
    job(
        vec![buy(1, 3), buy(2, 2), buy(3, 3), buy(4, 4)],
        balances(&players),
    )
}

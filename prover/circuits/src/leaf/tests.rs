//! The function leaf against native execution, and against a prover that lies.

mod signed;

use plonky2::field::types::PrimeField64;
use plonky2::iop::target::Target;
use plonky2::iop::witness::PartialWitness;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use saya_core::calls::AuthMode;
use saya_core::state_list::StateListTree;
use saya_core::{calls, Digest, Felt};
use saya_executor::{Call, MapState, ValidContract};

use super::lane::LaneWitness;
use super::{FunctionLeaf, LeafTargets, LeafWitness};
use crate::fixtures::{
    balances, call, diamonds, everything, execution, function_witness, small, T_MAX, WINDOW,
};
use crate::gadgets::access::AccessWitness;
use crate::gadgets::trial::Trial;
use crate::system::execution::Execution;
use crate::types::F;
use crate::uniform::Uniform;

const LANES: usize = 3;

/// A leaf under test, its proof system taken away.
struct Bench {
    contract: ValidContract,
    trial: Trial,
    targets: LeafTargets,
}

impl Bench {
    fn new(contract: ValidContract, function: &str) -> Self {
        let found = contract.functions.iter().find(|f| f.name == function);
        let (trial, targets) =
            Trial::new(|b| LeafTargets::build(b, &contract, found.unwrap(), AuthMode::None, LANES));
        Self {
            contract,
            trial,
            targets,
        }
    }

    /// Native execution and the leaf witness of it.
    fn run(&self, calls: &[Call], state: &MapState) -> (Execution, LeafWitness) {
        let execution = execution(&self.contract, calls, state).unwrap();
        let mut witness = function_witness(execution.leaf(0..calls.len()));
        witness.start.calls_in = four(200);
        (execution, witness)
    }

    fn inputs(&self, leaf: &LeafWitness) -> PartialWitness<F> {
        self.targets.witness(leaf).unwrap()
    }

    fn violation(&self, leaf: &LeafWitness, lies: &[(Target, u64)]) -> Option<String> {
        self.trial.first_violation(&self.inputs(leaf), lies)
    }

    fn header(&self, leaf: &LeafWitness, lies: &[(Target, u64)]) -> Vec<u64> {
        let publics = self.trial.publics(&self.inputs(leaf), lies);
        publics.iter().map(F::to_canonical_u64).collect()
    }
}

/// Four different limbs.
fn four(start: u32) -> Digest {
    std::array::from_fn(|i| Felt::from(start + i as u32))
}

fn values(digest: &Digest) -> [u64; 4] {
    digest.map(|limb| limb.value())
}

/// Header that the statement page defines for these calls.
fn expected_header(leaf: &LeafWitness, calls: &[Call], end: [Digest; 2]) -> Vec<u64> {
    let [state_out, log_out] = end;
    let (start, scope) = (&leaf.start, leaf.start.scope());
    let env = calls::env(&scope, start.t_min, start.t_max).unwrap();
    let running = calls.iter().fold(start.calls_in, |running, call| {
        calls::calls_next(&running, &call.digest(&scope).unwrap())
    });
    let mut header = vec![0; 4];
    for digest in [&env, &start.state_in, &state_out, &start.calls_in, &running] {
        header.extend(values(digest));
    }
    header.extend([0; 10]);
    header.extend(values(&start.log_in));
    header.extend(values(&log_out));
    header.push(calls.len() as u64);
    header.extend([0; 5]);
    header
}

/// State and log after all calls.
fn ends(execution: &Execution) -> [Digest; 2] {
    [execution.end().state, execution.end().log]
}

fn buy(contract: &ValidContract, user: u32, rubies: u64) -> Call {
    call(contract, "buy_rubies", user, &[rubies])
}

/// Two purchases in three lanes.
fn purchases() -> (Bench, Vec<Call>, Execution, LeafWitness) {
    let bench = Bench::new(diamonds(), "buy_rubies");
    let calls = vec![buy(&bench.contract, 1, 3), buy(&bench.contract, 2, 5)];
    let state = balances(&[(1, 20, 50), (2, 15, 90)]);
    let (execution, leaf) = bench.run(&calls, &state);
    (bench, calls, execution, leaf)
}

#[test]
fn the_header_is_that_of_the_native_run() {
    let (bench, calls, execution, leaf) = purchases();
    assert_eq!(bench.violation(&leaf, &[]), None);
    let expected = expected_header(&leaf, &calls, ends(&execution));
    assert_eq!(bench.header(&leaf, &[]), expected);
    // 3 rubies for 9 of 20 diamonds; 5 for all 15.
    let new: Vec<u64> = execution
        .entries
        .iter()
        .map(|e| e.new.0[0].value())
        .collect();
    assert_eq!(new, [11, 0, 53, 95]);
}

/// No single false cell, in any lane, gives another header for the same calls.
#[test]
fn the_header_is_determined_by_the_calls() {
    let (bench, _, _, leaf) = purchases();
    bench
        .trial
        .assert_publics_determined(&bench.inputs(&leaf), 60);
}

#[test]
fn a_leaf_without_calls_moves_nothing() {
    let (bench, _, _, mut leaf) = purchases();
    leaf.calls.clear();
    assert_eq!(bench.violation(&leaf, &[]), None);
    assert_eq!(
        bench.header(&leaf, &[]),
        expected_header(&leaf, &[], [leaf.start.state_in, leaf.start.log_in])
    );
}

#[test]
fn what_a_disabled_lane_holds_changes_no_register() {
    let (bench, calls, execution, leaf) = purchases();
    let honest = expected_header(&leaf, &calls, ends(&execution));
    let idle = &bench.targets.lanes[2];
    for target in [idle.caller.user, idle.args[0], idle.caller.valid_until] {
        let lies = [(target, 7)];
        assert_eq!(bench.violation(&leaf, &lies), None);
        assert_eq!(bench.header(&leaf, &lies), honest);
    }
}

#[test]
fn every_operation_agrees_with_native_execution() {
    let bench = Bench::new(everything(), "mix");
    let mut rng = StdRng::seed_from_u64(5);
    let mut succeeded = 0;
    for _ in 0..40 {
        let word = |rng: &mut StdRng| u64::from(rng.gen::<u32>() >> rng.gen_range(0..32));
        let (a, b) = ([word(&mut rng), word(&mut rng)], [word(&mut rng), 0]);
        let args = [
            a[0],
            a[1],
            b[0],
            b[1],
            word(&mut rng) >> 4,
            rng.gen_range(0..2),
            8,
        ];
        let call = call(&bench.contract, "mix", 3, &args);
        if saya_executor::execute(&bench.contract, &call, &WINDOW, &mut MapState::new()).is_err() {
            continue;
        }
        succeeded += 1;
        let calls = [call];
        let (execution, leaf) = bench.run(&calls, &MapState::new());
        assert_eq!(bench.violation(&leaf, &[]), None, "{args:?}");
        let expected = expected_header(&leaf, &calls, ends(&execution));
        assert_eq!(bench.header(&leaf, &[]), expected);
    }
    assert!(succeeded >= 10, "only {succeeded} calls succeeded");
}

/// A call that fails natively, proven with the accesses of one that does not.
#[test]
fn a_call_that_fails_has_no_witness() {
    let (bench, _, _, leaf) = purchases();
    let user_one = &bench.targets.lanes[0];
    for rubies in [7, 1 << 31, u64::from(u32::MAX)] {
        let violation = bench.violation(&leaf, &[(user_one.args[0], rubies)]);
        assert!(violation.is_some(), "{rubies} rubies for 20 diamonds");
    }
}

#[test]
fn every_lane_input_is_bound() {
    let (bench, _, _, leaf) = purchases();
    let broken = |change: &dyn Fn(&mut LaneWitness)| {
        let mut leaf = leaf.clone();
        change(&mut leaf.calls[1]);
        bench.violation(&leaf, &[]).is_some()
    };
    assert!(!broken(&|_| ()));
    assert!(broken(&|call| call.user = 1), "another user's balances");
    assert!(broken(&|call| call.user = 0), "nobody");
    assert!(broken(&|call| call.valid_until = T_MAX - 1), "expired");
    assert!(broken(&|call| call.valid_until = 1 << 40), "41 bits");
    assert!(broken(&|call| call.args[0] = Felt::new(1 << 32).unwrap()));
    for opening in 0..2 {
        let broken = |change: &dyn Fn(&mut AccessWitness)| {
            broken(&|call| change(call.openings[opening].as_mut().unwrap()))
        };
        assert!(broken(&|access| access.old.0[0] += Felt::ONE));
        assert!(broken(&|access| access.index ^= 1));
        assert!(broken(&|access| access.siblings[11][2] += Felt::ONE));
        for target in bench.targets.lanes[1].openings[opening].access.old {
            assert!(bench.violation(&leaf, &[(target, 77)]).is_some());
        }
    }
}

#[test]
fn the_last_valid_second_is_valid() {
    let (bench, _, _, mut leaf) = purchases();
    leaf.calls[0].valid_until = T_MAX;
    assert_eq!(bench.violation(&leaf, &[]), None);
}

#[test]
fn times_are_below_forty_bits() {
    let (bench, _, _, mut leaf) = purchases();
    leaf.calls.clear();
    leaf.start.t_max = 1 << 40;
    assert!(bench.violation(&leaf, &[]).is_some());
}

#[test]
fn a_lane_is_enabled_or_not() {
    let (bench, _, _, leaf) = purchases();
    for lane in &bench.targets.lanes {
        assert!(bench
            .violation(&leaf, &[(lane.caller.enabled.target, 2)])
            .is_some());
    }
    // Without its first call the second one no longer fits the state; without the second, one is counted.
    let [first, second] = [0, 1].map(|i| (bench.targets.lanes[i].caller.enabled.target, 0));
    assert!(bench.violation(&leaf, &[first]).is_some());
    assert_eq!(bench.violation(&leaf, &[second]), None);
    assert_eq!(bench.header(&leaf, &[second])[42], 1);
}

#[test]
fn stored_values_of_another_type_are_refused() {
    let bench = Bench::new(everything(), "bump");
    let calls = [call(&bench.contract, "bump", 1, &[])];
    let (_, leaf) = bench.run(&calls, &MapState::new());
    assert_eq!(bench.violation(&leaf, &[]), None);
    // The state really holds 2^32 in a 32-bit limb, or a third limb.
    for (limb, value) in [(0, 1u64 << 32), (2, 1)] {
        let mut leaf = leaf.clone();
        let key = saya_core::Key::new(2, 1, &[]).unwrap();
        let mut stored = saya_core::Value([Felt::ZERO; 4]);
        stored.0[limb] = Felt::new(value).unwrap();
        let tree = StateListTree::new(&[(key, stored)]).unwrap();
        leaf.start.state_in = tree.root();
        leaf.calls[0].openings[0].as_mut().unwrap().old = stored;
        assert!(
            bench.violation(&leaf, &[]).is_some(),
            "limb {limb} = {value}"
        );
    }
}

const NONE: AuthMode = AuthMode::None;

#[test]
fn lanes_fill_the_leaf_and_no_more() {
    let (profile, tiny) = (small(10), small(6));
    let uniform = Uniform::new(&profile);
    let contract = diamonds();
    let function = &contract.functions[0];
    let leaf = FunctionLeaf::build(&profile, &uniform, &contract, function, NONE).unwrap();
    assert!(leaf.lanes() > 2, "{} lanes", leaf.lanes());
    let more = FunctionLeaf::with_lanes(&uniform, &contract, function, NONE, leaf.lanes() + 2);
    assert!(more.is_err(), "two lanes more still fit");
    let uniform = Uniform::new(&tiny);
    assert!(FunctionLeaf::build(&tiny, &uniform, &contract, function, NONE).is_err());
}

#[test]
fn leaves_of_different_functions_have_one_shape() {
    let profile = small(10);
    let uniform = Uniform::new(&profile);
    let (one, two) = (diamonds(), everything());
    let build = |contract, function| {
        FunctionLeaf::build(&profile, &uniform, contract, function, NONE).unwrap()
    };
    let buy = build(&one, &one.functions[0]);
    let bump = build(&two, &two.functions[1]);
    assert_eq!(buy.data.common, bump.data.common);
    assert_ne!(
        buy.data.verifier_only.circuit_digest,
        bump.data.verifier_only.circuit_digest
    );
}

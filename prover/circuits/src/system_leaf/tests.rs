//! The system leaves against native execution, and against a prover that lies.

use plonky2::iop::target::Target;
use saya_core::account::Account;
use saya_core::calls::{calls_next, env, AuthMode, Call};
use saya_core::header::{Auth, Header};
use saya_core::signature::SigningKey;
use saya_core::{Felt, Value};
use saya_executor::{Signed, SignedCall, Submission};

use super::*;
use crate::fixtures::accounts::{account, key, sign, Ledger};
use crate::fixtures::{small, T_MAX};
use crate::gadgets::account::AccountUse;
use crate::gadgets::from_field;
use crate::gadgets::trial::{random_digest, Trial};

const USER: u32 = 7;
/// A lane with an account, and one without.
const LANE: u32 = 3;
const EMPTY: u32 = 4;
const LANES: usize = 3;
const NEW: [u64; 3] = [40, 41, 42];

/// The leaf under test, its proof system taken away.
struct Bench {
    trial: Trial,
    targets: SystemLeafTargets,
}

impl Bench {
    fn new(function: SystemFunction) -> Self {
        let (trial, targets) = Trial::new(|b| SystemLeafTargets::build(b, function, LANES));
        Self { trial, targets }
    }

    fn accepts(&self, leaf: &SystemLeafWitness, lies: &[(Target, u64)]) -> bool {
        let inputs = self.targets.witness(leaf).unwrap();
        self.trial.first_violation(&inputs, lies).is_none()
    }

    fn header(&self, leaf: &SystemLeafWitness, lies: &[(Target, u64)]) -> Header {
        let inputs = self.targets.witness(leaf).unwrap();
        let publics = self.trial.publics(&inputs, lies);
        let limbs: Vec<Felt> = publics.into_iter().map(from_field).collect();
        Header::from_limbs(&limbs).unwrap()
    }
}

fn ledger() -> Ledger {
    let lanes = [0, LANE].map(|lane| (Account::key(USER, lane), account(5, key(USER, lane, 0))));
    let empty = [EMPTY, EMPTY + 1].map(|lane| (Account::key(USER, lane), Value::ZERO));
    let operators = saya_core::account::operator_key(1).unwrap();
    Ledger::new([&lanes[..], &empty, &[(operators, Value::ZERO)]].concat())
}

fn call(function: SystemFunction, args: &[u64], lane: u32, nonce: u32) -> Call {
    Call {
        contract: 0,
        function: function.id(),
        args: args.iter().map(|&limb| Felt::new(limb).unwrap()).collect(),
        user: USER,
        valid_until: T_MAX + 3600,
        nonce,
        lane,
        after: 0,
        auth_mode: AuthMode::Inline,
    }
}

fn open(target: u32, nonce: u32) -> Call {
    let args = [&[u64::from(target)], &NEW[..]].concat();
    call(SystemFunction::Open, &args, 0, nonce)
}

fn rotate(nonce: u32) -> Call {
    call(SystemFunction::Rotate, &NEW, LANE, nonce)
}

/// A call with the openings that native execution says; the state moves on.
fn honest(ledger: &mut Ledger, call: &Call) -> SystemCallWitness {
    let signer = key(USER, call.lane, 0);
    let signature = sign(
        signer,
        call.nonce,
        &call.digest(&ledger.start().scope()).unwrap(),
    );
    let signed = Signed {
        public_key: signature.public,
        signature: signature.signature.clone(),
    };
    let submission = Submission::Call(SignedCall {
        call: call.clone(),
        signed: Some(signed),
    });
    let steps = ledger.submit(None, &submission).unwrap();
    let mut openings = steps[0].authorised.iter().map(|touch| ledger.touch(touch));
    SystemCallWitness {
        user: call.user,
        valid_until: call.valid_until,
        args: call.args.clone(),
        account: AccountUse {
            nonce: call.nonce,
            lane: call.lane,
            after: call.after,
            opening: openings.next().unwrap(),
            signature,
        },
        opened: openings.next(),
    }
}

/// Calls in one leaf, and the state after them.
fn leaf(calls: &[Call]) -> (SystemLeafWitness, Ledger) {
    let mut ledger = ledger();
    let start = ledger.start();
    let calls = calls.iter().map(|call| honest(&mut ledger, call)).collect();
    (SystemLeafWitness { start, calls }, ledger)
}

fn expected(start: &LeafStart, calls: &[Call], after: &Ledger) -> Header {
    let scope = start.scope();
    let digests = calls.iter().map(|call| call.digest(&scope).unwrap());
    Header {
        env: env(&scope, start.t_min, start.t_max).unwrap(),
        state_in: start.state_in,
        state_out: after.root(),
        calls_in: start.calls_in,
        calls_out: digests.fold(start.calls_in, |running, digest| {
            calls_next(&running, &digest)
        }),
        log_in: start.log_in,
        log_out: start.log_in,
        count: calls.len() as u32,
        ..Header::default()
    }
}

fn lanes_of(function: SystemFunction) -> Vec<Call> {
    match function {
        SystemFunction::Open => vec![open(EMPTY, 5), open(EMPTY + 1, 9)],
        SystemFunction::Rotate => vec![rotate(6)],
    }
}

#[test]
fn the_header_is_that_of_the_native_run() {
    for function in SystemFunction::ALL {
        let bench = Bench::new(function);
        let calls = lanes_of(function);
        let (leaf, after) = leaf(&calls);
        assert!(bench.accepts(&leaf, &[]));
        assert_eq!(
            bench.header(&leaf, &[]),
            expected(&leaf.start, &calls, &after)
        );
        let inputs = bench.targets.witness(&leaf).unwrap();
        bench.trial.assert_publics_determined(&inputs, 20);
    }
}

#[test]
fn a_new_key_counts_from_then_on() {
    let (_, after) = leaf(&lanes_of(SystemFunction::Open));
    let opened = Account::decode(&after.get(&Account::key(USER, EMPTY))).unwrap();
    assert_eq!((opened.nonce, opened.key_root.map(|k| k.value())), (0, NEW));
    let (rotated, after) = leaf(&[rotate(6)]);
    let account = Account::decode(&after.get(&Account::key(USER, LANE))).unwrap();
    assert_eq!(
        (account.nonce, account.key_root.map(|k| k.value())),
        (7, NEW)
    );

    // The old key signs once more, in the next lane: the account has another one.
    let bench = Bench::new(SystemFunction::Rotate);
    let mut again = rotated.clone();
    let second = rotate(8);
    let mut call = honest(&mut ledger(), &second);
    call.account.opening = after.open(&Account::key(USER, LANE));
    again.calls.push(call);
    assert!(!bench.accepts(&again, &[]));
}

/// Each rule violated in turn, signed all the same.
#[test]
fn only_an_empty_lane_is_opened_and_from_lane_0_only() {
    let bench = Bench::new(SystemFunction::Open);
    let (good, _) = leaf(&[open(EMPTY, 5)]);
    assert!(bench.accepts(&good, &[]));
    // A lane that has an account, and lane 0 itself: shown as they are, or as if they were empty.
    let signed = |call: &Call, ledger: &mut Ledger| {
        let digest = call.digest(&ledger.start().scope()).unwrap();
        let signer = key(USER, call.lane, 0);
        ledger.consume(USER, call.lane, [call.nonce, call.after], signer, &digest)
    };
    for target in [LANE, 0] {
        let call = open(target, 5);
        let mut ledger = ledger();
        let mut leaf = good.clone();
        leaf.calls[0].args = call.args.clone();
        leaf.calls[0].account = signed(&call, &mut ledger);
        let mut opening = ledger.open(&Account::key(USER, target));
        leaf.calls[0].opened = Some(opening.clone());
        assert!(!bench.accepts(&leaf, &[]), "lane {target}");
        opening.old = Value::ZERO;
        leaf.calls[0].opened = Some(opening);
        assert!(
            !bench.accepts(&leaf, &[]),
            "lane {target} as if it were empty"
        );
    }
    // Signed in another lane, by its key.
    let elsewhere = Call {
        lane: LANE,
        ..open(EMPTY, 5)
    };
    let mut ledger = ledger();
    let mut leaf = good.clone();
    leaf.calls[0].account = signed(&elsewhere, &mut ledger);
    leaf.calls[0].opened = Some(ledger.open(&Account::key(USER, EMPTY)));
    assert!(!bench.accepts(&leaf, &[]), "signed in lane {LANE}");
}

#[test]
fn what_is_not_signed_is_refused() {
    for function in SystemFunction::ALL {
        let bench = Bench::new(function);
        let (good, _) = leaf(&lanes_of(function)[..1]);
        let refused = |name: &str, change: &dyn Fn(&mut SystemCallWitness)| {
            let mut leaf = good.clone();
            change(&mut leaf.calls[0]);
            assert!(!bench.accepts(&leaf, &[]), "{function:?}: {name}");
        };
        for limb in 0..function.args() {
            refused("another argument", &|call| call.args[limb] += Felt::ONE);
        }
        refused("another user", &|call| call.user += 1);
        refused("another time", &|call| call.valid_until += 1);
        refused("an expired call", &|call| call.valid_until = T_MAX - 1);
        refused("another nonce", &|call| call.account.nonce += 1);
        refused("another order", &|call| call.account.after = 6);
        refused("another lane", &|call| call.account.lane += 1);
        refused("another key", &|call| {
            let other: &SigningKey = key(USER, 9, 0);
            let nonce = call.account.nonce;
            call.account.signature = sign(other, nonce, &random_digest(1));
        });
        let targets = &bench.targets.lanes[0];
        for (target, lie) in [
            (targets.caller.enabled.target, 2),
            (targets.caller.user, 0),
            (targets.args[0], 1 << 32),
        ] {
            assert!(!bench.accepts(&good, &[(target, lie)]));
        }
        for target in bench.targets.frame.start.auth.limbs() {
            assert!(!bench.accepts(&good, &[(target, 9)]), "a running bundle");
        }
    }
}

/// An account without a key, or a lane of 33 bits: refused though it is signed.
#[test]
fn arguments_are_in_range() {
    for function in SystemFunction::ALL {
        let bench = Bench::new(function);
        let template = lanes_of(function).remove(0);
        let key_root = function.args() - 3;
        let mut none = template.clone();
        none.args[key_root..].fill(Felt::ZERO);
        let mut cases = vec![(none, false)];
        for limb in 0..3 {
            let mut some = template.clone();
            some.args[key_root..].fill(Felt::ZERO);
            some.args[key_root + limb] = Felt::ONE;
            cases.push((some, true));
        }
        for (call, accepted) in cases {
            let (mut leaf, _) = leaf(std::slice::from_ref(&template));
            let digest = call.digest(&leaf.start.scope()).unwrap();
            leaf.calls[0].args = call.args;
            let signer = key(USER, call.lane, 0);
            leaf.calls[0].account.signature = sign(signer, call.nonce, &digest);
            assert_eq!(bench.accepts(&leaf, &[]), accepted, "{function:?}");
        }
    }
    let bench = Bench::new(SystemFunction::Open);
    let wide = call(SystemFunction::Open, &[1 << 32, 1, 2, 3], 0, 5);
    let mut place = Account::key(USER, 0);
    place.0[2] = Felt::new(1 << 32).unwrap();
    let signer = key(USER, 0, 0);
    let mut ledger = Ledger::new([
        (Account::key(USER, 0), account(5, signer)),
        (place, Value::ZERO),
    ]);
    let start = ledger.start();
    let digest = wide.digest(&start.scope()).unwrap();
    let account = ledger.consume(USER, 0, [5, 0], signer, &digest);
    let call = SystemCallWitness {
        user: USER,
        valid_until: wide.valid_until,
        args: wide.args,
        account,
        opened: Some(ledger.open(&place)),
    };
    let calls = vec![call];
    assert!(!bench.accepts(&SystemLeafWitness { start, calls }, &[]));
}

#[test]
fn a_disabled_lane_changes_nothing_and_demands_nothing() {
    for function in SystemFunction::ALL {
        let bench = Bench::new(function);
        let calls = lanes_of(function);
        let (mut leaf, after) = leaf(&calls);
        let honest = expected(&leaf.start, &calls, &after);
        let idle = &bench.targets.lanes[LANES - 1];
        let mut targets = vec![idle.caller.user, idle.caller.valid_until];
        targets.extend(idle.args.iter().chain(&idle.account.access.old));
        let stated = &idle.account.stated;
        targets.extend([stated.nonce, stated.after]);
        for target in targets {
            let lies = [(target, 7)];
            assert!(bench.accepts(&leaf, &lies), "{function:?}");
            assert_eq!(bench.header(&leaf, &lies), honest);
        }
        leaf.calls.clear();
        let nothing = Header {
            state_out: leaf.start.state_in,
            ..expected(&leaf.start, &[], &after)
        };
        assert!(bench.accepts(&leaf, &[]));
        assert_eq!(bench.header(&leaf, &[]), nothing);
    }
}

#[test]
fn witnesses_of_another_shape_are_refused_with_a_reason() {
    let bench = Bench::new(SystemFunction::Open);
    let reason = |leaf: &SystemLeafWitness| bench.targets.witness(leaf).unwrap_err().to_string();
    let (good, _) = leaf(&[open(EMPTY, 5)]);
    let mut many = good.clone();
    many.calls = vec![good.calls[0].clone(); LANES + 1];
    assert_eq!(reason(&many), "4 calls for 3 lanes");
    let mut short = good.clone();
    short.calls[0].args.pop();
    assert_eq!(reason(&short), "3 argument limbs, not 4");
    let mut closed = good.clone();
    closed.calls[0].opened = None;
    assert!(reason(&closed).contains("opening"));
    let mut running = good.clone();
    running.start.auth_in = Auth {
        signer: 5,
        chain: random_digest(1),
    };
    assert!(reason(&running).contains("user 5"));
}

#[test]
fn system_calls_are_proven_in_the_uniform_shape() {
    let profile = small(10);
    let uniform = Uniform::new(&profile);
    let circuits = SystemFunction::ALL.map(|function| {
        let circuit = SystemLeaf::build(&profile, &uniform, function).unwrap();
        assert_eq!(circuit.data.common, uniform.common);
        assert!(circuit.lanes() >= 2, "{}", circuit.lanes());
        let calls = lanes_of(function);
        let (leaf, after) = leaf(&calls);
        let proof = circuit.prove(&leaf).unwrap();
        let found: Vec<Felt> = proof
            .public_inputs
            .iter()
            .copied()
            .map(from_field)
            .collect();
        assert_eq!(found, expected(&leaf.start, &calls, &after).to_limbs());
        circuit.data.verify(proof).unwrap();
        circuit.data.verifier_only.circuit_digest
    });
    assert_ne!(circuits[0], circuits[1]);
    assert!(SystemLeaf::build(&small(6), &uniform, SystemFunction::Open).is_err());
}

#[test]
fn the_documented_lanes_are_the_measured_ones() {
    let page = include_str!("../../../../docs/circuits.md");
    let lines = SystemFunction::ALL.map(|function| {
        let lanes = lanes(&Profile::secure(), function).unwrap();
        format!("| system leaf, {} | {lanes} |", function.name())
    });
    for line in &lines {
        let all = lines.join("\n");
        assert!(page.contains(line), "docs/circuits.md lacks\n{all}");
    }
}

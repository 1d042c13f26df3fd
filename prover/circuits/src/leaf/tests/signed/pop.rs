//! Calls that are popped from a bundle.

use saya_core::{hash, Key, Tag};

use super::*;

fn bench() -> Bench {
    Bench::new(diamonds(), AuthMode::Pop)
}

fn operator_bench() -> Bench {
    Bench::new(operated(), AuthMode::Pop)
}

fn purchase(user: u32, rubies: u64) -> Call {
    buy(user, rubies, AuthMode::Pop, 0)
}

fn digests(start: &LeafStart, calls: &[Call]) -> Vec<Digest> {
    let scope = start.scope();
    calls
        .iter()
        .map(|call| call.digest(&scope).unwrap())
        .collect()
}

/// Popped calls of a bundle that `signer` signed, and nothing of the auth leaf before them.
fn leaf(contract: &ValidContract, signer: u32, calls: &[Call]) -> (LeafWitness, Ledger) {
    leaf_on(ledger(), contract, signer, calls)
}

fn leaf_on(
    mut ledger: Ledger,
    contract: &ValidContract,
    signer: u32,
    calls: &[Call],
) -> (LeafWitness, Ledger) {
    let mut start = ledger.start();
    let chain = auth_chain(&digests(&start, calls));
    start.auth_in = Auth {
        signer,
        chain: chain[0],
    };
    let operator = Some(ledger.open(&operator_key(1).unwrap()));
    let lanes = calls
        .iter()
        .zip(&chain[1..])
        .map(|(call, &next)| lane(&mut ledger, contract, call, LaneAuth::Pop { next }));
    let calls = lanes.collect();
    let leaf = LeafWitness {
        start,
        operator,
        calls,
    };
    (leaf, ledger)
}

#[test]
fn a_players_bundle_is_popped_to_its_end() {
    let bench = bench();
    let calls = [purchase(1, 3), purchase(1, 2), purchase(1, 1)];
    let (leaf, after) = leaf(&bench.contract, 1, &calls);
    assert!(bench.accepts(&leaf, &[]));
    let header = bench.header(&leaf, &[]);
    let idle = Auth::default();
    assert_eq!(header, expected(&leaf.start, &calls, &after, idle));
    // Natively the signature comes first, and the state is the same after it and the calls.
    let chain = leaf.start.auth_in.chain;
    let bundle = Bundle {
        signer: 1,
        lane: LANE,
        nonce: STORED,
        after: 0,
    };
    let digest = bundle.digest(&leaf.start.scope(), &chain).unwrap();
    let signature = sign(key(1, LANE, 0), STORED, &digest);
    let submission = Submission::Bundle(SignedBundle {
        bundle,
        calls: calls.to_vec(),
        signed: Signed {
            public_key: signature.public,
            signature: signature.signature,
        },
    });
    let submitted = native(&ledger(), &bench.contract, submission);
    let mut after = after;
    let used = account(STORED + 1, key(1, LANE, 0));
    after.store(&Account::key(1, LANE), used);
    assert_eq!(submitted.root(), after.root());
}

#[test]
fn a_bundle_runs_on_in_the_next_leaf() {
    let bench = bench();
    let calls = [purchase(1, 3), purchase(1, 2), purchase(1, 1)];
    let (whole, _) = leaf(&bench.contract, 1, &calls);
    let chain = auth_chain(&digests(&whole.start, &calls));
    let mut first = whole.clone();
    first.calls.truncate(2);
    assert!(bench.accepts(&first, &[]));
    let left = bench.header(&first, &[]).auth_out;
    assert_eq!((left.signer, left.chain), (1, chain[2]));
    // Without calls the register stays as it is.
    first.calls.clear();
    assert!(bench.accepts(&first, &[]));
    assert_eq!(bench.header(&first, &[]).auth_out, whole.start.auth_in);
}

#[test]
fn the_header_is_determined_by_the_calls() {
    let calls = [purchase(1, 3), purchase(1, 2)];
    let user = bench();
    user.assert_determined(&leaf(&user.contract, 1, &calls).0);
    let operator = operator_bench();
    operator.assert_determined(&leaf(&operator.contract, OPERATOR, &calls).0);
}

/// The call would succeed in each of these cases: it is the signer's word that is missing.
#[test]
fn only_the_signers_next_call_runs() {
    let bench = bench();
    let calls = [purchase(1, 3), purchase(1, 2)];
    let (good, _) = leaf(&bench.contract, 1, &calls);
    let refused = |name: &str, change: &dyn Fn(&mut LeafWitness)| {
        let mut leaf = good.clone();
        leaf.calls.truncate(1);
        assert!(bench.accepts(&leaf, &[]));
        change(&mut leaf);
        assert!(!bench.accepts(&leaf, &[]), "{name}");
    };
    refused("nobody signed", &|leaf| leaf.start.auth_in.signer = 0);
    refused("another signed", &|leaf| leaf.start.auth_in.signer = 2);
    refused("other calls", &|leaf| {
        leaf.start.auth_in.chain[1] += Felt::ONE
    });
    refused("no bundle", &|leaf| leaf.start.auth_in = Auth::default());
    refused("fewer rubies", &|leaf| {
        leaf.calls[0].args[0] = Felt::from_u32(2)
    });
    refused("a longer time", &|leaf| leaf.calls[0].valid_until += 1);
    for next in [limbs::ZERO, random_digest(3), good.start.auth_in.chain] {
        refused("others to follow", &|leaf| {
            leaf.calls[0].auth = LaneAuth::Pop { next }
        });
    }
    // The second call before the first: it has its own link, but it is not next.
    let (mut second, _) = leaf(&bench.contract, 1, &calls[1..]);
    second.start.auth_in = good.start.auth_in;
    assert!(!bench.accepts(&second, &[]), "out of order");
    // A signature for the call on its own is none for a bundle.
    let inline = [Call {
        lane: LANE,
        ..buy(1, 3, AuthMode::Inline, 6)
    }];
    let mut single = good.clone();
    single.calls.truncate(1);
    let chain = auth_chain(&digests(&good.start, &inline));
    single.start.auth_in.chain = chain[0];
    single.calls[0].auth = LaneAuth::Pop { next: limbs::ZERO };
    assert!(!bench.accepts(&single, &[]), "mode inline");
}

#[test]
fn a_player_speaks_for_itself_only() {
    let bench = bench();
    for (signer, user, accepted) in [(1, 1, true), (2, 1, false), (OPERATOR, 1, false)] {
        let (leaf, _) = leaf(&bench.contract, signer, &[purchase(user, 3)]);
        assert_eq!(bench.accepts(&leaf, &[]), accepted, "{signer} for {user}");
    }
    // 2^32 more or less is another signer.
    let (leaf, _) = leaf(&bench.contract, 1, &[purchase(1, 3)]);
    let signer = bench.targets.shared.frame.start.auth.signer;
    assert!(!bench.accepts(&leaf, &[(signer, (1 << 32) + 1)]));
}

#[test]
fn the_operator_speaks_for_every_player() {
    let bench = operator_bench();
    let calls = [purchase(1, 3), purchase(2, 2)];
    let (good, after) = leaf(&bench.contract, OPERATOR, &calls);
    assert!(bench.accepts(&good, &[]));
    let idle = Auth::default();
    assert_eq!(
        bench.header(&good, &[]),
        expected(&good.start, &calls, &after, idle)
    );
    for signer in [1, 2, OPERATOR + 1] {
        let (leaf, _) = leaf(&bench.contract, signer, &[purchase(1, 3)]);
        assert!(!bench.accepts(&leaf, &[]), "{signer} is no operator");
    }
    let (leaf, _) = leaf(&bench.contract, OPERATOR, &[purchase(1, 3)]);
    let lane = &bench.targets.lanes[0];
    assert!(!bench.accepts(&leaf, &[(lane.caller.user, 0)]), "user 0");
}

/// What the state says of the operator, whatever an L2 writer put there.
#[test]
fn the_operator_is_the_one_in_the_state() {
    let bench = operator_bench();
    let place = operator_key(1).unwrap();
    let with = |value: Value, signer: u32| {
        let mut ledger = ledger();
        ledger.store(&place, value);
        leaf_on(ledger, &bench.contract, signer, &[purchase(1, 3)]).0
    };
    assert!(bench.accepts(&with(operator_value(1), 1), &[]));
    assert!(!bench.accepts(&with(operator_value(0), 0), &[]), "nobody");
    for limb in 0..4 {
        let mut value = operator_value(OPERATOR);
        value.0[limb] += Felt::new(1 << 32).unwrap();
        assert!(!bench.accepts(&with(value, OPERATOR), &[]), "limb {limb}");
    }
    let mut wide = Value::ZERO;
    wide.0[0] = Felt::new(1 << 32).unwrap();
    let signer = bench.targets.shared.frame.start.auth.signer;
    let lies = [(signer, 1 << 32)];
    assert!(!bench.accepts(&with(wide, 1), &lies), "33 bits");

    let (good, _) = leaf(&bench.contract, 1, &[purchase(1, 3)]);
    let mut claimed = good.clone();
    claimed.operator.as_mut().unwrap().old = operator_value(1);
    assert!(!bench.accepts(&claimed, &[]), "claimed, not shown");
    // The operator of another contract, which is user 1.
    let mut entries = ledger();
    entries.store(&place, operator_value(OPERATOR));
    let other = Ledger::new(
        entries
            .state()
            .into_iter()
            .chain([(operator_key(2).unwrap(), operator_value(1))]),
    );
    let opening = other.open(&operator_key(2).unwrap());
    let (mut leaf, _) = leaf_on(other, &bench.contract, 1, &[purchase(1, 3)]);
    leaf.operator = Some(opening);
    assert!(!bench.accepts(&leaf, &[]), "the operator of contract 2");

    let mut missing = good;
    missing.operator = None;
    let reason = bench.targets.witness(&missing).unwrap_err().to_string();
    assert!(reason.contains("operator"), "{reason}");
}

#[test]
fn a_disabled_lane_leaves_the_register() {
    let bench = bench();
    let calls = [purchase(1, 3), purchase(1, 2)];
    let (mut leaf, _) = leaf(&bench.contract, 1, &calls);
    leaf.calls.truncate(1);
    let honest = bench.header(&leaf, &[]);
    let idle = &bench.targets.lanes[2];
    let crate::leaf::authorisation::AuthTargets::Pop(rest) = &idle.auth else {
        panic!("a pop lane");
    };
    for target in [idle.caller.user, idle.args[0], rest.elements[1]] {
        assert!(bench.accepts(&leaf, &[(target, 7)]));
        assert_eq!(bench.header(&leaf, &[(target, 7)]), honest);
    }
    // The call that is left out is not counted as popped.
    let second = bench.targets.lanes[1].caller.enabled.target;
    assert!(!bench.accepts(&leaf, &[(second, 1)]));
}

#[test]
fn each_kind_of_signed_leaf_is_proven() {
    let uniform = Uniform::new(&small(10));
    let calls = [purchase(1, 3)];
    for (contract, signer) in [(diamonds(), 1), (operated(), OPERATOR)] {
        let function = &contract.functions[0];
        let mode = AuthMode::Pop;
        let circuit = FunctionLeaf::build(&small(10), &uniform, &contract, function, mode).unwrap();
        let (leaf, after) = leaf(&contract, signer, &calls);
        let proof = circuit.prove(&leaf).unwrap();
        let limbs: Vec<Felt> = (proof.public_inputs.iter())
            .map(|&limb| from_field(limb))
            .collect();
        let header = expected(&leaf.start, &calls, &after, Auth::default());
        assert_eq!(limbs, header.to_limbs());
        circuit.data.verify(proof).unwrap();
    }
}

/// The operator attests a user that is none: nobody, or a number of 33 bits. Balances, digest and link are as they
/// should be.
#[test]
fn the_operator_speaks_for_users_only() {
    let bench = operator_bench();
    let template = purchase(1, 3);
    for (number, accepted) in [(1, true), (0, false), ((1 << 32) + 1, false)] {
        let number = Felt::new(number).unwrap();
        let moved = |key: &Key| {
            let mut key = *key;
            if key.0[1] == Felt::ONE && key.0[0].value() >> 32 == 1 {
                key.0[1] = number;
            }
            key
        };
        let entries = ledger().state().into_iter();
        let mut entries = Ledger::new(entries.map(|(key, value)| (moved(&key), value)));
        let mut start = entries.start();
        let args = hash(Tag::Args, &template.args);
        let mut digest = [start.scope(), args].concat();
        let (none, until) = (Felt::ZERO, Felt::new(template.valid_until).unwrap());
        let fn_id = Felt::new(template.fn_id()).unwrap();
        digest.extend([number, none, none, fn_id, until, none, Felt::from_u32(2)]);
        let digest = hash(Tag::Call, &digest);
        start.auth_in = Auth {
            signer: OPERATOR,
            chain: auth_chain(&[digest])[0],
        };
        let operator = Some(entries.open(&operator_key(1).unwrap()));
        let next = limbs::ZERO;
        let mut own = ledger();
        let mut call = lane(&mut own, &bench.contract, &template, LaneAuth::Pop { next });
        let touched = own.state().into_iter().filter(|(key, new)| {
            let before = ledger().get(key);
            before != *new
        });
        for (opening, (key, new)) in call.openings.iter_mut().zip(touched) {
            let (key, old) = (moved(&key), opening.as_ref().unwrap().old);
            *opening = Some(entries.touch(&Touch { key, old, new }));
        }
        let calls = vec![call];
        let leaf = LeafWitness {
            start,
            operator,
            calls,
        };
        let lies = [(bench.targets.lanes[0].caller.user, number.value())];
        assert_eq!(bench.accepts(&leaf, &lies), accepted, "{number:?}");
    }
}

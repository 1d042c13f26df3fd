//! Calls that their user signs.

use super::*;

/// A call that `user` signs, its nonce consumed.
fn signed(ledger: &mut Ledger, contract: &ValidContract, call: &Call) -> LaneWitness {
    let digest = call.digest(&ledger.start().scope()).unwrap();
    let signer = key(call.user, LANE, 0);
    let numbers = [call.nonce, call.after];
    let account = ledger.consume(call.user, LANE, numbers, signer, &digest);
    lane(ledger, contract, call, LaneAuth::Inline(Box::new(account)))
}

fn leaf(contract: &ValidContract, calls: &[Call]) -> (LeafWitness, Ledger) {
    let mut ledger = ledger();
    let start = ledger.start();
    let calls = calls.iter().map(|call| signed(&mut ledger, contract, call));
    let calls = calls.collect();
    let operator = None;
    let leaf = LeafWitness {
        start,
        operator,
        calls,
    };
    (leaf, ledger)
}

fn purchase(user: u32, rubies: u64, nonce: u32) -> Call {
    buy(user, rubies, AuthMode::Inline, nonce)
}

fn bench() -> Bench {
    Bench::new(diamonds(), AuthMode::Inline)
}

fn account_of(call: &mut LaneWitness) -> &mut AccountUse {
    match &mut call.auth {
        LaneAuth::Inline(account) => account,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_header_is_that_of_the_native_run() {
    let bench = bench();
    // The third call is to follow nonce 7, which is what the first one leaves.
    let ordered = Call {
        after: 8,
        ..purchase(1, 2, 9)
    };
    let calls = [purchase(1, 3, 6), purchase(2, 5, STORED), ordered];
    let (leaf, after) = leaf(&bench.contract, &calls);
    assert!(bench.accepts(&leaf, &[]));
    let header = bench.header(&leaf, &[]);
    let idle = Auth::default();
    assert_eq!(header, expected(&leaf.start, &calls, &after, idle));
    let mut submitted = ledger();
    for call in calls {
        let digest = call.digest(&leaf.start.scope()).unwrap();
        let signature = sign(key(call.user, LANE, 0), call.nonce, &digest);
        let signed = Some(Signed {
            public_key: signature.public,
            signature: signature.signature,
        });
        let submission = Submission::Call(SignedCall { call, signed });
        submitted = native(&submitted, &bench.contract, submission);
    }
    assert_eq!(submitted.root(), after.root());
}

#[test]
fn the_header_is_determined_by_the_calls() {
    let bench = bench();
    let (leaf, _) = leaf(&bench.contract, &[purchase(1, 3, 6)]);
    bench.assert_determined(&leaf);
}

/// The call would succeed in each of these cases: it is the signature that is missing.
#[test]
fn what_the_user_did_not_sign_is_refused() {
    let bench = bench();
    let (good, _) = leaf(&bench.contract, &[purchase(1, 3, 6)]);
    assert!(bench.accepts(&good, &[]));
    let refused = |name: &str, change: &dyn Fn(&mut LaneWitness)| {
        let mut leaf = good.clone();
        change(&mut leaf.calls[0]);
        assert!(!bench.accepts(&leaf, &[]), "{name}");
    };
    refused("fewer rubies", &|call| call.args[0] = Felt::from_u32(2));
    refused("a longer time", &|call| call.valid_until += 1);
    refused("another nonce", &|call| account_of(call).nonce = 7);
    refused("another order", &|call| account_of(call).after = 6);
    refused("another lane", &|call| account_of(call).lane = 0);
    let resigned = |call: &mut LaneWitness, other: Call| {
        let digest = other.digest(&good.start.scope()).unwrap();
        account_of(call).signature = sign(key(1, LANE, 0), 6, &digest);
    };
    refused("a signature for a bundle's call", &|lane| {
        let mut call = purchase(1, 3, 0);
        call.auth_mode = AuthMode::Pop;
        call.lane = 0;
        resigned(lane, call);
    });
    refused("a signature for another function", &|lane| {
        let mut call = purchase(1, 3, 6);
        call.function = 2;
        resigned(lane, call);
    });
    refused("a signature of another user", &|lane| {
        let digest = purchase(1, 3, 6).digest(&good.start.scope()).unwrap();
        account_of(lane).signature = sign(key(2, LANE, 0), 6, &digest);
    });
    for change in [
        |start: &mut LeafStart| start.domain[0] += Felt::ONE,
        |start: &mut LeafStart| start.set_root[3] += Felt::ONE,
    ] {
        let mut leaf = good.clone();
        change(&mut leaf.start);
        assert!(!bench.accepts(&leaf, &[]), "another world or set");
    }
}

/// User 1 signs with an account of its own for what user 2 does.
#[test]
fn nobody_signs_for_another_user() {
    let bench = bench();
    let theirs = purchase(2, 3, 6);
    let mut ledger = ledger();
    let start = ledger.start();
    let digest = theirs.digest(&start.scope()).unwrap();
    let own = ledger.consume(1, LANE, [6, 0], key(1, LANE, 0), &digest);
    let auth = LaneAuth::Inline(Box::new(own));
    let calls = vec![lane(&mut ledger, &bench.contract, &theirs, auth)];
    let operator = None;
    assert!(!bench.accepts(
        &LeafWitness {
            start,
            operator,
            calls
        },
        &[]
    ));
}

#[test]
fn a_nonce_is_used_once_in_a_leaf_too() {
    let bench = bench();
    let (good, after) = leaf(&bench.contract, &[purchase(1, 3, 6)]);
    let mut ledger = after;
    let digest = purchase(1, 3, 6).digest(&good.start.scope()).unwrap();
    let place = Account::key(1, LANE);
    let account = AccountUse {
        nonce: 6,
        lane: LANE,
        after: 0,
        opening: ledger.open(&place),
        signature: sign(key(1, LANE, 0), 6, &digest),
    };
    let auth = LaneAuth::Inline(Box::new(account));
    let mut twice = good.clone();
    let again = lane(&mut ledger, &bench.contract, &purchase(1, 3, 6), auth);
    twice.calls.push(again);
    assert!(!bench.accepts(&twice, &[]));
}

#[test]
fn no_bundle_is_running() {
    let bench = bench();
    let (mut leaf, _) = leaf(&bench.contract, &[purchase(1, 3, 6)]);
    for target in bench.targets.shared.frame.start.auth.limbs() {
        assert!(!bench.accepts(&leaf, &[(target, 1)]));
    }
    leaf.start.auth_in.signer = 1;
    assert!(bench.targets.witness(&leaf).is_err());
    leaf.start.auth_in.signer = 0;
    leaf.calls[0].auth = LaneAuth::None;
    let other_mode = bench.targets.witness(&leaf).unwrap_err().to_string();
    assert!(other_mode.contains("mode"), "{other_mode}");
}

#[test]
fn a_disabled_lane_changes_nothing_and_needs_no_signature() {
    let bench = bench();
    let (mut leaf, after) = leaf(&bench.contract, &[purchase(1, 3, 6)]);
    let honest = expected(&leaf.start, &[purchase(1, 3, 6)], &after, Auth::default());
    let idle = &bench.targets.lanes[2];
    let crate::leaf::authorisation::AuthTargets::Inline(account) = &idle.auth else {
        panic!("an inline lane");
    };
    let mut targets = vec![idle.caller.user, idle.args[0]];
    targets.extend([
        account.stated.nonce,
        account.stated.lane,
        account.stated.after,
    ]);
    targets.extend(account.access.old);
    for target in targets {
        assert!(bench.accepts(&leaf, &[(target, 7)]));
        assert_eq!(bench.header(&leaf, &[(target, 7)]), honest);
    }
    leaf.calls.clear();
    assert!(bench.accepts(&leaf, &[]));
    assert_eq!(bench.header(&leaf, &[]).state_out, leaf.start.state_in);
}

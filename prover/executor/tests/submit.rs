//! Submissions: who may do what, natively. Each rule is broken once.

use std::sync::OnceLock;

use saya_core::account::{operator_key, operator_value, Account};
use saya_core::bundle::{auth_chain, Bundle};
use saya_core::calls::AuthMode;
use saya_core::signature::{KeyId, SigningKey};
use saya_core::system_calls::SystemCall;
use saya_core::{limbs, Digest, Felt, Key, Value};
use saya_executor::ir::{Auth, Contract};
use saya_executor::{
    submit, Authorisation, Call, Environment, MapState, Refusal, Signed, SignedBundle, SignedCall,
    State, Step, Submission, ValidContract, Window,
};

const ALICE: u32 = 1;
const BOB: u32 = 2;
const GAME: u32 = 9;
const LANE: u32 = 4;
const NONCE: u32 = 10;
/// `buy_rubies(n)` by its user, and the same by the operator.
const BUY: u32 = 1;
const GRANT: u32 = 2;

fn domain() -> Digest {
    [1, 2, 3, 4].map(Felt::from_u32)
}

/// Everybody's key, at the same nonce; making one is most of the work.
fn keys(user: u32) -> &'static SigningKey {
    static KEYS: OnceLock<Vec<SigningKey>> = OnceLock::new();
    let all = KEYS.get_or_init(|| {
        [(ALICE, LANE), (GAME, LANE), (ALICE, 0)]
            .map(|(user, lane)| {
                let (domain, epoch) = (domain(), 0);
                let id = KeyId {
                    domain,
                    user,
                    lane,
                    epoch,
                };
                SigningKey::generate(&[7; 32], &id, NONCE)
            })
            .into()
    });
    match user {
        ALICE => &all[0],
        GAME => &all[1],
        _ => &all[2],
    }
}

/// Alice's key of lane 0.
const ALICE_0: u32 = 0;

fn contract() -> &'static ValidContract {
    static CONTRACT: OnceLock<ValidContract> = OnceLock::new();
    CONTRACT.get_or_init(|| {
        let text = include_str!("contracts/diamonds_and_rubies.json");
        let mut contract: Contract = serde_json::from_str(text).unwrap();
        let mut grant = contract.functions[0].clone();
        (grant.id, grant.auth, grant.name) = (GRANT, Auth::Operator, "grant".into());
        contract.functions.push(grant);
        ValidContract::new(contract).unwrap()
    })
}

fn environment() -> Environment {
    Environment {
        domain: domain(),
        set_root: [9; 4].map(Felt::from_u32),
        window: Window {
            t_min: 100,
            t_max: 200,
        },
        authorisation: Authorisation::Signed,
    }
}

fn diamonds(user: u32) -> Key {
    Key([(1 << 32) + 1, user.into(), 0, 0].map(|n| Felt::new(n).unwrap()))
}

/// Alice and Bob have 10 diamonds; Alice and the game have accounts; the game operates the contract.
fn state() -> MapState {
    let account = |user: u32| Account {
        nonce: NONCE,
        key_root: keys(user).public().key_root(),
    };
    let ten = Value([10, 0, 0, 0].map(Felt::from_u32));
    MapState::from([
        (diamonds(ALICE), ten),
        (diamonds(BOB), ten),
        (Account::key(ALICE, LANE), account(ALICE).encode()),
        (Account::key(GAME, LANE), account(GAME).encode()),
        (Account::key(ALICE, 0), account(ALICE_0).encode()),
        (operator_key(1).unwrap(), operator_value(GAME)),
    ])
}

fn call(user: u32, function: u32, n: u32) -> Call {
    Call {
        contract: 1,
        function,
        args: vec![n.into()],
        user,
        valid_until: 200,
        nonce: 0,
        lane: 0,
        after: 0,
        auth_mode: AuthMode::Pop,
    }
}

fn inline(n: u32) -> Call {
    Call {
        nonce: NONCE,
        lane: LANE,
        auth_mode: AuthMode::Inline,
        ..call(ALICE, BUY, n)
    }
}

fn sign(signer: u32, nonce: u32, digest: &Digest) -> Signed {
    let key = keys(signer);
    Signed {
        public_key: *key.public(),
        signature: key.sign(nonce, digest).unwrap(),
    }
}

/// `call` signed by the key of `signer`.
fn signed_by(signer: u32, call: Call) -> Submission {
    let digest = call.digest(&environment().scope()).unwrap();
    let signed = Some(sign(signer, call.nonce, &digest));
    Submission::Call(SignedCall { call, signed })
}

fn bundle_of(signer: u32, calls: Vec<Call>) -> Submission {
    let scope = environment().scope();
    let digests: Vec<Digest> = calls.iter().map(|c| c.digest(&scope).unwrap()).collect();
    let bundle = Bundle {
        signer,
        lane: LANE,
        nonce: NONCE,
        after: 0,
    };
    let digest = bundle.digest(&scope, &auth_chain(&digests)[0]).unwrap();
    let signed = sign(signer, NONCE, &digest);
    Submission::Bundle(SignedBundle {
        bundle,
        calls,
        signed,
    })
}

fn run(submission: &Submission, state: &mut MapState) -> Result<Vec<Step>, Refusal> {
    run_in(&environment(), submission, state)
}

fn run_in(
    environment: &Environment,
    submission: &Submission,
    state: &mut MapState,
) -> Result<Vec<Step>, Refusal> {
    let before = state.clone();
    let contract_of = |id| (id == 1).then(contract);
    let done = submit(environment, &contract_of, submission, state);
    if done.is_err() {
        assert_eq!(*state, before, "a refused submission changes nothing");
    }
    done.map_err(|refused| refused.why)
}

fn text(submission: &Submission, state: &mut MapState) -> String {
    run(submission, state).unwrap_err().to_string()
}

#[test]
fn a_signed_call_uses_its_nonce_and_runs() {
    let mut state = state();
    let submission = signed_by(ALICE, inline(2));
    let steps = run(&submission, &mut state).unwrap();
    let Submission::Call(SignedCall { call, .. }) = &submission else {
        unreachable!()
    };
    assert_eq!(steps.len(), 1);
    assert_eq!(
        steps[0].digest,
        call.digest(&environment().scope()).unwrap()
    );
    assert_eq!(steps[0].rest, (0, limbs::ZERO));
    let keys: Vec<Key> = steps[0].touches().map(|touch| touch.key).collect();
    assert_eq!(keys[0], Account::key(ALICE, LANE));
    assert!(keys.contains(&diamonds(ALICE)));
    let account = Account::decode(&state[&Account::key(ALICE, LANE)]).unwrap();
    assert_eq!(account.nonce, NONCE + 1);
    assert_eq!(account.key_root, keys_root(ALICE));
    assert_eq!(state[&diamonds(ALICE)].0[0], Felt::from(4));
    let again = text(&submission, &mut state);
    assert!(
        again.contains("nonce 10 is used up: the account is at 11"),
        "{again}"
    );
}

fn keys_root(user: u32) -> [Felt; 3] {
    keys(user).public().key_root()
}

#[test]
fn a_call_that_fails_uses_no_nonce() {
    let mut state = state();
    let refused = text(&signed_by(ALICE, inline(4)), &mut state);
    assert_eq!(refused, "you do not have enough diamonds");
}

#[test]
fn what_was_signed_is_what_runs() {
    let good = inline(2);
    let changes: [fn(&mut Call); 5] = [
        |call| call.args[0] = Felt::from(1),
        |call| call.function = 7,
        |call| call.valid_until = 300,
        |call| call.after = 11,
        |call| call.nonce = NONCE + 1,
    ];
    for change in changes {
        let Submission::Call(mut signed) = signed_by(ALICE, good.clone()) else {
            unreachable!()
        };
        change(&mut signed.call);
        let refused = run(&Submission::Call(signed), &mut state()).unwrap_err();
        assert!(matches!(refused, Refusal::Signature(_)), "{refused}");
    }
    // Another world, chain or set has another scope.
    let other = Environment {
        set_root: domain(),
        ..environment()
    };
    let refused = run_in(&other, &signed_by(ALICE, good), &mut state()).unwrap_err();
    assert!(matches!(refused, Refusal::Signature(_)), "{refused}");
}

#[test]
fn keys_are_the_accounts_own() {
    let mut other = inline(2);
    other.user = BOB;
    let refused = text(&signed_by(ALICE, other), &mut state());
    assert_eq!(
        refused,
        "user 2 has no key in lane 4; register one on the chain, or open the lane"
    );
    let mut nobody = inline(2);
    nobody.user = 0;
    let refused = text(&signed_by(ALICE, nobody), &mut state());
    assert!(refused.contains("nobody"), "{refused}");
    let refused = run(&signed_by(GAME, inline(2)), &mut state()).unwrap_err();
    assert!(
        refused.to_string().contains("not the one that the account"),
        "{refused}"
    );
    let mut lane = inline(2);
    lane.lane = 0;
    let refused = run(&signed_by(ALICE, lane), &mut state()).unwrap_err();
    assert!(refused.to_string().contains("is of lane 4"), "{refused}");
    let other = Environment {
        domain: [5; 4].map(Felt::from_u32),
        ..environment()
    };
    let refused = run_in(&other, &signed_by(ALICE, inline(2)), &mut state()).unwrap_err();
    assert!(refused.to_string().contains("another domain"), "{refused}");
}

#[test]
fn modes_are_kept_apart() {
    let mut state = state();
    let mut none = call(ALICE, BUY, 1);
    none.auth_mode = AuthMode::None;
    let unsigned = Submission::unsigned(none.clone());
    let refused = text(&unsigned, &mut state);
    assert!(refused.contains("mode none, but mode inline"), "{refused}");
    let refused = text(&Submission::unsigned(inline(1)), &mut state);
    assert!(refused.contains("needs a signature"), "{refused}");
    let mut operator = inline(1);
    operator.function = GRANT;
    let refused = run(&signed_by(ALICE, operator), &mut state).unwrap_err();
    assert_eq!(refused, Refusal::OperatorOnly);
    let refused = text(&bundle_of(ALICE, vec![inline(1)]), &mut state);
    assert!(refused.contains("mode inline, but mode pop"), "{refused}");

    let development = Environment {
        authorisation: Authorisation::None,
        ..environment()
    };
    let steps = run_in(&development, &unsigned, &mut state).unwrap();
    assert!(steps[0].authorised.is_empty());
    let refused = run_in(&development, &signed_by(ALICE, inline(1)), &mut state).unwrap_err();
    assert!(matches!(refused, Refusal::Mode { .. }), "{refused}");
    let bundle = bundle_of(ALICE, vec![call(ALICE, BUY, 1)]);
    let refused = run_in(&development, &bundle, &mut state).unwrap_err();
    assert_eq!(refused, Refusal::NeedlessSignature);
}

#[test]
fn a_players_bundle() {
    let mut state = state();
    let calls = vec![call(ALICE, BUY, 1), call(ALICE, BUY, 2)];
    let steps = run(&bundle_of(ALICE, calls.clone()), &mut state).unwrap();
    let scope = environment().scope();
    let digests: Vec<Digest> = calls.iter().map(|c| c.digest(&scope).unwrap()).collect();
    let chain = auth_chain(&digests);
    let rests: Vec<_> = steps.iter().map(|step| step.rest).collect();
    assert_eq!(
        rests,
        [(ALICE, chain[0]), (ALICE, chain[1]), (0, limbs::ZERO)]
    );
    assert!(steps[0].call.is_none());
    assert_eq!([steps[1].digest, steps[2].digest], [digests[0], digests[1]]);
    assert_eq!(state[&diamonds(ALICE)].0[0], Felt::from(1));
    let account = Account::decode(&state[&Account::key(ALICE, LANE)]).unwrap();
    assert_eq!(account.nonce, NONCE + 1);
}

#[test]
fn a_bundle_is_all_or_nothing() {
    let calls = vec![call(ALICE, BUY, 3), call(ALICE, BUY, 1)];
    let contract_of = |id| (id == 1).then(contract);
    let (bundle, mut state) = (bundle_of(ALICE, calls), state());
    let before = state.clone();
    let refused = submit(&environment(), &contract_of, &bundle, &mut state).unwrap_err();
    assert_eq!(refused.call, Some(1));
    assert_eq!(
        refused.to_string(),
        "call 2 of the bundle: you do not have enough diamonds"
    );
    assert_eq!(state, before);
    let refused = run(&bundle_of_none(), &mut state).unwrap_err();
    assert_eq!(refused, Refusal::EmptyBundle);
}

fn bundle_of_none() -> Submission {
    let Submission::Bundle(mut bundle) = bundle_of(ALICE, vec![call(ALICE, BUY, 1)]) else {
        unreachable!()
    };
    bundle.calls.clear();
    Submission::Bundle(bundle)
}

#[test]
fn the_signer_of_a_bundle_is_its_user_or_the_operator() {
    let refused = text(&bundle_of(GAME, vec![call(BOB, BUY, 1)]), &mut state());
    assert!(
        refused.contains("of user 2, but user 9 signed"),
        "{refused}"
    );

    let mut played = state();
    let calls = vec![call(BOB, GRANT, 1), call(ALICE, GRANT, 2)];
    let steps = run(&bundle_of(GAME, calls), &mut played).unwrap();
    for step in &steps[1..] {
        assert_eq!(step.authorised[0].key, operator_key(1).unwrap());
        assert_eq!(step.authorised[0].old, step.authorised[0].new);
    }
    assert_eq!(played[&diamonds(BOB)].0[0], Felt::from(7));

    let refused = text(&bundle_of(ALICE, vec![call(ALICE, GRANT, 1)]), &mut state());
    assert!(
        refused.contains("user 1 signed the bundle, but user 9 operates contract 1"),
        "{refused}"
    );
    let mut nobody = state();
    nobody.remove(&operator_key(1).unwrap());
    let refused = text(&bundle_of(GAME, vec![call(BOB, GRANT, 1)]), &mut nobody);
    assert!(refused.contains("nobody operates"), "{refused}");
    let mut broken = state();
    broken.insert(operator_key(1).unwrap(), Value([9; 4].map(Felt::from_u32)));
    let refused = text(&bundle_of(GAME, vec![call(BOB, GRANT, 1)]), &mut broken);
    assert!(refused.contains("not an encoding"), "{refused}");
}

#[test]
fn calls_of_a_bundle_are_those_that_were_signed() {
    let calls = vec![call(ALICE, BUY, 1), call(ALICE, BUY, 2)];
    let Submission::Bundle(good) = bundle_of(ALICE, calls) else {
        unreachable!()
    };
    let changes: [fn(&mut SignedBundle); 6] = [
        |signed| signed.calls.swap(0, 1),
        |signed| signed.calls.truncate(1),
        |signed| signed.calls.push(call(ALICE, BUY, 1)),
        |signed| signed.calls[1].args[0] = Felt::from(1),
        |signed| signed.bundle.nonce += 1,
        |signed| signed.bundle.after = NONCE + 1,
    ];
    for change in changes {
        let mut bad = good.clone();
        change(&mut bad);
        let refused = run(&Submission::Bundle(bad), &mut state()).unwrap_err();
        assert!(matches!(refused, Refusal::Signature(_)), "{refused}");
    }
}

fn system(signer: u32, lane: u32, meant: SystemCall) -> Submission {
    let call = Call {
        contract: 0,
        function: meant.function(),
        args: meant.args(),
        lane,
        ..inline(0)
    };
    signed_by(signer, call)
}

#[test]
fn a_lane_is_opened_once_from_lane_0() {
    let key_root = [7, 8, 9].map(Felt::from_u32);
    let open = |lane| SystemCall::Open { lane, key_root };
    let mut opened = state();
    let steps = run(&system(ALICE_0, 0, open(6)), &mut opened).unwrap();
    let keys: Vec<Key> = steps[0].touches().map(|touch| touch.key).collect();
    assert_eq!(keys, [Account::key(ALICE, 0), Account::key(ALICE, 6)]);
    let account = Account::decode(&State::get(&opened, &keys[1])).unwrap();
    assert_eq!(account, Account { nonce: 0, key_root });

    for lane in [LANE, 0] {
        let refused = run(&system(ALICE_0, 0, open(lane)), &mut state()).unwrap_err();
        assert_eq!(refused, Refusal::LaneHasKey { lane });
    }
    let refused = run(&system(ALICE, LANE, open(6)), &mut state()).unwrap_err();
    assert_eq!(refused, Refusal::OpenLane { lane: LANE });
}

#[test]
fn a_key_is_rotated_by_the_key_before_it() {
    let key_root = [7, 8, 9].map(Felt::from_u32);
    let rotate = system(ALICE, LANE, SystemCall::Rotate { key_root });
    let mut rotated = state();
    run(&rotate, &mut rotated).unwrap();
    let account = Account::decode(&rotated[&Account::key(ALICE, LANE)]).unwrap();
    let nonce = NONCE + 1;
    assert_eq!(account, Account { nonce, key_root });

    let none = [0; 3].map(Felt::from_u32);
    let away = system(ALICE, LANE, SystemCall::Rotate { key_root: none });
    let refused = run(&away, &mut state()).unwrap_err();
    assert_eq!(refused, Refusal::NoSystemCall);
    let other = system(GAME, LANE, SystemCall::Rotate { key_root });
    let refused = run(&other, &mut state()).unwrap_err();
    assert!(matches!(refused, Refusal::Signature(_)), "{refused}");
}

#[test]
fn late_calls_are_refused_in_every_mode() {
    let late = |mut call: Call| {
        call.valid_until = 199;
        call
    };
    let rotate = SystemCall::Rotate {
        key_root: [7, 8, 9].map(Felt::from_u32),
    };
    let system = late(Call {
        contract: 0,
        function: rotate.function(),
        args: rotate.args(),
        ..inline(0)
    });
    for submission in [
        signed_by(ALICE, late(inline(1))),
        signed_by(ALICE, system),
        bundle_of(ALICE, vec![late(call(ALICE, BUY, 1))]),
    ] {
        let refused = text(&submission, &mut state());
        assert!(
            refused.contains("before the end of the time window"),
            "{refused}"
        );
    }
}

#[test]
fn submissions_survive_json() {
    for submission in [
        signed_by(ALICE, inline(2)),
        bundle_of(ALICE, vec![call(ALICE, BUY, 1)]),
    ] {
        let text = serde_json::to_string(&submission).unwrap();
        assert_eq!(
            serde_json::from_str::<Submission>(&text).unwrap(),
            submission
        );
    }
}

//! Sub-blocks whose calls are signed: one by one, in bundles, and those that move keys.

use saya_core::account::{operator_key, operator_value, Account};
use saya_core::bundle::auth_chain;
use saya_core::calls::{calls_next, AuthMode};
use saya_core::system_calls::SystemCall;
use saya_core::{limbs, Digest, Felt};
use saya_executor::{Authorisation, Submission};

use crate::fixtures::accounts::four;
use crate::fixtures::signed::{
    bought, bundle, job, popped, scope, set, state, system_call, ALICE, BOB, BUY, GAME, GRANT,
};
use crate::fixtures::{quiet, submitted, system};
use crate::profile::Profile;
use crate::set::CircuitId;
use crate::system::error::SubBlockError;
use crate::system::flags;
use crate::system::job::SubBlockJob;
use saya_verifier::os_version::{os_version, FLAG_DEVELOPMENT};

fn key_root(from: u32) -> [Felt; 3] {
    let [a, b, c, _] = four(from);
    [a, b, c]
}

/// Everything that is signed, in one sub-block of seven leaves.
pub fn mixed() -> SubBlockJob {
    let open = SystemCall::Open {
        lane: 5,
        key_root: key_root(50),
    };
    let rotate = SystemCall::Rotate {
        key_root: key_root(60),
    };
    job(vec![
        bought(ALICE, 1, 0),
        bought(BOB, 2, 7),
        bundle(ALICE, vec![popped(ALICE, BUY, 1), popped(ALICE, BUY, 2)], 1),
        bundle(
            GAME,
            vec![popped(BOB, GRANT, 1), popped(ALICE, GRANT, 1)],
            0,
        ),
        system_call(ALICE, open, 2),
        system_call(BOB, rotate, 8),
    ])
}

/// The calls chain, from the submissions alone.
fn calls_out(job: &SubBlockJob) -> Digest {
    let scope = scope();
    let mut chain = limbs::ZERO;
    for submission in &job.submissions {
        let calls = submission.calls().iter();
        let digests: Vec<Digest> = calls.map(|call| call.digest(&scope).unwrap()).collect();
        if let Submission::Bundle(signed) = submission {
            let first = auth_chain(&digests)[0];
            chain = calls_next(&chain, &signed.bundle.digest(&scope, &first).unwrap());
        }
        chain = digests
            .iter()
            .fold(chain, |chain, call| calls_next(&chain, call));
    }
    chain
}

#[test]
fn calls_bundles_and_system_calls_are_proven_together() {
    let job = mixed();
    let proof = system().prove_sub_block(set(), &job, &quiet).unwrap();
    let head = proof.statement.head();
    assert_eq!(head.call_count, 8, "a bundle's signature is no call");
    assert_eq!(head.calls_out, calls_out(&job));
    let after = |key| {
        let entries = proof.statement.entries().iter();
        entries.clone().find(|entry| entry.key == key).unwrap().new
    };
    let account = |user, lane| Account::decode(&after(Account::key(user, lane))).unwrap();
    assert_eq!(account(ALICE, 0).nonce, 3);
    assert_eq!(account(GAME, 0).nonce, 1);
    let nonce = 0;
    let key_root = key_root(50);
    assert_eq!(account(ALICE, 5), Account { nonce, key_root });
    let (nonce, key_root) = (9, self::key_root(60));
    assert_eq!(account(BOB, 0), Account { nonce, key_root });
    assert_eq!(after(operator_key(1).unwrap()), operator_value(GAME));
    assert_eq!(
        system().verify(&proof.statement, proof.commit, &proof.proof),
        Ok(())
    );
    let merges = proof
        .stages
        .iter()
        .filter(|(name, _)| name.starts_with("merge"));
    assert_eq!(merges.count(), 3, "{:?}", proof.stages);
}

#[test]
fn a_set_has_a_circuit_for_each_mode() {
    let has = |contract, function, mode| {
        let id = CircuitId {
            contract,
            function,
            mode,
        };
        set().circuit(&id).is_some()
    };
    use AuthMode::{Inline, None, Pop};
    assert!(has(1, BUY, Inline) && has(1, BUY, Pop) && has(1, GRANT, Pop));
    assert!(has(0, 0, Inline) && has(0, 1, Inline) && has(0, 2, Inline));
    assert!(!has(1, GRANT, Inline), "only the operator grants");
    assert!(!has(1, BUY, None), "nobody calls unsigned");
    assert_ne!(set().system_root(), crate::fixtures::set().system_root());
}

#[test]
fn what_is_not_authorised_is_refused_before_it_is_proven() {
    let refused = |job: &SubBlockJob| {
        let error = system().prove_sub_block(set(), job, &quiet).unwrap_err();
        assert!(matches!(error, SubBlockError::Refused { .. }));
        error.to_string()
    };
    let twice = job(vec![bought(ALICE, 1, 0), bought(ALICE, 1, 0)]);
    assert_eq!(
        refused(&twice),
        "submission 1 is refused: nonce 0 is used up: the account is at 1; sign again with that nonce or a later one"
    );
    let mut unsigned = crate::fixtures::purchases();
    unsigned.state = state();
    let text = refused(&unsigned);
    assert!(text.contains("mode none, but mode inline"), "{text}");
    let mut altered = mixed();
    submitted(&mut altered, 0).args[0] = Felt::from(2);
    assert!(refused(&altered).starts_with("submission 0 is refused: "));
}

/// The first version for everybody is that of strong proofs and signed calls.
#[test]
fn versions_without_signatures_are_for_development() {
    use Authorisation::{None, Signed};
    let (secure, fast) = (Profile::secure(), Profile::fast());
    assert_eq!(flags(&secure, Signed), 0);
    for (profile, authorisation) in [(&secure, None), (&fast, Signed), (&fast, None)] {
        assert_eq!(flags(profile, authorisation), FLAG_DEVELOPMENT);
    }
    let verifier = system().wrap.verifier_data();
    let development = os_version(FLAG_DEVELOPMENT, &verifier);
    assert_eq!(system().os_version(Signed), development);
    assert_ne!(os_version(0, &verifier), development);
}

//! A signed call runs once, in one place: each replay of it, and where it stops.

use saya_core::{Digest, Felt};
use saya_executor::{Authorisation, Submission};

use crate::fixtures::signed::{bought, bundle, job, popped, set, ALICE, BUY, GAME, GRANT};
use crate::fixtures::{diamonds, few_queries, quiet};
use crate::set::ContractSet;
use crate::system::job::SubBlockJob;
use crate::system::plan::Plan;

const OS_VERSION: [u8; 32] = [7; 32];

/// A call, a player's bundle and an operator's.
fn submissions() -> Vec<Submission> {
    vec![
        bought(ALICE, 1, 0),
        bundle(ALICE, vec![popped(ALICE, BUY, 1)], 1),
        bundle(GAME, vec![popped(ALICE, GRANT, 1)], 0),
    ]
}

fn refused_in(set: &ContractSet, job: &SubBlockJob) -> String {
    match Plan::new(set, job, OS_VERSION) {
        Ok(_) => panic!("it ran again"),
        Err(error) => error.to_string(),
    }
}

/// The next sub-block, of this thread or of another one, starts on what this one leaves: the nonces are used up.
#[test]
fn not_in_a_later_sub_block_and_not_in_another_thread() {
    let first = job(submissions());
    let plan = Plan::new(set(), &first, OS_VERSION).unwrap();
    let mut state = first.state.clone();
    for entry in plan.statement.entries() {
        state.insert(entry.key, entry.new);
    }
    for (thread, seq) in [(1, 2), (2, 1)] {
        for submission in submissions() {
            let again = SubBlockJob {
                thread,
                seq,
                state: state.clone(),
                ..job(vec![submission])
            };
            let text = refused_in(set(), &again);
            assert!(text.contains("is used up"), "{text}");
        }
    }
}

/// Chain, settlement contract and world are in the domain, which signed digests and keys are bound to.
#[test]
fn not_in_another_world_or_on_another_chain() {
    for submission in submissions() {
        let mut elsewhere = job(vec![submission]);
        elsewhere.domain[0] += Felt::ONE;
        let text = refused_in(set(), &elsewhere);
        assert!(text.contains("another domain"), "{text}");
    }
}

/// The set root is in the scope, which signed digests are bound to.
#[test]
fn not_with_another_contract_set() {
    let others = [diamonds()];
    let signed = Authorisation::Signed;
    let other = ContractSet::build(&few_queries(), &others, signed, &quiet).unwrap();
    assert_ne!(other.set_root(), set().set_root());
    for submission in submissions().into_iter().take(2) {
        let text = refused_in(&other, &job(vec![submission]));
        assert!(
            text.contains("the signature is not for this message")
                || text.contains("not below 2^60"),
            "{text}"
        );
    }
}

/// A call may run under any version that the world adopted, but its nonce is used once: what is settled names the
/// version, and the chain verifies it with that version's verifier.
#[test]
fn the_statement_names_the_version() {
    let job = job(submissions());
    let version_in = |os_version: [u8; 32]| -> Digest {
        let plan = Plan::new(set(), &job, os_version).unwrap();
        let head = plan.statement.head_limbs();
        [head[30], head[31], head[32], head[33]]
    };
    assert_ne!(version_in([7; 32]), version_in([6; 32]));
}

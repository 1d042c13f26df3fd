//! The whole path from calls to a verified wrap proof, in the fast profile with small leaves.

mod nodes;
mod replays;
mod signed;

use std::sync::{Mutex, OnceLock};

use saya_core::calls::AuthMode;
use saya_core::statement::{Head, Statement};
use saya_core::Digest;
use saya_executor::{MapState, Submission};

use super::error::SubBlockError;
use super::job::{SubBlockJob, SubBlockProof};
use crate::fixtures::{
    balances, buy, call, diamonds, everything, execution, job, purchases, quiet, set, submitted,
    system, BUY, T_MAX,
};
use saya_verifier::proof_bytes::Rejection;

fn proven() -> &'static SubBlockProof {
    static PROOF: OnceLock<SubBlockProof> = OnceLock::new();
    PROOF.get_or_init(|| {
        let told = Mutex::new(vec![]);
        let tell = |stage: &str, seconds: f64| told.lock().unwrap().push((stage.into(), seconds));
        let proof = system()
            .prove_sub_block(set(), &purchases(), &tell)
            .unwrap();
        assert_eq!(
            *told.lock().unwrap(),
            proof.stages,
            "progress is told as it happens"
        );
        println!("{:?}, {} bytes", proof.stages, proof.proof.len());
        proof
    })
}

#[test]
fn four_purchases_are_proven() {
    let proof = proven();
    let stages: Vec<&str> = proof.stages.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(stages, ["execute", "leaf", "sub_block", "shrink", "wrap"]);
    let amounts: Vec<[u64; 2]> = (proof.statement.entries().iter())
        .map(|entry| [entry.old.0[0].value(), entry.new.0[0].value()])
        .collect();
    let all_diamonds = [[20, 11], [15, 9], [10, 1], [12, 0]];
    let all_rubies = [[50, 53], [90, 92], [2, 5], [0, 4]];
    assert_eq!(amounts, [all_diamonds, all_rubies].concat());
    assert_eq!(proof.statement.head().call_count, 4);
    let verdict = system().verify(&proof.statement, proof.commit, &proof.proof);
    assert_eq!(verdict, Ok(()));
}

#[test]
fn a_proof_holds_for_its_own_statement_only() {
    let SubBlockProof {
        statement,
        commit,
        proof,
        ..
    } = proven();
    let rejected = |statement: &Statement, commit: &Digest, proof: &[u8]| {
        system().verify(statement, *commit, proof).is_err()
    };
    let with_head = |change: &dyn Fn(&mut Head)| {
        let mut head = *statement.head();
        change(&mut head);
        Statement::new(head, statement.entries().to_vec()).unwrap()
    };
    let one = saya_core::Felt::ONE;
    let heads = [
        with_head(&|head| head.domain[0] += one),
        with_head(&|head| head.set_root[3] += one),
        with_head(&|head| head.t_min -= 1),
        with_head(&|head| head.t_max += 1),
        with_head(&|head| head.prover[19] ^= 1),
        with_head(&|head| head.thread += 1),
        with_head(&|head| head.seq += 1),
        with_head(&|head| head.call_count += 1),
        with_head(&|head| head.calls_out[1] += one),
        with_head(&|head| head.log_out[2] += one),
        with_head(&|head| head.os_version[31] ^= 1),
    ];
    for (field, changed) in heads.iter().enumerate() {
        assert!(rejected(changed, commit, proof), "head field {field}");
    }
    for entry in 0..statement.entries().len() {
        let mut entries = statement.entries().to_vec();
        entries[entry].new.0[0] += one;
        let changed = Statement::new(*statement.head(), entries).unwrap();
        assert!(rejected(&changed, commit, proof), "entry {entry}");
    }
    let shorter = statement.entries()[1..].to_vec();
    let shorter = Statement::new(*statement.head(), shorter).unwrap();
    assert!(rejected(&shorter, commit, proof));
    let mut other_commit = *commit;
    other_commit[0] += one;
    assert!(rejected(statement, &other_commit, proof));
    assert!(matches!(
        system().verify(statement, *commit, &proof[1..]),
        Err(Rejection::Length { .. })
    ));
}

#[test]
fn another_contract_of_the_set_goes_the_same_path() {
    let contract = everything();
    let bump = || call(&contract, "bump", 7, &[]);
    let job = job(vec![bump(), bump(), bump()], MapState::new());
    let proof = system().prove_sub_block(set(), &job, &quiet).unwrap();
    assert_eq!(proof.statement.entries()[0].new.0[0].value(), 3);
    assert_eq!(
        system().verify(&proof.statement, proof.commit, &proof.proof),
        Ok(())
    );
}

#[test]
fn jobs_that_cannot_be_proven_say_why() {
    let refused = |job: &SubBlockJob| {
        let error = system().prove_sub_block(set(), job, &quiet).unwrap_err();
        assert!(error.is_job_error());
        error
    };
    let mut failing = purchases();
    failing
        .submissions
        .insert(2, Submission::unsigned(buy(4, 5)));
    assert_eq!(
        refused(&failing).to_string(),
        "submission 2 is refused: you do not have enough diamonds"
    );

    assert!(matches!(
        refused(&job(vec![], MapState::new())),
        SubBlockError::NoCalls
    ));

    let mut unknown = purchases();
    submitted(&mut unknown, 1).function += 1;
    assert_eq!(
        refused(&unknown).to_string(),
        "submission 1 is refused: DiamondsAndRubies has no function 2"
    );

    let mut expired = purchases();
    submitted(&mut expired, 3).valid_until = T_MAX - 1;
    let text = refused(&expired).to_string();
    assert!(text.contains("before the end of the time window"), "{text}");

    let mut signed = purchases();
    submitted(&mut signed, 2).auth_mode = AuthMode::Inline;
    let text = refused(&signed).to_string();
    assert!(text.contains("mode inline, but mode none"), "{text}");

    let mut window = purchases();
    window.t_min = T_MAX + 1;
    assert!(matches!(refused(&window), SubBlockError::BadWindow { .. }));
}

/// Five leaves: one more call than fit one, calls of another contract, and back. So two levels of merges.
#[test]
fn calls_of_several_functions_and_more_than_a_leaf_holds_become_one_proof() {
    let lanes = set().circuit(&BUY).unwrap().leaf.lanes();
    let bump = || call(&everything(), "bump", 7, &[]);
    let mut calls = vec![buy(1, 1); lanes + 1];
    calls.extend([bump(), bump(), buy(2, 1), bump()]);
    let count = calls.len() as u32;
    let job = job(calls, balances(&[(1, 1_000_000, 0), (2, 3, 0)]));
    let proof = system().prove_sub_block(set(), &job, &quiet).unwrap();
    let stages: Vec<&str> = proof.stages.iter().map(|(name, _)| name.as_str()).collect();
    let leaves = ["leaf 1/5", "leaf 2/5", "leaf 3/5", "leaf 4/5", "leaf 5/5"];
    let merges = ["merge 1/3", "merge 2/3", "merge 3/3"];
    let end = ["sub_block", "shrink", "wrap"];
    assert_eq!(stages, [&["execute"], &leaves[..], &merges, &end].concat());
    assert_eq!(proof.statement.head().call_count, count);
    let amounts: Vec<u64> = (proof.statement.entries().iter())
        .map(|entry| entry.new.0[0].value())
        .collect();
    let rubies = lanes as u64 + 1;
    assert_eq!(amounts, [1_000_000 - 3 * rubies, 0, rubies, 1, 3]);
    let verdict = system().verify(&proof.statement, proof.commit, &proof.proof);
    assert_eq!(verdict, Ok(()));
}

#[test]
fn a_sub_block_has_room_for_4096_keys() {
    let calls = |users: u32| -> Vec<_> { (1..=users).map(|user| buy(user, 1)).collect() };
    let balances = balances(&(1..=2049).map(|user| (user, 3, 0)).collect::<Vec<_>>());
    let contract = diamonds();
    let full = execution(&contract, &calls(2048), &balances).unwrap();
    assert_eq!(full.entries.len(), 4096);
    let Err(error) = execution(&contract, &calls(2049), &balances) else {
        panic!("4098 keys")
    };
    assert!(error.is_job_error());
    assert!(matches!(
        error,
        SubBlockError::TooManyEntries {
            entries: 4098,
            capacity: 4096
        }
    ));
}

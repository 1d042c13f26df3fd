//! Verdicts on the shared vectors, and on what becomes of them when they change.

use saya_core::statement::{Entry, Head, Statement};
use saya_core::{Felt, Key};

use serde_json::json;

use super::*;
use crate::proof_bytes::verify_wrap;
use crate::released::all;
use crate::vectors::{limbs, WrapVector};

fn file(profile: &str) -> ProofFile {
    ProofFile::parse(&WrapVector::load(profile).file()).unwrap()
}

fn verdict_of(file: &ProofFile) -> Verdict {
    judge(&file.to_bytes()).unwrap().1
}

fn fault(file: &ProofFile) -> Fault {
    match verdict_of(file) {
        Verdict::Invalid(_, fault) => fault,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_vectors_are_valid_under_their_versions() {
    for profile in ["fast", "secure"] {
        let Verdict::Valid(released) = verdict_of(&file(profile)) else {
            panic!("{profile}")
        };
        assert_eq!(released.name.profile, profile);
    }
}

/// Another head: the statement that a dishonest prover would like to have proven.
#[test]
fn a_changed_statement_is_told_from_a_changed_proof() {
    let good = file("fast");
    let heads: [fn(&mut Head); 8] = [
        |head| head.domain[0] += Felt::ONE,
        |head| head.set_root[3] += Felt::ONE,
        |head| head.t_max += 1,
        |head| head.prover[19] ^= 1,
        |head| head.thread += 1,
        |head| head.seq += 1,
        |head| head.call_count += 1,
        |head| head.calls_out[1] += Felt::ONE,
    ];
    for change in heads {
        let mut head = *good.statement.head();
        change(&mut head);
        let entries = good.statement.entries().to_vec();
        let mut lie = good.clone();
        lie.statement = Statement::new(head, entries).unwrap();
        let found = fault(&lie);
        assert!(found.proof.is_some() && !found.commit);
        assert!(found
            .to_string()
            .contains("head, lists or commit were changed"));
        // With a commit of its own it is still no statement that was proven.
        lie.commit = lie.statement.commit();
        let found = fault(&lie);
        assert!(found.proof.is_some() && found.commit);
    }
    let mut lie = good.clone();
    lie.proof[5000] ^= 1;
    let found = fault(&lie);
    assert!(found.proof.is_some() && found.commit);
    assert!(found.to_string().contains("the proof was changed"));
    lie.proof.pop();
    assert!(matches!(fault(&lie).proof, Some(Rejection::Length { .. })));
}

#[test]
fn every_entry_counts() {
    let good = file("fast");
    let lie = |change: &dyn Fn(&mut Vec<Entry>)| {
        let mut entries = good.statement.entries().to_vec();
        change(&mut entries);
        let head = *good.statement.head();
        let mut lie = good.clone();
        lie.statement = Statement::new(head, entries).unwrap();
        lie.commit = lie.statement.commit();
        assert!(fault(&lie).proof.is_some());
    };
    for entry in 0..good.statement.entries().len() {
        lie(&|entries| entries[entry].old.0[0] += Felt::ONE);
        lie(&|entries| entries[entry].new.0[1] += Felt::ONE);
        lie(&|entries| entries.retain(|it| it.key != good.statement.entries()[entry].key));
    }
    lie(&|entries| entries.last_mut().unwrap().key = Key([Felt::ONE; 4].map(|one| -one)));
}

/// The versions of one wrap differ in the statement only, so a proof must not serve for both.
#[test]
fn a_proof_is_valid_under_the_version_that_it_names_only() {
    let good = file("secure");
    let named = good.statement.head().os_version;
    for released in all() {
        let mut head = *good.statement.head();
        head.os_version = released.name.os_version;
        let mut other = good.clone();
        let entries = good.statement.entries().to_vec();
        other.statement = Statement::new(head, entries).unwrap();
        other.commit = other.statement.commit();
        let valid = matches!(verdict_of(&other), Verdict::Valid(_));
        assert_eq!(valid, released.name.os_version == named);
    }
}

#[test]
fn an_unknown_version_has_no_verdict() {
    let good = file("fast");
    let mut head = *good.statement.head();
    head.os_version[31] ^= 1;
    let mut other = good.clone();
    let entries = good.statement.entries().to_vec();
    other.statement = Statement::new(head, entries).unwrap();
    assert!(matches!(verdict_of(&other), Verdict::UnknownOsVersion));
}

#[test]
fn a_broken_circuit_would_be_told_apart() {
    let fault = Fault {
        proof: None,
        commit: false,
    };
    assert!(fault.to_string().contains("prove false statements"));
}

/// The list that the contract is tested on: both verifiers refuse the same proofs for the same reason.
#[test]
fn mangled_proofs_are_refused_as_the_contract_refuses_them() {
    for profile in ["fast", "secure"] {
        let vector = WrapVector::load(profile);
        let list = vector.json("mangled.json");
        let list = list["mangled"].as_array().unwrap();
        assert!(list.len() > 100);
        for mangle in list {
            let number = |name: &str| mangle[name].as_u64().unwrap() as usize;
            let written = hex::decode(&mangle["bytes"].as_str().unwrap()[2..]).unwrap();
            let mut proof = vector.proof.clone();
            proof[number("offset")..][..written.len()].copy_from_slice(&written);
            proof.resize(number("length"), 0);
            let inputs = limbs(&mangle["public_inputs"]);
            let verifier = &vector.version.verifier;
            let rejection = verify_wrap(verifier, inputs, &proof).unwrap_err();
            let (error, arguments) = rejection.contract_error().unwrap();
            assert_eq!(mangle["error"], error, "{}", mangle["what"]);
            assert_eq!(mangle["arguments"], json!(arguments));
        }
    }
}

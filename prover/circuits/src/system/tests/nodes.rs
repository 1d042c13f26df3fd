//! A sub-block proven node by node from bytes, as several processes would.

use std::collections::HashSet;
use std::sync::OnceLock;

use plonky2::field::goldilocks_field::GoldilocksField;
use plonky2::field::types::Field64;

use super::signed::mixed;
use crate::fixtures::{self, balances, buy, call, everything, job, quiet, set, system};
use crate::set::ContractSet;
use crate::system::error::SubBlockError;
use crate::system::job::SubBlockJob;
use crate::system::node::{NamedNode, NodeJob, SubBlockPlan};

/// Two leaves and a merge.
fn two() -> SubBlockJob {
    let bump = call(&everything(), "bump", 7, &[]);
    job(vec![buy(1, 1), bump], balances(&[(1, 9, 0)]))
}

fn plan(set: &ContractSet, job: &SubBlockJob) -> SubBlockPlan {
    system().plan(set, job).unwrap()
}

fn bytes(node: &NamedNode) -> Vec<u8> {
    serde_json::to_vec(&node.node.job).unwrap()
}

fn prove(node: &NamedNode, children: &[Vec<u8>]) -> Result<Vec<u8>, SubBlockError> {
    system().prove_node_bytes(set(), node.circuit, &bytes(node), children, &quiet)
}

/// The plan of [`two`] and the proofs of its nodes.
fn proven() -> &'static (SubBlockPlan, Vec<Vec<u8>>) {
    static PROVEN: OnceLock<(SubBlockPlan, Vec<Vec<u8>>)> = OnceLock::new();
    PROVEN.get_or_init(|| {
        let plan = plan(set(), &two());
        let mut proofs: Vec<Vec<u8>> = vec![];
        for node in &plan.nodes {
            let children = node
                .node
                .children
                .iter()
                .map(|&child| proofs[child].clone());
            let children: Vec<_> = children.collect();
            proofs.push(prove(node, &children).unwrap());
        }
        (plan, proofs)
    })
}

#[test]
fn what_is_proven_node_by_node_is_what_is_proven_at_once() {
    let (plan, proofs) = proven();
    let kinds: Vec<&str> = plan.nodes.iter().map(|n| n.node.job.kind()).collect();
    assert_eq!(kinds, ["leaf", "leaf", "merge", "sub_block", "wrap"]);
    let at_once = system().prove_sub_block(set(), &two(), &quiet).unwrap();
    assert_eq!(plan.statement, at_once.statement);
    assert_eq!(plan.statement.commit(), at_once.commit);
    let wrap = proofs.last().unwrap();
    assert_eq!(wrap.len(), at_once.proof.len());
    let verdict = system().verify(&plan.statement, at_once.commit, wrap);
    assert_eq!(verdict, Ok(()));
}

#[test]
fn a_child_that_is_no_proof_of_it_is_refused() {
    let (plan, proofs) = proven();
    let merge = &plan.nodes[2];
    let refused = |children: &[Vec<u8>]| {
        let error = prove(merge, children).unwrap_err();
        assert!(!error.is_job_error());
        error.to_string()
    };
    let [first, second] = [proofs[0].clone(), proofs[1].clone()];
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut changed = first.clone();
        change(&mut changed);
        refused(&[changed, second.clone()])
    };
    with(&|proof| proof[0] ^= 1);
    let half = first.len() / 2;
    with(&|proof| proof[half] ^= 1);
    with(&|proof| proof.truncate(half));
    with(&|proof| proof.clear());
    with(&|proof| *proof = proofs[2].clone());
    let longer = with(&|proof| proof.push(0));
    assert!(longer.contains("another spelling"), "{longer}");
    // The last limb of a header is reserved and 0, which p spells too.
    let not_canonical = with(&|proof| {
        let at = proof.len() - 8;
        assert_eq!(proof[at..], [0; 8]);
        proof[at..].copy_from_slice(&GoldilocksField::ORDER.to_le_bytes());
    });
    assert!(
        not_canonical.contains("another spelling"),
        "{not_canonical}"
    );
    let fewer = refused(std::slice::from_ref(&first));
    assert!(fewer.contains("1 proofs for 2 children"), "{fewer}");
    // Each holds, but they do not follow each other.
    refused(&[second, first]);
}

#[test]
fn a_node_is_proven_with_the_circuit_it_was_planned_for_only() {
    let (plan, _) = proven();
    let leaf = &plan.nodes[0];
    let mut other = leaf.circuit;
    other[31] ^= 1;
    let error = system().prove_node_bytes(set(), other, &bytes(leaf), &[], &quiet);
    let error = error.unwrap_err();
    assert!(error.is_job_error(), "{error}");
    // Another set, which has no such function.
    let signed = fixtures::signed::set();
    let error = system().prove_node_bytes(signed, leaf.circuit, &bytes(leaf), &[], &quiet);
    assert!(matches!(
        error.unwrap_err(),
        SubBlockError::NoCircuit { kind: "leaf" }
    ));
}

#[test]
fn nodes_of_every_kind_have_one_spelling() {
    let signed = fixtures::signed::set();
    let (one, other) = (plan(signed, &mixed()), plan(signed, &mixed()));
    for (node, again) in one.nodes.iter().zip(&other.nodes) {
        let text = bytes(node);
        assert_eq!(text, bytes(again));
        let read: NodeJob = serde_json::from_slice(&text).unwrap();
        assert_eq!(serde_json::to_vec(&read).unwrap(), text);
    }
    let distinct: HashSet<Vec<u8>> = one.nodes.iter().map(bytes).collect();
    assert_eq!(distinct.len(), one.nodes.len());
}

#[test]
fn leaves_and_merges_are_those_of_any_sub_block_with_the_same_calls() {
    let mut later = two();
    later.seq += 1;
    later.thread += 1;
    later.prover = [7; 20];
    let (now, later) = (plan(set(), &two()), plan(set(), &later));
    let same = |place: usize| bytes(&now.nodes[place]) == bytes(&later.nodes[place]);
    let same: Vec<bool> = (0..now.nodes.len()).map(same).collect();
    assert_eq!(same, [true, true, true, false, true]);
}

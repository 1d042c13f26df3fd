//! The sub-block's constraints against a prover that lies.

use std::sync::OnceLock;

use plonky2::field::types::PrimeField64;
use plonky2::iop::target::Target;
use plonky2::iop::witness::PartialWitness;
use saya_core::calls::AuthMode;
use saya_core::set_tree::DEPTH;
use saya_core::{Digest, Felt};

use super::{SubBlockCircuit, SubBlockTargets, SubBlockWitness};
use crate::execution_proof::{ExecutionProof, Role};
use crate::fixtures::{few_queries, function_leaf, function_witness, purchases, set, system};
use crate::gadgets::trial::Trial;
use crate::gadgets::verifier_data::verifier_digest_of;
use crate::leaf::FunctionLeaf;
use crate::system::plan::{Plan, PlannedLeaf};
use crate::types::{InnerProof, F};
use crate::uniform::Uniform;

/// Few entries, so that a trial is quick; the shape is the same.
const CAPACITY: usize = 16;

/// The circuit under test, and one honest sub-block.
struct Bench {
    uniform: Uniform,
    trial: Trial,
    targets: SubBlockTargets,
    plan: Plan<'static>,
    leaf: InnerProof,
}

fn bench() -> &'static Bench {
    static BENCH: OnceLock<Bench> = OnceLock::new();
    BENCH.get_or_init(|| {
        let profile = few_queries();
        let uniform = Uniform::new(&profile);
        let circuit = SubBlockCircuit::build(
            &uniform,
            &profile.inner,
            &system().aggregator.vd(),
            CAPACITY,
        );
        let plan = Plan::new(set(), &purchases(), [0; 32]).unwrap();
        Bench {
            uniform,
            trial: Trial::of(circuit.data),
            targets: circuit.targets,
            leaf: prove(&plan.leaves[0]),
            plan,
        }
    })
}

fn prove(leaf: &PlannedLeaf) -> InnerProof {
    leaf.circuit.leaf.prove(&leaf.job).unwrap()
}

impl Bench {
    fn execution(&self) -> ExecutionProof<'_> {
        set().leaf_proof(self.plan.leaves[0].circuit, &self.leaf)
    }

    fn inputs<'a>(&'a self, change: impl FnOnce(&mut SubBlockWitness<'a>)) -> PartialWitness<F> {
        let mut witness = SubBlockWitness::new(&self.plan.statement, self.execution());
        change(&mut witness);
        let mut pw = PartialWitness::new();
        self.targets.set_witness(&mut pw, &witness).unwrap();
        pw
    }

    fn violation<'a>(&'a self, change: impl FnOnce(&mut SubBlockWitness<'a>)) -> Option<String> {
        self.trial.first_violation(&self.inputs(change), &[])
    }

    fn violation_of(&self, lies: &[(Target, u64)]) -> Option<String> {
        self.trial.first_violation(&self.inputs(|_| ()), lies)
    }

    fn publics(&self, lies: &[(Target, u64)]) -> Vec<u64> {
        let publics = self.trial.publics(&self.inputs(|_| ()), lies);
        publics.iter().map(F::to_canonical_u64).collect()
    }
}

#[test]
fn the_honest_sub_block_says_what_the_statement_binds() {
    let bench = bench();
    assert_eq!(bench.violation(|_| ()), None);
    let binding = bench.plan.statement.binding().public_inputs();
    assert_eq!(bench.publics(&[]), binding.map(|limb| limb.value()));
}

#[test]
fn the_statement_is_determined_by_the_witness() {
    let bench = bench();
    let inputs = bench.inputs(|_| ());
    bench.trial.assert_publics_determined(&inputs, 100);
}

#[test]
fn every_head_limb_is_bound() {
    let bench = bench();
    let honest = bench.publics(&[]);
    let head = bench.plan.statement.head_limbs();
    for (i, &target) in bench.targets.statement.limbs.iter().enumerate() {
        let lie = [(target, head[i].value() ^ 1)];
        // Limbs that the leaf's header or the entries give cannot be changed; others reach the chain.
        if bench.violation_of(&lie).is_none() {
            let lied = bench.publics(&lie);
            assert_ne!(lied[..4], honest[..4], "commit of another head limb {i}");
            assert_ne!(lied[6..], honest[6..], "P of another head limb {i}");
        }
        let opened_by_the_leaf = matches!(i, 0 | 1 | 3..=15 | 22..=29 | 34..=39);
        assert!(
            !opened_by_the_leaf || bench.violation_of(&lie).is_some(),
            "limb {i}"
        );
    }
}

#[test]
fn every_entry_limb_is_bound_by_a_root() {
    let bench = bench();
    let entry = bench.targets.entries.limbs[2];
    for (i, target) in entry.into_iter().enumerate() {
        assert!(bench.violation_of(&[(target, 12345)]).is_some(), "limb {i}");
    }
}

#[test]
fn unused_entries_are_zero_and_last() {
    let bench = bench();
    let used = &bench.targets.entries.used;
    let n = bench.plan.statement.entries().len();
    let unused = bench.targets.entries.limbs[n];
    for target in [unused[0], unused[4], unused[11]] {
        assert!(bench.violation_of(&[(target, 1)]).is_some());
    }
    assert!(
        bench.violation_of(&[(used[n].target, 1)]).is_some(),
        "one more entry"
    );
    assert!(
        bench.violation_of(&[(used[n - 1].target, 0)]).is_some(),
        "one entry less"
    );
    assert!(
        bench.violation_of(&[(used[0].target, 0)]).is_some(),
        "a gap"
    );
    assert!(
        bench.violation_of(&[(used[0].target, 2)]).is_some(),
        "no boolean"
    );
}

#[test]
fn entries_in_another_order_have_other_roots() {
    let bench = bench();
    let mut entries = bench.plan.statement.entries().to_vec();
    entries.swap(0, 1);
    assert!(bench
        .violation(|witness| witness.entries = &entries)
        .is_some());
}

#[test]
fn registers_start_at_zero() {
    for change in [
        |leaf: &mut crate::leaf::LeafWitness| leaf.start.calls_in[0] += Felt::ONE,
        |leaf: &mut crate::leaf::LeafWitness| leaf.start.log_in[3] += Felt::ONE,
    ] {
        let bench = bench();
        let mut leaf = function_witness(bench.plan.leaves[0].job.clone());
        change(&mut leaf);
        let circuit = bench.plan.leaves[0].circuit;
        let proof = function_leaf(circuit).prove(&leaf).unwrap();
        assert!(bench
            .violation(|witness| witness.execution.proof = &proof)
            .is_some());
    }
}

/// A circuit of the same shape that is not in the set: the same function with one lane.
#[test]
fn an_unlisted_leaf_of_the_same_shape_is_refused() {
    let bench = bench();
    let contract = set().contract(1).unwrap();
    let evil = FunctionLeaf::with_lanes(
        &bench.uniform,
        contract,
        &contract.functions[0],
        AuthMode::None,
        5,
    )
    .unwrap();
    let listed = bench.plan.leaves[0].circuit.leaf.data();
    assert_eq!(evil.data.common, listed.common);
    let proof = evil
        .prove(&function_witness(bench.plan.leaves[0].job.clone()))
        .unwrap();
    assert_eq!(
        proof.public_inputs, bench.leaf.public_inputs,
        "it says the same"
    );

    let unlisted = &evil.data.verifier_only;
    assert_ne!(
        verifier_digest_of(unlisted),
        verifier_digest_of(&listed.verifier_only)
    );
    let violation = bench.violation(|witness| {
        witness.execution.proof = &proof;
        witness.execution.verifier = unlisted;
    });
    assert!(violation.is_some(), "under its own verifier data");
    let violation = bench.violation(|witness| witness.execution.proof = &proof);
    assert!(violation.is_some(), "under the listed verifier data");
    let mut mixed = listed.verifier_only.clone();
    mixed.constants_sigmas_cap = unlisted.constants_sigmas_cap.clone();
    let violation = bench.violation(|witness| {
        witness.execution.proof = &proof;
        witness.execution.verifier = &mixed;
    });
    assert!(
        violation.is_some(),
        "under the listed digest with its own cap"
    );
}

#[test]
fn another_place_in_the_set_is_refused() {
    let elsewhere = |change: fn(&mut usize, &mut [Digest; DEPTH])| {
        bench().violation(|witness| match &mut witness.execution.role {
            Role::Leaf { index, siblings } => change(index, siblings),
            Role::Aggregator => panic!("the bench proves a leaf"),
        })
    };
    assert_eq!(elsewhere(|_, _| ()), None);
    assert!(elsewhere(|index, _| *index ^= 1).is_some());
    assert!(elsewhere(|_, siblings| siblings[15][0] += Felt::ONE).is_some());
}

#[test]
fn a_proof_with_other_public_inputs_is_refused() {
    let bench = bench();
    for input in [4, 8, 12, 20, 42] {
        let mut proof = bench.leaf.clone();
        proof.public_inputs[input] += plonky2::field::types::Field::ONE;
        assert!(bench
            .violation(|witness| witness.execution.proof = &proof)
            .is_some());
    }
}

/// The same leaf under an aggregator: `proof` is its proof, `vd` what it names itself.
fn aggregated(vd: &Digest) -> InnerProof {
    let bench = bench();
    let leaf = bench.execution();
    let aggregator = &system().aggregator;
    let witness = aggregator.witness_as(vd, &bench.plan.env, &[leaf]).unwrap();
    aggregator.data.prove(witness).unwrap()
}

#[test]
fn an_aggregator_is_accepted_as_the_constant_one_only() {
    let bench = bench();
    let aggregator = &system().aggregator;
    let violation = |proof: &InnerProof, role: Role| {
        let mut witness = SubBlockWitness::new(&bench.plan.statement, bench.execution());
        witness.execution = ExecutionProof {
            proof,
            verifier: &aggregator.data.verifier_only,
            role,
        };
        let mut pw = PartialWitness::new();
        bench.targets.set_witness(&mut pw, &witness).unwrap();
        bench.trial.first_violation(&pw, &[])
    };
    let leafs_role = bench.execution().role;
    let honest = aggregated(&aggregator.vd());
    assert_eq!(violation(&honest, Role::Aggregator), None);
    assert!(violation(&honest, leafs_role).is_some(), "it is no leaf");

    let mut vd = aggregator.vd();
    vd[2] += Felt::ONE;
    let other = aggregated(&vd);
    assert!(violation(&other, Role::Aggregator).is_some(), "another vd");
    let leaf = bench.violation(|witness| witness.execution.role = Role::Aggregator);
    assert!(leaf.is_some(), "a leaf is no aggregator");
}

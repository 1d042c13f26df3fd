//! The aggregator against a prover that lies.

use std::sync::OnceLock;

use plonky2::field::types::Field;
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use plonky2::plonk::circuit_data::VerifierOnlyCircuitData;
use saya_core::header::Header;
use saya_core::{Digest, Felt};

use super::{AggregatorCircuit, AggregatorTargets, EnvOpening, ARITY};
use crate::execution_proof::{ExecutionProof, Role};
use crate::fixtures::{
    diamonds, few_queries, function_leaf, function_witness, purchases, quiet, BUY,
};
use crate::gadgets::trial::Trial;
use crate::gadgets::{from_field, to_hash};
use crate::leaf::{FunctionLeaf, LeafStart, LeafWitness};
use crate::set::ContractSet;
use crate::system::plan::Plan;
use crate::types::{InnerCircuit, InnerProof, C, D, F};
use crate::uniform::Uniform;
use saya_executor::Authorisation;

/// The circuit, one honest leaf for each of four purchases, and an aggregator over the first two.
struct Bench {
    uniform: Uniform,
    trial: Trial,
    targets: AggregatorTargets,
    circuit: AggregatorCircuit,
    set: ContractSet,
    env: EnvOpening,
    witness: LeafWitness,
    leaves: Vec<InnerProof>,
    pair: InnerProof,
}

fn bench() -> &'static Bench {
    static BENCH: OnceLock<Bench> = OnceLock::new();
    BENCH.get_or_init(|| {
        let profile = few_queries();
        let uniform = Uniform::new(&profile);
        let set = ContractSet::build(&profile, &[diamonds()], Authorisation::None, &quiet).unwrap();
        let job = purchases();
        let mut plan = Plan::new(&set, &job, [0; 32]).unwrap();
        let env = plan.env;
        let witness = function_witness(plan.leaves.remove(0).job);
        let leaf = leaf(&set);
        let leaves = leaves(leaf, &witness);
        let circuit = AggregatorCircuit::build(&uniform).unwrap();
        println!("aggregator: {} of {} rows", circuit.rows, uniform.rows());
        let children: Vec<_> = leaves[..2].iter().map(|p| listed(&set, p)).collect();
        let pair = circuit.prove(&env, &children).unwrap();
        let under_test = AggregatorCircuit::build(&uniform).unwrap();
        Bench {
            trial: Trial::of(under_test.data),
            targets: under_test.targets,
            uniform,
            circuit,
            set,
            env,
            witness,
            leaves,
            pair,
        }
    })
}

fn leaf(set: &ContractSet) -> &FunctionLeaf {
    function_leaf(set.circuit(&BUY).unwrap())
}

/// One proof for each call, each beginning where the one before it ended.
fn leaves(leaf: &FunctionLeaf, all: &LeafWitness) -> Vec<InnerProof> {
    let mut next = LeafWitness {
        calls: vec![],
        ..all.clone()
    };
    let mut proofs = vec![];
    for call in &all.calls {
        next.calls = vec![call.clone()];
        let proof = leaf.prove(&next).unwrap();
        let header = header(&proof);
        next.start.state_in = header.state_out;
        next.start.calls_in = header.calls_out;
        proofs.push(proof);
    }
    proofs
}

fn header(proof: &InnerProof) -> Header {
    let limbs: Vec<Felt> = proof
        .public_inputs
        .iter()
        .copied()
        .map(from_field)
        .collect();
    Header::from_limbs(&limbs).unwrap()
}

/// A proof of the set's function in its place.
fn listed<'a>(set: &'a ContractSet, proof: &'a InnerProof) -> ExecutionProof<'a> {
    let buy = set.circuit(&BUY).unwrap();
    ExecutionProof {
        proof,
        verifier: &buy.leaf.data().verifier_only,
        role: Role::Leaf {
            index: buy.index,
            siblings: set.siblings(buy),
        },
    }
}

impl Bench {
    fn children(&self) -> Vec<ExecutionProof<'_>> {
        self.leaves.iter().map(|p| listed(&self.set, p)).collect()
    }

    fn aggregator<'a>(&'a self, proof: &'a InnerProof) -> ExecutionProof<'a> {
        ExecutionProof {
            proof,
            verifier: &self.circuit.data.verifier_only,
            role: Role::Aggregator,
        }
    }

    fn inputs(&self, vd: &Digest, children: &[ExecutionProof]) -> PartialWitness<F> {
        let mut pw = PartialWitness::new();
        self.targets
            .set_witness(&mut pw, vd, &self.env, children)
            .unwrap();
        pw
    }

    fn violation(&self, children: &[ExecutionProof], lies: &[(Target, u64)]) -> Option<String> {
        let inputs = self.inputs(&self.circuit.vd(), children);
        self.trial.first_violation(&inputs, lies)
    }

    fn header(&self, children: &[ExecutionProof]) -> Header {
        let inputs = self.inputs(&self.circuit.vd(), children);
        let publics = self.trial.publics(&inputs, &[]);
        let limbs: Vec<Felt> = publics.into_iter().map(from_field).collect();
        Header::from_limbs(&limbs).unwrap()
    }
}

#[test]
fn headers_of_one_to_four_children_are_composed() {
    let bench = bench();
    let children = bench.children();
    for n in 1..=ARITY {
        assert_eq!(bench.violation(&children[..n], &[]), None);
        let (first, last) = (header(&bench.leaves[0]), header(&bench.leaves[n - 1]));
        let expected = Header {
            vd: bench.circuit.vd(),
            state_out: last.state_out,
            calls_out: last.calls_out,
            auth_out: last.auth_out,
            log_out: last.log_out,
            count: n as u32,
            ..first
        };
        assert_eq!(bench.header(&children[..n]), expected);
    }
}

#[test]
fn an_aggregator_takes_aggregators_and_leaves_side_by_side() {
    let bench = bench();
    let children = bench.children();
    let mixed = [bench.aggregator(&bench.pair), children[2], children[3]];
    assert_eq!(bench.violation(&mixed, &[]), None);
    assert_eq!(bench.header(&mixed), bench.header(&children));
}

#[test]
fn a_proof_of_an_aggregator_verifies_under_the_uniform_shape() {
    let bench = bench();
    assert_eq!(bench.circuit.data.common, bench.uniform.common);
    bench.circuit.data.verify(bench.pair.clone()).unwrap();
}

#[test]
fn children_out_of_order_do_not_link() {
    let bench = bench();
    let children = bench.children();
    let swapped = [children[1], children[0]];
    assert!(bench.violation(&swapped, &[]).is_some());
    let with_a_gap = [children[0], children[2]];
    assert!(bench.violation(&with_a_gap, &[]).is_some());
    let twice = [children[0], children[0]];
    assert!(bench.violation(&twice, &[]).is_some());
}

/// A second leaf whose beginning differs from the first one's end in one register.
#[test]
fn every_register_links() {
    let bench = bench();
    let end = header(&bench.leaves[0]);
    let second = LeafWitness {
        start: LeafStart {
            state_in: end.state_out,
            calls_in: end.calls_out,
            ..bench.witness.start
        },
        calls: vec![],
        ..bench.witness.clone()
    };
    let refused = |change: fn(&mut LeafWitness)| {
        let mut changed = second.clone();
        change(&mut changed);
        let proof = leaf(&bench.set).prove(&changed).unwrap();
        let children = [bench.children()[0], listed(&bench.set, &proof)];
        bench.violation(&children, &[]).is_some()
    };
    assert!(!refused(|_| ()), "a leaf without calls links");
    assert!(refused(|leaf| leaf.start.state_in[2] += Felt::ONE), "state");
    assert!(refused(|leaf| leaf.start.calls_in[1] += Felt::ONE), "calls");
    assert!(refused(|leaf| leaf.start.log_in[3] += Felt::ONE), "log");
    assert!(refused(|leaf| leaf.start.t_max -= 1), "another environment");
    assert!(
        refused(|leaf| leaf.start.domain[0] += Felt::ONE),
        "another world"
    );
    assert!(
        refused(|leaf| leaf.start.set_root[3] += Felt::ONE),
        "another set"
    );
}

#[test]
fn presence_flags_are_boolean_and_have_no_gap() {
    let bench = bench();
    let children = bench.children();
    let flag = |i: usize| bench.targets.present[i].target;
    for lie in [(2, 1), (3, 1), (1, 2)] {
        let found = bench.violation(&children[..1], &[(flag(lie.0), lie.1)]);
        assert!(found.is_some(), "flag {} = {}", lie.0, lie.1);
    }
    let dropped = bench.violation(&children[..3], &[(flag(1), 0)]);
    assert!(dropped.is_some(), "a gap");
}

#[test]
fn the_header_is_determined_by_the_children() {
    let bench = bench();
    let inputs = bench.inputs(&bench.circuit.vd(), &bench.children()[..3]);
    bench.trial.assert_publics_determined(&inputs, 100);
}

#[test]
fn the_environment_is_that_of_the_children() {
    let bench = bench();
    let children = bench.children();
    let (targets, lie) = (&bench.targets, 5);
    for target in [targets.t_min, targets.t_max, targets.domain.elements[0]] {
        assert!(bench.violation(&children[..1], &[(target, lie)]).is_some());
    }
}

/// A circuit of the uniform shape that says whatever its prover likes.
fn any_header(uniform: &Uniform) -> (InnerCircuit, Vec<Target>) {
    let mut b = uniform.builder();
    let limbs = b.add_virtual_targets(saya_core::header::LENGTH);
    b.register_public_inputs(&limbs);
    (uniform.finish(b).unwrap(), limbs)
}

fn say(circuit: &InnerCircuit, limbs: &[Target], header: &Header) -> InnerProof {
    let mut pw = PartialWitness::new();
    for (&target, limb) in limbs.iter().zip(header.to_limbs()) {
        pw.set_target(target, F::from_canonical_u64(limb.value()))
            .unwrap();
    }
    circuit.prove(pw).unwrap()
}

#[test]
fn a_circuit_outside_the_whitelist_is_refused_in_every_role() {
    let bench = bench();
    let (evil, limbs) = any_header(&bench.uniform);
    assert_eq!(evil.common, bench.uniform.common, "it has the same shape");
    let honest = header(&bench.leaves[0]);
    let proof = say(&evil, &limbs, &honest);
    let listed = listed(&bench.set, &proof);
    let digest_of_listed = VerifierOnlyCircuitData::<C, D> {
        circuit_digest: listed.verifier.circuit_digest,
        constants_sigmas_cap: evil.verifier_only.constants_sigmas_cap.clone(),
    };
    for verifier in [&evil.verifier_only, listed.verifier, &digest_of_listed] {
        for role in [listed.role, Role::Aggregator] {
            let child = ExecutionProof {
                proof: &proof,
                verifier,
                role,
            };
            assert!(bench.violation(&[child], &[]).is_some(), "{role:?}");
        }
    }
}

/// An aggregator of another build names itself: a tree over it is consistent, but its `vd` is another one,
/// which the sub-block refuses.
#[test]
fn an_aggregator_of_another_build_shows_in_vd() {
    let bench = bench();
    let (evil, limbs) = any_header(&bench.uniform);
    let vd = crate::gadgets::verifier_data::verifier_digest_of(&evil.verifier_only);
    let header = Header {
        vd,
        count: 1000,
        ..header(&bench.leaves[0])
    };
    let proof = say(&evil, &limbs, &header);
    let child = ExecutionProof {
        proof: &proof,
        verifier: &evil.verifier_only,
        role: Role::Aggregator,
    };
    assert!(bench.violation(&[child], &[]).is_some());
    let its_own = bench.inputs(&vd, &[child]);
    assert_eq!(bench.trial.first_violation(&its_own, &[]), None);
    let publics = bench.trial.publics(&its_own, &[]);
    assert_eq!(publics[..4], to_hash(&vd).elements);
    assert_ne!(vd, bench.circuit.vd());
}

/// A child that is this aggregator, but claims to be from a tree of another one.
#[test]
fn a_child_aggregator_has_the_same_vd() {
    let bench = bench();
    let mut vd = bench.circuit.vd();
    vd[0] += Felt::ONE;
    let first = bench.children()[0];
    let (circuit, env) = (&bench.circuit, &bench.env);
    let pw = circuit.witness_as(&vd, env, &[first]).unwrap();
    let proof = circuit.data.prove(pw).unwrap();
    assert!(bench.violation(&[bench.aggregator(&proof)], &[]).is_some());
}

//! The choice of a capacity, what the wrap thinks of it, and real proofs at its border.

use std::collections::BTreeSet;

use saya_core::Felt;
use saya_executor::{Authorisation, Call};

use super::*;
use crate::fixtures::{
    balances, buy, call, diamonds, everything, few_queries, job, purchases, quiet, set, system,
};
use crate::profile::Profile;
use crate::set::ContractSet;
use crate::sub_block::SubBlockWitness;
use crate::system::error::SubBlockError;
use crate::system::job::SubBlockJob;
use crate::system::plan::Plan;
use crate::system::ProvingSystem;

/// A job that touches so many keys: two for each purchase, and a counter when the number is odd.
fn touching(entries: usize) -> SubBlockJob {
    let users = entries as u32 / 2;
    let players: Vec<_> = (1..=users).map(|user| (user, 3, 0)).collect();
    let mut calls: Vec<Call> = (1..=users).map(|user| buy(user, 1)).collect();
    if entries % 2 == 1 {
        calls.push(call(&everything(), "bump", 7, &[]));
    }
    job(calls, balances(&players))
}

/// Proves a job of so many keys, and returns the names of the stages.
fn proven(system: &ProvingSystem, set: &ContractSet, entries: usize) -> Vec<String> {
    let proof = system
        .prove_sub_block(set, &touching(entries), &quiet)
        .unwrap();
    assert_eq!(proof.statement.entries().len(), entries);
    let verdict = system.verify(&proof.statement, proof.commit, &proof.proof);
    assert_eq!(verdict, Ok(()));
    println!("{entries} entries: {:?}", proof.stages);
    proof.stages.into_iter().map(|(name, _)| name).collect()
}

fn chosen(entries: usize) -> Result<usize, SubBlockError> {
    let capacity = system()
        .capacities
        .holding(entries, &mut Stages::new(&quiet));
    capacity.map(|capacity| capacity.entries)
}

#[test]
fn the_smallest_capacity_that_holds_the_entries_is_chosen() {
    for (entries, capacity) in [(0, 128), (1, 128), (128, 128), (129, 256), (256, 256)] {
        assert_eq!(chosen(entries).unwrap(), capacity, "{entries} entries");
    }
    let error = chosen(257).unwrap_err();
    assert!(error.is_job_error());
    assert_eq!(
        error.to_string(),
        "the calls touch 257 keys, but a sub-block holds 256"
    );
}

#[test]
fn every_shrink_has_one_shape_and_a_digest_of_its_own() {
    let capacities = &system().capacities;
    let built = capacities.all(&mut Stages::new(&quiet)).unwrap();
    assert_eq!(built.len(), 2);
    for capacity in &built {
        assert_eq!(&capacity.shrink.data.common, capacities.common());
    }
    let sizes = built.iter().map(|c| c.sub_block.data.common.degree());
    println!("sub-blocks of {:?} rows", sizes.collect::<Vec<_>>());
    let digests: BTreeSet<_> = (built.iter())
        .map(|capacity| capacity.digest().map(|limb| limb.value()))
        .collect();
    assert_eq!(digests.len(), 2);
}

/// The named profiles have pins for all their capacities; a profile that only bears a name has none.
#[test]
fn pins_are_those_of_the_named_profiles() {
    for profile in [Profile::fast(), Profile::secure()] {
        let pins = pinned::shrinks(&profile).unwrap();
        let pinned: Vec<usize> = pins.into_keys().collect();
        assert_eq!(pinned, profile.capacities);
    }
    assert_eq!(few_queries().name, "fast");
    assert!(pinned::shrinks(&few_queries()).is_none());
}

/// Sound circuits of the same shape that are not in the list: of another size, and over another aggregator.
#[test]
fn a_shrink_of_another_sub_block_circuit_is_refused() {
    let plan = Plan::new(set(), &purchases(), [0; 32]).unwrap();
    let leaf = &plan.leaves[0];
    let proof = leaf.circuit.leaf.prove(&leaf.job).unwrap();
    let witness = SubBlockWitness::new(&plan.statement, set().leaf_proof(leaf.circuit, &proof));
    let shrunk = |capacity: &Capacity| {
        let sub_block = capacity.sub_block.prove(&witness).unwrap();
        capacity.shrink.prove(&sub_block).unwrap()
    };
    let wrap = &system().wrap;
    let mut stages = Stages::new(&quiet);
    let listed = system().capacities.all(&mut stages).unwrap();
    for capacity in &listed {
        let verifier = &capacity.shrink.data.verifier_only;
        wrap.prove(&shrunk(capacity), verifier).unwrap();
    }

    let vd = system().aggregator.vd();
    let mut other_vd = vd;
    other_vd[1] += Felt::ONE;
    for (entries, vd) in [(16, vd), (128, other_vd)] {
        let parts = sizes::parts(&few_queries(), vd);
        let unlisted = Capacity::build(&parts, entries, &mut stages).unwrap();
        assert_eq!(&unlisted.shrink.data.common, system().capacities.common());
        let proof = shrunk(&unlisted);
        unlisted.shrink.data.verify(proof.clone()).unwrap();
        for capacity in [&unlisted, listed[0]] {
            let verifier = &capacity.shrink.data.verifier_only;
            assert!(wrap.prove(&proof, verifier).is_err(), "{entries} entries");
        }
    }
}

#[test]
fn sub_blocks_on_both_sides_of_a_border_are_proven() {
    for entries in [128, 129] {
        let stages = proven(system(), set(), entries);
        assert!(stages.iter().all(|stage| !stage.starts_with("build")));
    }
}

/// The named profile itself: its larger capacities are built by the first job that needs them, and are the pinned ones.
#[test]
#[ignore = "minutes: proves sub-blocks of up to 4,096 entries"]
fn the_fast_profile_proves_at_every_border() {
    let system = ProvingSystem::build(Profile::fast(), &quiet).unwrap();
    let contracts = [diamonds(), everything()];
    let set =
        ContractSet::build(&Profile::fast(), &contracts, Authorisation::None, &quiet).unwrap();
    for (entries, built) in [
        (128, None),
        (129, Some("build sub_block 1024")),
        (1024, None),
        (1025, Some("build sub_block 4096")),
        (4096, None),
    ] {
        let stages = proven(&system, &set, entries);
        let first = stages.iter().find(|stage| stage.starts_with("build"));
        assert_eq!(first.map(String::as_str), built, "{entries} entries");
    }
}

//! The wrap over the small fixed circuit, with the `fast` profile.

use std::sync::OnceLock;

use super::sample::SampleCircuit;
use super::*;
use crate::profile::Profile;

/// A wrap that accepts two sample circuits, and one proof.
pub struct Fixture {
    pub inner: SampleCircuit,
    pub other_inner: SampleCircuit,
    pub inner_proof: InnerProof,
    pub wrap: WrapCircuit,
    pub proof: WrapProof,
}

/// Made once for all tests.
pub fn fixture() -> &'static Fixture {
    static FIXTURE: OnceLock<Fixture> = OnceLock::new();
    FIXTURE.get_or_init(|| {
        let profile = Profile::fast();
        let inner = SampleCircuit::build(&profile.inner, 0);
        let other_inner = SampleCircuit::build(&profile.inner, 1);
        let inner_proof = inner.prove(1).unwrap();
        let wrap = build(&[&inner, &other_inner]);
        let proof = wrap.prove(&inner_proof, &inner.data.verifier_only).unwrap();
        Fixture {
            inner,
            other_inner,
            inner_proof,
            wrap,
            proof,
        }
    })
}

fn build(accepted: &[&SampleCircuit]) -> WrapCircuit {
    let common = &accepted[0].data.common;
    let accepted: Vec<_> = accepted.iter().map(|c| c.digest()).collect();
    WrapCircuit::build(&Profile::fast().wrap, common, &accepted).unwrap()
}

#[test]
fn passes_the_public_inputs_on() {
    let f = fixture();
    f.wrap.data.verify(f.proof.clone()).unwrap();
    assert_eq!(f.proof.public_inputs, f.inner_proof.public_inputs);
    assert_eq!(f.proof.public_inputs.len(), PUBLIC_INPUTS);
}

#[test]
fn accepts_every_circuit_of_the_list_and_no_other() {
    let f = fixture();
    let second = f.other_inner.prove(2).unwrap();
    f.wrap
        .prove(&second, &f.other_inner.data.verifier_only)
        .unwrap();

    let stranger = SampleCircuit::build(&Profile::fast().inner, 2);
    assert_eq!(stranger.data.common, f.inner.data.common);
    let proof = stranger.prove(1).unwrap();
    stranger.data.verify(proof.clone()).unwrap();
    assert!(f.wrap.prove(&proof, &stranger.data.verifier_only).is_err());
}

#[test]
fn refuses_a_proof_under_another_circuits_data() {
    let f = fixture();
    let other = &f.other_inner.data.verifier_only;
    assert!(f.wrap.prove(&f.inner_proof, other).is_err());
}

#[test]
fn two_builds_are_the_same_circuit() {
    let f = fixture();
    let again = build(&[&f.inner, &f.other_inner]);
    assert_eq!(again.verifier_data(), f.wrap.verifier_data());
    let fewer = build(&[&f.inner]);
    assert_ne!(fewer.verifier_data(), f.wrap.verifier_data());
}

#[test]
fn says_what_is_wrong_with_an_inner_circuit() {
    let f = fixture();
    let config = &Profile::fast().wrap;
    let message = |common: &CommonCircuitData<F, D>, accepted: &[Digest]| {
        WrapCircuit::build(config, common, accepted)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    };
    let mut common = f.inner.data.common.clone();
    assert!(message(&common, &[]).contains("at least one"));
    common.num_public_inputs = 9;
    assert!(message(&common, &[f.inner.digest()]).contains("9 public inputs"));
}

//! The wrap over the small fixed circuit, with the `fast` profile.

use std::sync::OnceLock;

use super::sample::SampleCircuit;
use super::*;
use crate::profile::Profile;

/// A wrap of the sample circuit and one proof, made once for all tests.
pub struct Fixture {
    pub inner: SampleCircuit,
    pub inner_proof: InnerProof,
    pub wrap: WrapCircuit,
    pub proof: WrapProof,
}

pub fn fixture() -> &'static Fixture {
    static FIXTURE: OnceLock<Fixture> = OnceLock::new();
    FIXTURE.get_or_init(|| {
        let profile = Profile::fast();
        let inner = SampleCircuit::build(&profile.inner, 0);
        let inner_proof = inner.prove(1).unwrap();
        let verifier = &inner.data.verifier_only;
        let wrap = WrapCircuit::build(&profile.wrap, &inner.data.common, &[verifier]).unwrap();
        let proof = wrap.prove(&inner_proof, verifier).unwrap();
        Fixture {
            inner,
            inner_proof,
            wrap,
            proof,
        }
    })
}

#[test]
fn passes_the_public_inputs_on() {
    let f = fixture();
    f.wrap.data.verify(f.proof.clone()).unwrap();
    assert_eq!(f.proof.public_inputs, f.inner_proof.public_inputs);
    assert_eq!(f.proof.public_inputs.len(), PUBLIC_INPUTS);
}

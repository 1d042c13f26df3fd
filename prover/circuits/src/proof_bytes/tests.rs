//! Bytes against plonky2's proof, and what happens when they change.

use plonky2::field::types::PrimeField64;

use super::*;
use crate::wrap::tests::fixture;

fn inputs() -> [u64; 8] {
    let limbs = &fixture().proof.public_inputs;
    std::array::from_fn(|i| limbs[i].to_canonical_u64())
}

#[test]
fn bytes_round_trip_and_verify() {
    let f = fixture();
    let verifier = f.wrap.verifier_data();
    let bytes = encode(&f.proof);
    assert_eq!(decode(&verifier.common, inputs(), &bytes).unwrap(), f.proof);
    verify_wrap(&verifier, inputs(), &bytes).unwrap();
}

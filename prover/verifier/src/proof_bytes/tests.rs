//! Bytes against plonky2's proof, and what happens when they change.

use std::sync::Arc;

use plonky2::field::goldilocks_field::GoldilocksField;
use plonky2::field::types::Field64;
use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};

use super::region::LIMB_BYTES;
use super::*;
use crate::keccak::DIGEST_BYTES;
use crate::types::WrapVerifierData;
use crate::vectors::WrapVector;

struct Subject {
    verifier: Arc<WrapVerifierData>,
    inputs: [u64; 8],
    bytes: Vec<u8>,
    segments: Vec<Segment>,
}

impl Subject {
    fn new() -> Self {
        let vector = WrapVector::load("fast");
        let verifier = vector.version.verifier.clone();
        Self {
            inputs: vector.inputs,
            bytes: vector.proof,
            segments: segments(&verifier.common),
            verifier,
        }
    }

    fn judge(&self, bytes: &[u8]) -> Result<(), Rejection> {
        verify_wrap(&self.verifier, self.inputs, bytes)
    }

    /// The verdict on the proof after `change`.
    fn changed(&self, change: impl FnOnce(&mut Vec<u8>)) -> Result<(), Rejection> {
        let mut bytes = self.bytes.clone();
        change(&mut bytes);
        assert_ne!(bytes, self.bytes, "the change must change something");
        self.judge(&bytes)
    }
}

#[test]
fn bytes_round_trip_and_verify() {
    let s = Subject::new();
    let proof = decode(&s.verifier.common, s.inputs, &s.bytes).unwrap();
    assert_eq!(encode(&proof), s.bytes);
    s.judge(&s.bytes).unwrap();
}

#[test]
fn segments_cover_the_bytes_without_gaps() {
    let s = Subject::new();
    let mut end = 0;
    for segment in &s.segments {
        assert_eq!(segment.bytes.start, end, "{}", segment.region);
        let item = match segment.content {
            Content::Limbs => LIMB_BYTES,
            Content::Digests => DIGEST_BYTES,
        };
        assert_eq!(segment.bytes.len() % item, 0);
        end = segment.bytes.end;
    }
    assert_eq!(end, s.bytes.len());
}

#[test]
fn a_limb_of_p_or_more_is_refused_in_every_region() {
    let s = Subject::new();
    let limbs = s.segments.iter().filter(|s| s.content == Content::Limbs);
    for Segment { region, bytes, .. } in limbs {
        for offset in [bytes.start, bytes.end - LIMB_BYTES] {
            for limb in [GoldilocksField::ORDER, u64::MAX] {
                let place = offset..offset + LIMB_BYTES;
                let verdict = s.changed(|b| b[place].copy_from_slice(&limb.to_be_bytes()));
                let region = *region;
                assert_eq!(verdict, Err(Rejection::NonCanonicalLimb { region, offset }));
            }
        }
    }
}

/// An element has one encoding: 7 is read, 7 + p is not, though it is the same element.
#[test]
fn a_limb_plus_p_is_not_the_same_limb() {
    let s = Subject::new();
    let read = |place: std::ops::Range<usize>, limb: u64| {
        let mut bytes = s.bytes.clone();
        bytes[place].copy_from_slice(&limb.to_be_bytes());
        decode(&s.verifier.common, s.inputs, &bytes).map(|_| ())
    };
    for segment in s.segments.iter().filter(|s| s.content == Content::Limbs) {
        let region = segment.region;
        let offset = segment.bytes.start;
        let place = offset..offset + LIMB_BYTES;
        assert_eq!(read(place.clone(), 7), Ok(()));
        let again = read(place, 7 + GoldilocksField::ORDER);
        assert_eq!(again, Err(Rejection::NonCanonicalLimb { region, offset }));
    }
}

#[test]
fn public_inputs_must_be_canonical_and_the_proofs_own() {
    let s = Subject::new();
    for index in 0..s.inputs.len() {
        let mut inputs = s.inputs;
        inputs[index] ^= 1;
        assert!(verify_wrap(&s.verifier, inputs, &s.bytes).is_err());
        inputs[index] = GoldilocksField::ORDER;
        assert_eq!(
            verify_wrap(&s.verifier, inputs, &s.bytes),
            Err(Rejection::NonCanonicalPublicInput { index })
        );
    }
}

#[test]
fn any_other_length_is_refused() {
    let s = Subject::new();
    let expected = s.bytes.len();
    let refused = |bytes: &[u8]| {
        let actual = bytes.len();
        assert_eq!(s.judge(bytes), Err(Rejection::Length { expected, actual }));
    };
    refused(&[]);
    for cut in [1, LIMB_BYTES, DIGEST_BYTES, expected / 2] {
        refused(&s.bytes[..expected - cut]);
    }
    refused(&[s.bytes.as_slice(), &[0]].concat());
    refused(&[s.bytes.as_slice(), &s.bytes].concat());
}

/// Flips one bit at the start and at the end of every region. What comes after the grinding limb does
/// not move the challenges, so there the very check that fails is known.
#[test]
fn a_flipped_bit_is_refused_in_every_region() {
    let s = Subject::new();
    for segment in &s.segments {
        for at in [segment.bytes.start, segment.bytes.end - 1] {
            let bit = if at == segment.bytes.start { 0x40 } else { 1 };
            let rejection = s.changed(|bytes| bytes[at] ^= bit).unwrap_err();
            let expected = match segment.region {
                Region::Leaf { query, oracle } | Region::LeafPath { query, oracle } => {
                    vec![Rejection::LeafPath { query, oracle }]
                }
                // The value that came from the fold before may be the one that changed.
                Region::FoldValues { query, fold } => vec![
                    Rejection::FoldValue { query, fold },
                    Rejection::FoldPath { query, fold },
                ],
                Region::FoldPath { query, fold } => vec![Rejection::FoldPath { query, fold }],
                _ => continue,
            };
            assert!(
                expected.contains(&rejection),
                "{}: {rejection}",
                segment.region
            );
        }
    }
}

#[test]
fn exchanged_parts_are_refused() {
    let s = Subject::new();
    let range = |wanted: Region| {
        let found = s.segments.iter().find(|segment| segment.region == wanted);
        found.unwrap().bytes.clone()
    };
    let exchange = |a: std::ops::Range<usize>, b: std::ops::Range<usize>| {
        let first = s.bytes[a.clone()].to_vec();
        s.changed(|bytes| {
            bytes.copy_within(b.clone(), a.start);
            bytes[b].copy_from_slice(&first);
        })
        .unwrap_err();
    };
    exchange(range(Region::WiresCap), range(Region::QuotientCap));
    for oracle in 0..4 {
        exchange(
            range(Region::Leaf { query: 0, oracle }),
            range(Region::Leaf { query: 1, oracle }),
        );
    }
    let caps = range(Region::WiresCap);
    let (first, second) = (caps.start, caps.start + DIGEST_BYTES);
    exchange(first..second, second..second + DIGEST_BYTES);
    let query = |query| range(Region::Leaf { query, oracle: 0 }).start;
    exchange(query(0)..query(1), query(1)..query(2));
}

#[test]
fn arbitrary_bytes_never_panic_and_never_pass() {
    let s = Subject::new();
    let mut rng = StdRng::seed_from_u64(11);
    for round in 0..3000 {
        let mut bytes = s.bytes.clone();
        match round % 6 {
            0 => rng.fill_bytes(&mut bytes),
            1 => bytes.truncate(rng.gen_range(0..s.bytes.len())),
            2 => {
                let from = rng.gen_range(0..bytes.len());
                rng.fill_bytes(&mut bytes[from..]);
            }
            3 => {
                let from = rng.gen_range(0..bytes.len());
                bytes[from..].fill(0);
            }
            4 => {
                let shift = rng.gen_range(1..bytes.len());
                bytes.rotate_left(shift);
            }
            _ => {
                for _ in 0..rng.gen_range(1..5) {
                    let at = rng.gen_range(0..bytes.len());
                    bytes[at] = rng.gen();
                }
            }
        }
        if bytes != s.bytes {
            assert!(s.judge(&bytes).is_err(), "round {round}");
        }
    }
}

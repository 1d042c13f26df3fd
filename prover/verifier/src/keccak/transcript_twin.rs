//! The transcript written out by hand, compared with plonky2's `Challenger` over our sponge.

use plonky2::field::goldilocks_field::GoldilocksField as F;
use plonky2::field::types::{Field, Field64, PrimeField64, Sample};
use plonky2::hash::hashing::PlonkyPermutation;
use plonky2::iop::challenger::Challenger;
use plonky2::plonk::config::GenericHashOut;
use rand::{Rng, SeedableRng};

use super::{keccak256, ChainDigest, KeccakHasher, KeccakSponge, DIGEST_BYTES};

/// A second implementation, as a contract would write it: bytes in, numbers out.
struct Twin {
    chain: [u8; 32],
    pending: Vec<u8>,
    drawn: usize,
    fresh: bool,
}

impl Twin {
    fn new() -> Self {
        Self {
            chain: [0; 32],
            pending: vec![],
            drawn: 0,
            fresh: true,
        }
    }

    fn absorb(&mut self, limb: u64) {
        self.pending.extend(limb.to_be_bytes());
    }

    fn draw(&mut self) -> u64 {
        if self.fresh || !self.pending.is_empty() || self.drawn == 8 {
            let mut input = self.chain.to_vec();
            input.append(&mut self.pending);
            self.chain = keccak256(&[&input]);
            self.drawn = 0;
            self.fresh = false;
        }
        let mut input = self.chain.to_vec();
        input.push((self.drawn / 2) as u8);
        let block = keccak256(&[&input]);
        let half = &block[16 * (self.drawn % 2)..][..16];
        self.drawn += 1;
        half.iter().fold(0u128, |n, &byte| {
            (n * 256 + u128::from(byte)) % u128::from(F::ORDER)
        }) as u64
    }
}

#[test]
fn challenger_and_twin_agree_on_random_schedules() {
    let mut rng = rand::rngs::StdRng::seed_from_u64(7);
    for _ in 0..200 {
        let mut challenger = Challenger::<F, KeccakHasher>::new();
        let mut twin = Twin::new();
        for _ in 0..rng.gen_range(1..12) {
            // Up to the longest message of a proof, often none; up to three turns of draws.
            let absorbed = rng.gen_range(0..4) * rng.gen_range(0..200);
            for _ in 0..absorbed {
                let limb = F::sample(&mut rng);
                challenger.observe_element(limb);
                twin.absorb(limb.to_canonical_u64());
            }
            for _ in 0..rng.gen_range(1..25) {
                assert_eq!(challenger.get_challenge().to_canonical_u64(), twin.draw());
            }
        }
    }
}

#[test]
fn first_challenges_are_the_pinned_ones() {
    let mut challenger = Challenger::<F, KeccakHasher>::new();
    challenger.observe_element(F::from_canonical_u64(F::ORDER - 1));
    challenger.observe_hash::<KeccakHasher>(ChainDigest([0xff; DIGEST_BYTES]));
    let chain = keccak256(&[
        &[0; 32],
        &hex::decode("ffffffff00000000").unwrap(),
        &hex::decode("00ffffffffffffff00ffffffffffffff00ffffffffffffff00000000ffffffff").unwrap(),
    ]);
    let block = keccak256(&[&chain, &[0]]);
    let first = u128::from_be_bytes(block[..16].try_into().unwrap()) % u128::from(F::ORDER);
    assert_eq!(challenger.get_challenge().to_canonical_u64(), first as u64);
}

/// plonky2 grinds on a copy of the sponge with the candidate appended and looks at the last element of
/// `squeeze()`; that must be the challenge which the verifier draws next.
#[test]
fn grinding_looks_at_the_next_challenge() {
    let pending: Vec<F> = (0..70).map(F::from_canonical_u64).collect();
    let candidate = F::from_canonical_u64(123_456);
    let mut ground = KeccakSponge::default();
    ground.set_from_iter(pending.iter().copied(), 0);
    ground.set_elt(candidate, pending.len());
    ground.permute();

    let mut twin = Twin::new();
    for limb in pending.iter().chain([&candidate]) {
        twin.absorb(limb.to_canonical_u64());
    }
    let response = ground.squeeze().last().unwrap();
    assert_eq!(response.to_canonical_u64(), twin.draw());
}

#[test]
#[should_panic(expected = "zero state")]
fn the_sponge_refuses_another_start() {
    KeccakSponge::new([F::ONE]);
}

#[test]
fn digests_enter_the_transcript_as_four_limbs() {
    assert_eq!(ChainDigest([3; DIGEST_BYTES]).to_vec().len(), 4);
}

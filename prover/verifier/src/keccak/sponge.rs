//! The transcript of the wrap proof as a hash chain, shaped as the "permutation" that plonky2's
//! `Challenger` expects.
//!
//! State: a 32-byte chain value (zero at first) and the limbs absorbed since the last challenge.
//! * absorb-and-turn: `chain = keccak256(chain ‖ limbs)`, the limbs are then forgotten;
//! * squeeze: `block_i = keccak256(chain ‖ u8(i))` for i = 0..4; each block gives two challenges,
//!   its high and then its low 128 bits, each reduced modulo p (a bias below 2^-64).
//!
//! A turn hashes 32 + 8k bytes and a squeeze 33, so the two never collide.

use plonky2::field::goldilocks_field::GoldilocksField;
use plonky2::field::types::{Field, Field64};
use plonky2::hash::hashing::PlonkyPermutation;

use super::{keccak256, limb_bytes};

/// Challenges that one turn of the chain gives before the next turn is needed.
pub const SQUEEZED_LIMBS: usize = 8;

/// `Challenger` turns the chain by itself when this many limbs are buffered, so every message must be
/// shorter: whoever builds a wrap circuit checks it ([`crate::transcript::longest_message`]).
pub const MESSAGE_LIMBS: usize = 1024;

/// The hash chain; see the module's text.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct KeccakSponge {
    chain: [u8; 32],
    message: [GoldilocksField; MESSAGE_LIMBS],
    message_len: usize,
    /// Challenges in reverse order of drawing: `Challenger` pops from the end.
    squeezed: [GoldilocksField; SQUEEZED_LIMBS],
}

impl Default for KeccakSponge {
    fn default() -> Self {
        Self {
            chain: [0; 32],
            message: [GoldilocksField::ZERO; MESSAGE_LIMBS],
            message_len: 0,
            squeezed: [GoldilocksField::ZERO; SQUEEZED_LIMBS],
        }
    }
}

impl AsRef<[GoldilocksField]> for KeccakSponge {
    fn as_ref(&self) -> &[GoldilocksField] {
        &self.message
    }
}

impl PlonkyPermutation<GoldilocksField> for KeccakSponge {
    const RATE: usize = MESSAGE_LIMBS;
    const WIDTH: usize = MESSAGE_LIMBS;

    /// The initial state. `Challenger` starts from zeros; a hash chain has no other start.
    fn new<I: IntoIterator<Item = GoldilocksField>>(elements: I) -> Self {
        assert!(
            elements
                .into_iter()
                .take(Self::WIDTH)
                .all(|element| element.is_zero()),
            "the transcript starts from the zero state"
        );
        Self::default()
    }

    fn set_elt(&mut self, element: GoldilocksField, index: usize) {
        self.message[index] = element;
        self.message_len = self.message_len.max(index + 1);
    }

    fn set_from_iter<I: IntoIterator<Item = GoldilocksField>>(
        &mut self,
        elements: I,
        start: usize,
    ) {
        for (offset, element) in elements.into_iter().enumerate() {
            self.set_elt(element, start + offset);
        }
    }

    fn set_from_slice(&mut self, elements: &[GoldilocksField], start: usize) {
        self.set_from_iter(elements.iter().copied(), start);
    }

    fn permute(&mut self) {
        let message = limb_bytes(&self.message[..self.message_len]);
        self.chain = keccak256(&[&self.chain, &message]);
        self.message_len = 0;
        for (i, pair) in self.squeezed.rchunks_exact_mut(2).enumerate() {
            let block = keccak256(&[&self.chain, &[i as u8]]);
            let (high, low) = block.split_at(16);
            pair[1] = reduce(high);
            pair[0] = reduce(low);
        }
    }

    /// The challenges of this turn, the first to be drawn last.
    fn squeeze(&self) -> &[GoldilocksField] {
        &self.squeezed
    }
}

/// 16 big-endian bytes modulo p.
fn reduce(bytes: &[u8]) -> GoldilocksField {
    let number = u128::from_be_bytes(bytes.try_into().expect("half a Keccak block"));
    GoldilocksField::from_canonical_u64((number % u128::from(GoldilocksField::ORDER)) as u64)
}

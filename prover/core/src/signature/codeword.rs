//! A message as a codeword: 120 bits of weight 60.
//!
//! Of two different codewords of equal weight each has a one where the other has a zero, so what a signature
//! of one message reveals never suffices for another.

use super::error::SignatureError;
use super::params::{Pp, CHAINS, LIMB_BITS, WEIGHT};
use crate::felt::Felt;
use crate::hashing::{hash, Tag};
use crate::limbs::Digest;

/// Bit `c` belongs to chain `c`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Codeword([bool; CHAINS]);

impl Codeword {
    /// The codeword of a message: bits 0 to 59 of the first two limbs of `H(MSG; ρ, pp, digest)`, least
    /// significant first.
    ///
    /// Refused unless both limbs are below 2^60 and 60 of the bits are ones.
    pub fn of(rho: [Felt; 2], pp: Pp, digest: &Digest) -> Result<Codeword, SignatureError> {
        let message = hash(Tag::Msg, &[&rho, &pp, &digest[..]].concat());
        Codeword::from_limbs([message[0], message[1]])
    }

    fn from_limbs(limbs: [Felt; 2]) -> Result<Codeword, SignatureError> {
        let too_large = limbs.iter().position(|limb| limb.value() >> LIMB_BITS != 0);
        if let Some(index) = too_large {
            let value = limbs[index].value();
            return Err(SignatureError::DigestLimb { index, value });
        }
        let bit = |c: usize| limbs[c / LIMB_BITS].value() >> (c % LIMB_BITS) & 1 == 1;
        let bits: [bool; CHAINS] = std::array::from_fn(bit);
        let weight = bits.iter().filter(|bit| **bit).count();
        if weight != WEIGHT {
            return Err(SignatureError::Weight { weight });
        }
        Ok(Codeword(bits))
    }

    /// The bits by chain.
    pub const fn bits(&self) -> &[bool; CHAINS] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codeword(low: u64, high: u64) -> Result<Codeword, SignatureError> {
        Codeword::from_limbs([low, high].map(|limb| Felt::new(limb).unwrap()))
    }

    #[test]
    fn only_weight_60_below_2_60_is_a_codeword() {
        let full = (1 << LIMB_BITS) - 1;
        assert!(codeword(full, 0).is_ok());
        assert!(codeword(0, full).is_ok());
        assert!(codeword(full >> 30, full >> 30).is_ok());
        let refused = |low, high| codeword(low, high).unwrap_err();
        assert_eq!(refused(full, 1), SignatureError::Weight { weight: 61 });
        assert_eq!(refused(full >> 1, 0), SignatureError::Weight { weight: 59 });
        assert_eq!(refused(0, 0), SignatureError::Weight { weight: 0 });
        let value = 1 << LIMB_BITS;
        let digest_limb = |index, value| SignatureError::DigestLimb { index, value };
        assert_eq!(refused(value, full), digest_limb(0, value));
        assert_eq!(refused(full, value), digest_limb(1, value));
        let value = (1 << LIMB_BITS) + full;
        assert_eq!(refused(value, 0), digest_limb(0, value));
    }

    #[test]
    fn bits_are_in_chain_order() {
        let codeword = codeword(1 | 0x7ff_ffff_ffff_fffe, 1 << 59).unwrap();
        assert_eq!(
            codeword.bits()[0..60],
            [[true].repeat(59), vec![false]].concat()
        );
        assert_eq!(
            codeword.bits()[60..],
            [[false].repeat(59), vec![true]].concat()
        );
    }
}

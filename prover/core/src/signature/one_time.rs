//! The one-time key of a nonce: 120 chains of one step.
//!
//! A chain starts at a secret element and ends one step on. A signature holds the end where the codeword has
//! a one and the start where it has a zero, so it reveals 60 of the 120 secrets.

use super::codeword::Codeword;
use super::params::{Element, Pp, CHAINS};
use super::prf::Seed;
use crate::felt::Felt;
use crate::hashing::{hash, Tag};
use crate::limbs::Digest;

/// One step of a chain: the first two limbs of `H(CHAIN; element, pp, nonce, chain)`.
///
/// Public parameter, nonce and chain make each step a function of its own, so a guess at one inverts no other.
pub fn step(element: Element, pp: Pp, nonce: u64, chain: usize) -> Element {
    let place = [nonce, chain as u64].map(|n| Felt::reduce(n.into()));
    let end = hash(Tag::Chain, &[element, pp, place].concat());
    [end[0], end[1]]
}

/// The leaf over the ends of the chains: `H(OTS_PK; ends)`.
pub fn leaf_of(ends: &[Element; CHAINS]) -> Digest {
    hash(Tag::OtsPk, ends.as_flattened())
}

/// The leaf of a nonce, from the secret.
pub(super) fn leaf(seed: &Seed, pp: Pp, nonce: u64) -> Digest {
    let end = |chain| step(seed.element(nonce, chain), pp, nonce, chain);
    leaf_of(&std::array::from_fn(end))
}

/// What a signature holds of each chain.
pub(super) fn elements(seed: &Seed, pp: Pp, nonce: u32, codeword: &Codeword) -> [Element; CHAINS] {
    let nonce = nonce.into();
    std::array::from_fn(|chain| {
        let start = seed.element(nonce, chain);
        if codeword.bits()[chain] {
            step(start, pp, nonce, chain)
        } else {
            start
        }
    })
}

/// The leaf that a signature leads to.
pub(super) fn recover(
    elements: &[Element; CHAINS],
    pp: Pp,
    nonce: u32,
    codeword: &Codeword,
) -> Digest {
    leaf_of(&std::array::from_fn(|chain| {
        if codeword.bits()[chain] {
            elements[chain]
        } else {
            step(elements[chain], pp, nonce.into(), chain)
        }
    }))
}

//! A message digest as a codeword: 120 bits of weight 60.

use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use plonky2::util::reducing::ReducingFactorTarget;
use saya_core::signature::params::{LIMB_BITS, WEIGHT};
use saya_core::Tag;

use crate::gadgets::hash::hash;
use crate::gadgets::range::split;
use crate::types::{Builder, F};

/// The bits by chain: those of the codeword when taken, else zeros.
///
/// | private witness | bound by |
/// |---|---|
/// | bits | booleans and weighted sum of the gate; 60 bits hold a limb in one way only |
pub fn build(
    b: &mut Builder,
    taken: BoolTarget,
    rho: [Target; 2],
    pp: [Target; 2],
    digest: HashOutTarget,
) -> Vec<BoolTarget> {
    let message = hash(b, Tag::Msg, &[&rho, &pp, &digest.elements[..]].concat());
    let mut bits = vec![];
    for limb in &message.elements[..2] {
        // A lane that is not taken has no message digest below 2^60; its limbs count as 0.
        let limb = b.mul(taken.target, *limb);
        bits.extend(split(b, limb, LIMB_BITS));
    }
    let weight = sum(b, &bits);
    let expected = b.mul_const(F::from_canonical_usize(WEIGHT), taken.target);
    b.connect(weight, expected);
    bits
}

/// The sum as a polynomial at 1: three rows of `ReducingGate`, where additions take six.
fn sum(b: &mut Builder, bits: &[BoolTarget]) -> Target {
    let terms: Vec<Target> = bits.iter().map(|bit| bit.target).collect();
    let one = b.one_extension();
    ReducingFactorTarget::new(one).reduce_base(&terms, b).0[0]
}

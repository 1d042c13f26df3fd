//! Which inner circuits a wrap accepts.

use anyhow::{ensure, Result};
use plonky2::plonk::circuit_data::VerifierCircuitTarget;
use saya_core::Digest;

use crate::gadgets::logic::equal_limbs;
use crate::gadgets::to_hash;
use crate::gadgets::verifier_data::verifier_digest;
use crate::types::Builder;

/// Requires that `H(VD; circuit_digest, cap)` of `verifier` is that of one of `accepted`.
///
/// No private witness beyond that of [`equal_limbs`].
pub fn assert_accepted(
    b: &mut Builder,
    verifier: &VerifierCircuitTarget,
    accepted: &[Digest],
) -> Result<()> {
    ensure!(!accepted.is_empty(), "a wrap accepts at least one circuit");
    let digest = verifier_digest(b, verifier);
    // The product over the list of "differs from this one" must be zero.
    let mut differs_from_all = b.one();
    for circuit in accepted {
        let constant = b.constant_hash(to_hash(circuit));
        let same = equal_limbs(b, &digest.elements, &constant.elements);
        let differs = b.not(same);
        differs_from_all = b.mul(differs_from_all, differs.target);
    }
    b.assert_zero(differs_from_all);
    Ok(())
}

#[cfg(test)]
mod tests {
    use plonky2::field::types::Field;
    use plonky2::hash::hash_types::HashOut;
    use plonky2::hash::merkle_tree::MerkleCap;
    use plonky2::iop::witness::{PartialWitness, WitnessWrite};

    use super::super::InnerVerifierData;
    use super::*;
    use crate::gadgets::verifier_data::verifier_digest_of;
    use crate::types::{C, F};

    const CAP_HEIGHT: usize = 4;

    fn verifier_data(first: u64) -> InnerVerifierData {
        let hash = |i: u64| HashOut {
            elements: [0, 1, 2, 3].map(|j| F::from_canonical_u64(first + 4 * i + j)),
        };
        InnerVerifierData {
            circuit_digest: hash(0),
            constants_sigmas_cap: MerkleCap((1..=1 << CAP_HEIGHT).map(hash).collect()),
        }
    }

    /// Digest and cap are free witness here, so only the list decides.
    #[test]
    fn digest_and_every_limb_of_the_cap_are_bound() {
        let accepted = [verifier_data(100), verifier_data(9000)];
        let config = crate::profile::Profile::fast().inner;
        let mut b = Builder::new(config);
        let target = b.add_virtual_verifier_data(CAP_HEIGHT);
        assert_accepted(
            &mut b,
            &target,
            &accepted.each_ref().map(verifier_digest_of),
        )
        .unwrap();
        let data = b.build::<C>();
        let accepts = |verifier: &InnerVerifierData| {
            let mut witness = PartialWitness::new();
            witness.set_verifier_data_target(&target, verifier).unwrap();
            data.prove(witness).is_ok()
        };
        assert!(accepted.iter().all(accepts));
        assert!(!accepts(&verifier_data(101)));
        for limb in 0..4 {
            let mut changed = accepted[1].clone();
            changed.circuit_digest.elements[limb] += F::ONE;
            assert!(!accepts(&changed), "limb {limb} of the circuit digest");
        }
        for place in 0..1 << CAP_HEIGHT {
            let mut changed = accepted[0].clone();
            changed.constants_sigmas_cap.0[place].elements[place % 4] += F::ONE;
            assert!(!accepts(&changed), "digest {place} of the cap");
        }
        let mixed = InnerVerifierData {
            circuit_digest: accepted[0].circuit_digest,
            constants_sigmas_cap: accepted[1].constants_sigmas_cap.clone(),
        };
        assert!(!accepts(&mixed));
    }
}

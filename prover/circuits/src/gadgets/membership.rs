//! Membership of a circuit in a contract set.
//!
//! | part | rows | holds |
//! |---|---|---|
//! | leaf | 1 | hash of the circuit's verifier digest |
//! | path | 16 | leaf to set root |
//! | root | 0.4 | comparison when taken |

use anyhow::Result;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::BoolTarget;
#[cfg(test)]
use plonky2::iop::target::Target;
use plonky2::iop::witness::PartialWitness;
use saya_core::set_tree::DEPTH;
use saya_core::{Digest, Tag};

use super::hash::hash;
use super::logic::assert_equal_when;
use super::path::PathTargets;
use crate::types::{Builder, F};

/// `H(SET_LEAF; verifier digest)` is a leaf of the set tree, unless `taken` is 0.
///
/// | private witness | bound by |
/// |---|---|
/// | `path` | the root it leads to equals `set_root`, when taken |
pub struct MembershipTargets {
    path: PathTargets,
}

impl MembershipTargets {
    pub fn build(
        b: &mut Builder,
        taken: BoolTarget,
        verifier_digest: HashOutTarget,
        set_root: HashOutTarget,
    ) -> Self {
        let path = PathTargets::build(b, DEPTH);
        let leaf = hash(b, Tag::SetLeaf, &verifier_digest.elements);
        let root = path.root(b, Tag::SetNode, leaf);
        for (found, wanted) in root.elements.into_iter().zip(set_root.elements) {
            assert_equal_when(b, taken, found, wanted);
        }
        Self { path }
    }

    /// `index` as [`saya_core::set_tree::leaf_index`] gives it.
    pub fn set_witness(
        &self,
        pw: &mut PartialWitness<F>,
        index: usize,
        siblings: &[Digest; DEPTH],
    ) -> Result<()> {
        self.path.set_witness(pw, index, siblings)
    }

    /// Every target that a prover chooses.
    #[cfg(test)]
    pub fn private(&self) -> Vec<Target> {
        self.path.private()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use plonky2::plonk::circuit_data::VerifierCircuitTarget;
    use saya_core::set_tree::{self, SetTree};
    use saya_core::Felt;

    use super::*;
    use crate::gadgets::trial::{pairs, random_digest, Trial};
    use crate::gadgets::verifier_data::verifier_digest;
    use crate::hunt::inputs::Input;

    const CAP: usize = 16;

    struct Bench {
        trial: Trial,
        verifier: VerifierCircuitTarget,
        set_root: HashOutTarget,
        membership: MembershipTargets,
        taken: Target,
    }

    fn bench() -> Bench {
        let (trial, (verifier, set_root, membership, taken)) = Trial::new(|b| {
            let verifier = b.add_virtual_verifier_data(4);
            let set_root = b.add_virtual_hash();
            let digest = verifier_digest(b, &verifier);
            let taken = b.add_virtual_bool_target_safe();
            let membership = MembershipTargets::build(b, taken, digest, set_root);
            (verifier, set_root, membership, taken.target)
        });
        Bench {
            trial,
            verifier,
            set_root,
            membership,
            taken,
        }
    }

    #[test]
    fn a_listed_circuit_is_accepted_with_its_own_digest_and_cap_only() {
        let bench = bench();
        let circuit_digest = random_digest(1);
        let cap: Vec<Digest> = (0..CAP as u64).map(|i| random_digest(10 + i)).collect();
        let listed = set_tree::vd_digest(&circuit_digest, &cap);
        let circuits = BTreeMap::from([
            ((1, 1), random_digest(2)),
            ((1, 2), listed),
            ((7, 255), random_digest(3)),
        ]);
        let tree = SetTree::new(&circuits).unwrap();
        let index = set_tree::leaf_index(1, 2).unwrap();
        let path = tree.path(index).unwrap();

        let inputs_when = |taken, digest: &Digest, cap: &[Digest], index: usize| {
            let mut inputs = vec![(bench.taken, taken)];
            inputs.extend(pairs(&bench.verifier.circuit_digest.elements, digest));
            let targets = &bench.verifier.constants_sigmas_cap.0;
            for (target, digest) in targets.iter().zip(cap) {
                inputs.extend(pairs(&target.elements, digest));
            }
            inputs.extend(pairs(&bench.set_root.elements, &tree.root()));
            let steps = &bench.membership.path;
            for (level, sibling) in path.iter().enumerate() {
                inputs.push((steps.bits[level].target, (index >> level & 1) as u64));
                inputs.extend(pairs(&steps.siblings[level].elements, sibling));
            }
            inputs
        };
        let inputs = |digest: &Digest, cap: &[Digest], index| inputs_when(1, digest, cap, index);
        let honest = inputs(&circuit_digest, &cap, index);
        assert!(bench.trial.accepts(&honest));
        let private = bench.membership.private();
        let known = honest.iter().map(|input| input.0);
        let known: Vec<Target> = known.filter(|target| !private.contains(target)).collect();
        let report = bench
            .trial
            .hunt_of(&honest)
            .every_input(&[Input::known(&known), Input::fixed("path", &private)]);
        report.assert_none_survived();
        assert_eq!(report.harmless, 0, "{report}");

        let mut other_digest = circuit_digest;
        other_digest[3] += Felt::ONE;
        assert!(!bench.trial.accepts(&inputs(&other_digest, &cap, index)));
        for place in 0..CAP {
            let mut other_cap = cap.clone();
            other_cap[place][1] += Felt::ONE;
            let inputs = inputs(&circuit_digest, &other_cap, index);
            assert!(
                !bench.trial.accepts(&inputs),
                "the right digest, cap limb {place} changed"
            );
        }
        assert!(!bench
            .trial
            .accepts(&inputs(&circuit_digest, &cap, index ^ 1)));
        let untaken = inputs_when(0, &circuit_digest, &cap, index ^ 1);
        assert!(bench.trial.accepts(&untaken), "what is not taken is free");
    }
}

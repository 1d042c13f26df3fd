//! The authorisation register: who signed a bundle, and which of its calls are still to come.

use anyhow::Result;
use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::header::Auth;
use saya_core::Tag;

use super::hash::hash;
use super::logic::{assert_equal_when, assert_not_zero_when, equal_limbs, select_hash};
use super::to_hash;
use crate::types::{Builder, F};

/// `(signer, A)`; both 0 when no bundle is running.
#[derive(Clone, Copy)]
pub struct AuthRegister {
    pub signer: Target,
    /// `A_i = H(AUTH; call_i, A_{i+1})` of the next call; 0⁴ after the last.
    pub chain: HashOutTarget,
}

impl AuthRegister {
    /// The register between bundles.
    pub fn idle(b: &mut Builder) -> Self {
        let zero = b.zero();
        Self {
            signer: zero,
            chain: HashOutTarget {
                elements: [zero; 4],
            },
        }
    }

    /// A register that nothing binds.
    pub fn new(b: &mut Builder) -> Self {
        Self {
            signer: b.add_virtual_target(),
            chain: b.add_virtual_hash(),
        }
    }

    /// As in a header.
    pub fn limbs(&self) -> [Target; 5] {
        let [a, b, c, d] = self.chain.elements;
        [self.signer, a, b, c, d]
    }

    /// Opens the chain: when `taken`, there is a signer who authorised `call` to be next, and the calls after it
    /// are `rest`. The register afterwards; it is idle when nothing is left, and the same unless `taken`.
    ///
    /// | private witness | bound by |
    /// |---|---|
    /// | `rest` | `H(AUTH; call, rest)` is the register's chain, when taken |
    /// | `equal`, `inv` of the comparisons with 0 | see [`equal_limbs`] |
    pub fn pop(
        &self,
        b: &mut Builder,
        taken: BoolTarget,
        call: HashOutTarget,
        rest: HashOutTarget,
    ) -> Self {
        assert_not_zero_when(b, taken, self.signer);
        let link = hash(b, Tag::Auth, &[call.elements, rest.elements].concat());
        for (x, y) in link.elements.into_iter().zip(self.chain.elements) {
            assert_equal_when(b, taken, x, y);
        }
        let zero = b.zero();
        let last = equal_limbs(b, &rest.elements, &[zero; 4]);
        let ends = b.and(taken, last);
        Self {
            signer: b.select(ends, zero, self.signer),
            chain: select_hash(b, taken, rest, self.chain),
        }
    }

    pub fn set_witness(&self, pw: &mut PartialWitness<F>, auth: &Auth) -> Result<()> {
        pw.set_target(self.signer, F::from_canonical_u32(auth.signer))?;
        pw.set_hash_target(self.chain, to_hash(&auth.chain))
    }
}

#[cfg(test)]
mod tests {
    use saya_core::bundle::auth_chain;
    use saya_core::{limbs, Digest};

    use super::*;
    use crate::gadgets::trial::{pairs, random_digest, Trial};

    /// One pop under test; the register afterwards is public.
    struct Bench {
        trial: Trial,
        taken: Target,
        register: AuthRegister,
        call: HashOutTarget,
        rest: HashOutTarget,
        popped: AuthRegister,
    }

    impl Bench {
        fn new() -> Self {
            let (trial, (taken, register, call, rest, popped)) = Trial::new(|b| {
                let taken = b.add_virtual_bool_target_safe();
                let register = AuthRegister::new(b);
                let (call, rest) = (b.add_virtual_hash(), b.add_virtual_hash());
                let popped = register.pop(b, taken, call, rest);
                b.register_public_inputs(&popped.limbs());
                (taken.target, register, call, rest, popped)
            });
            Self {
                trial,
                taken,
                register,
                call,
                rest,
                popped,
            }
        }

        fn inputs(
            &self,
            taken: u64,
            auth: &Auth,
            call: &Digest,
            rest: &Digest,
        ) -> Vec<(Target, u64)> {
            let mut inputs = vec![
                (self.taken, taken),
                (self.register.signer, auth.signer.into()),
            ];
            inputs.extend(pairs(&self.register.chain.elements, &auth.chain));
            inputs.extend(pairs(&self.call.elements, call));
            inputs.extend(pairs(&self.rest.elements, rest));
            inputs
        }

        fn after(&self, inputs: &[(Target, u64)]) -> Auth {
            Auth {
                signer: self.trial.value(inputs, self.popped.signer) as u32,
                chain: self.trial.digest(inputs, self.popped.chain),
            }
        }
    }

    fn auth(signer: u32, chain: Digest) -> Auth {
        Auth { signer, chain }
    }

    #[test]
    fn a_bundle_is_popped_call_by_call_until_the_register_is_idle() {
        let bench = Bench::new();
        let calls: Vec<Digest> = (0..4).map(random_digest).collect();
        let chain = auth_chain(&calls);
        let mut now = auth(9, chain[0]);
        for (call, rest) in calls.iter().zip(&chain[1..]) {
            let inputs = bench.inputs(1, &now, call, rest);
            assert!(bench.trial.accepts(&inputs));
            now = bench.after(&inputs);
            let signer = if *rest == limbs::ZERO { 0 } else { 9 };
            assert_eq!(now, auth(signer, *rest));
            let outputs = bench.popped.limbs();
            bench.trial.assert_determined(&inputs, &outputs, 20);
        }
        assert_eq!(now, Auth::default());
    }

    #[test]
    fn only_the_next_call_is_popped_and_only_for_a_signer() {
        let bench = Bench::new();
        let calls: Vec<Digest> = (0..3).map(random_digest).collect();
        let chain = auth_chain(&calls);
        let first = auth(9, chain[0]);
        let accepts = |auth: &Auth, call: &Digest, rest: &Digest| {
            let taken = bench.trial.accepts(&bench.inputs(1, auth, call, rest));
            let idle = bench.inputs(0, auth, call, rest);
            assert!(bench.trial.accepts(&idle), "not taken");
            assert_eq!(bench.after(&idle), *auth, "not taken");
            taken
        };
        assert!(accepts(&first, &calls[0], &chain[1]));
        assert!(!accepts(&first, &calls[1], &chain[1]), "another call");
        assert!(!accepts(&first, &calls[1], &chain[2]), "a call left out");
        assert!(!accepts(&first, &calls[0], &chain[2]), "others to follow");
        assert!(!accepts(&first, &calls[0], &limbs::ZERO), "none to follow");
        assert!(!accepts(&auth(9, chain[1]), &calls[0], &chain[1]), "again");
        assert!(!accepts(&auth(0, chain[0]), &calls[0], &chain[1]), "nobody");
        assert!(!accepts(&Auth::default(), &calls[2], &limbs::ZERO), "idle");
        for limb in 0..4 {
            let (mut call, mut rest) = (calls[0], chain[1]);
            call[limb] += saya_core::Felt::ONE;
            assert!(!accepts(&first, &call, &rest));
            rest[limb] += saya_core::Felt::ONE;
            assert!(!accepts(&first, &calls[0], &rest));
        }
    }

    /// A chain that is 0 in some limbs is not at its end.
    #[test]
    fn only_four_zeros_end_a_bundle() {
        let bench = Bench::new();
        let call = random_digest(1);
        for limb in 0..4 {
            let mut rest = limbs::ZERO;
            rest[limb] = saya_core::Felt::ONE;
            let link = saya_core::hash(Tag::Auth, &[call, rest].concat());
            let inputs = bench.inputs(1, &auth(9, link), &call, &rest);
            assert!(bench.trial.accepts(&inputs));
            assert_eq!(bench.after(&inputs), auth(9, rest));
        }
    }
}

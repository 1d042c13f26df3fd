//! Test bench for constraints: a prover that lies.
//!
//! Chosen cells keep a false value, every generator runs on top of it as a cheating prover would let it, and
//! then the constraints are evaluated (see [`Constraints`]).

use plonky2::field::types::{Field, PrimeField64};
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, PartitionWitness, Witness};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use saya_core::{Digest, Felt};

use crate::check::constraints::{Constraints, Filled};
use crate::hunt::Hunt;
use crate::types::{Builder, InnerCircuit, F};

/// More hints than a circuit has: all of them.
pub const EVERY_HINT: usize = usize::MAX;

/// A built circuit under test.
pub struct Trial {
    constraints: Constraints,
}

impl Trial {
    /// A circuit of its own, and what `build` returns.
    pub fn new<T>(build: impl FnOnce(&mut Builder) -> T) -> (Self, T) {
        let mut b = Constraints::builder();
        let targets = build(&mut b);
        let constraints = Constraints::build(b);
        (Self { constraints }, targets)
    }

    pub fn of(data: InnerCircuit) -> Self {
        Self {
            constraints: Constraints::of(data),
        }
    }

    /// Whether the constraints hold for an honest prover on these inputs.
    pub fn accepts(&self, inputs: &[(Target, u64)]) -> bool {
        self.accepts_lies(inputs, &[])
    }

    /// Whether they hold when the `lies` are kept.
    pub fn accepts_lies(&self, inputs: &[(Target, u64)], lies: &[(Target, u64)]) -> bool {
        let run = self.run(&partial(lies), &partial(inputs));
        run.violation().is_none()
    }

    /// First row and gate that a witness violates; `lies` go before `inputs`.
    pub fn first_violation(
        &self,
        inputs: &PartialWitness<F>,
        lies: &[(Target, u64)],
    ) -> Option<String> {
        self.run(&partial(lies), inputs).violation()
    }

    /// Public inputs of a witness; `lies` go before `inputs`.
    pub fn publics(&self, inputs: &PartialWitness<F>, lies: &[(Target, u64)]) -> Vec<F> {
        self.publics_of(&self.run(&partial(lies), inputs).witness)
    }

    /// The honest value of a target.
    pub fn value(&self, inputs: &[(Target, u64)], target: Target) -> u64 {
        let run = self.run(&PartialWitness::new(), &partial(inputs));
        run.witness.get_target(target).to_canonical_u64()
    }

    /// The honest value of a digest.
    pub fn digest(&self, inputs: &[(Target, u64)], target: HashOutTarget) -> Digest {
        let limb = |target| Felt::new(self.value(inputs, target)).expect("canonical");
        target.elements.map(limb)
    }

    /// Inputs determine outputs: no lie about a hint gives other outputs that the constraints accept. As many
    /// hints are drawn by chance; [`EVERY_HINT`] of small circuits.
    pub fn assert_determined(&self, inputs: &[(Target, u64)], outputs: &[Target], hints: usize) {
        self.assert_determined_by(&partial(inputs), outputs, hints);
    }

    /// The same for all public inputs as outputs.
    pub fn assert_publics_determined(&self, inputs: &PartialWitness<F>, hints: usize) {
        self.assert_determined_by(inputs, self.constraints.publics(), hints);
    }

    /// A hunt with these inputs, for other public inputs than they show.
    pub fn hunt_of(&self, inputs: &[(Target, u64)]) -> Hunt<'_> {
        self.hunt(&partial(inputs))
    }

    /// The same with a witness.
    pub fn hunt(&self, inputs: &PartialWitness<F>) -> Hunt<'_> {
        Hunt::new(&self.constraints, inputs, self.constraints.publics())
    }

    fn assert_determined_by(&self, inputs: &PartialWitness<F>, outputs: &[Target], hints: usize) {
        let mut hunt = Hunt::new(&self.constraints, inputs, outputs);
        hunt.some_hints(hints).assert_none_survived();
    }

    fn run(&self, lies: &PartialWitness<F>, inputs: &PartialWitness<F>) -> Filled<'_> {
        let mut run = Filled::new(&self.constraints);
        run.apply(lies);
        let lied = |target: &Target| run.value(*target).is_some();
        let honest = inputs.target_values.iter();
        let honest = honest.filter(|(target, _)| !lied(target));
        let honest = PartialWitness {
            target_values: honest.map(|(&target, &value)| (target, value)).collect(),
        };
        run.apply(&honest);
        run.generate();
        run
    }

    fn publics_of(&self, witness: &PartitionWitness<F>) -> Vec<F> {
        let publics = self.constraints.publics().iter();
        publics.map(|&t| witness.get_target(t)).collect()
    }
}

/// Targets with their values.
pub fn pairs(targets: &[Target], limbs: &[Felt]) -> Vec<(Target, u64)> {
    assert_eq!(targets.len(), limbs.len());
    let values = limbs.iter().map(|limb| limb.value());
    targets.iter().copied().zip(values).collect()
}

/// `len` limbs that `seed` determines.
pub fn random_limbs(seed: u64, len: usize) -> Vec<Felt> {
    let mut rng = StdRng::seed_from_u64(seed);
    (0..len).map(|_| Felt::reduce(rng.gen())).collect()
}

/// Four of them.
pub fn random_digest(seed: u64) -> Digest {
    random_limbs(seed, 4).try_into().expect("four limbs")
}

fn partial(values: &[(Target, u64)]) -> PartialWitness<F> {
    PartialWitness {
        target_values: (values.iter())
            .map(|&(target, value)| (target, F::from_canonical_u64(value)))
            .collect(),
    }
}

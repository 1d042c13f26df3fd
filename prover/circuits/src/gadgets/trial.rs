//! Test bench for constraints: a prover that lies.
//!
//! plonky2's own witness generation stops at the first contradiction, so it never shows whether the
//! *constraints* would have caught a lie. Here chosen cells keep a false value, every generator runs on
//! top of it as a cheating prover would let it, and then each gate is evaluated on each row. Cells that are
//! connected share one value, so copy constraints always hold.

use plonky2::field::extension::Extendable;
use plonky2::field::polynomial::PolynomialCoeffs;
use plonky2::field::types::{Field, PrimeField64};
use plonky2::hash::hash_types::{HashOut, HashOutTarget};
use plonky2::hash::poseidon::PoseidonHash;
use plonky2::iop::generator::GeneratedValues;
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, PartitionWitness, Witness};
use plonky2::plonk::circuit_data::CircuitConfig;
use plonky2::plonk::config::Hasher;
use plonky2::plonk::vars::EvaluationVars;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use saya_core::{Digest, Felt};

use crate::types::{Builder, InnerCircuit, C, D, F};

type Extension = <F as Extendable<D>>::Extension;

/// A built circuit under test.
pub struct Trial {
    data: InnerCircuit,
    /// Values of every constant polynomial, by row.
    constants: Vec<Vec<F>>,
}

impl Trial {
    /// A circuit of its own, and what `build` returns.
    pub fn new<T>(build: impl FnOnce(&mut Builder) -> T) -> (Self, T) {
        let mut b = Builder::new(CircuitConfig::standard_recursion_config());
        let targets = build(&mut b);
        (Self::of(b.build::<C>()), targets)
    }

    pub fn of(data: InnerCircuit) -> Self {
        let polynomials = &data.prover_only.constants_sigmas_commitment.polynomials;
        let columns: Vec<Vec<F>> = polynomials[data.common.constants_range()]
            .iter()
            .map(|column| PolynomialCoeffs::fft(column.clone()).values)
            .collect();
        let constants = (0..data.common.degree())
            .map(|row| columns.iter().map(|column| column[row]).collect())
            .collect();
        Self { data, constants }
    }

    /// Whether the constraints hold for an honest prover on these inputs.
    pub fn accepts(&self, inputs: &[(Target, u64)]) -> bool {
        self.accepts_lies(inputs, &[])
    }

    /// Whether they hold when the `lies` are kept.
    pub fn accepts_lies(&self, inputs: &[(Target, u64)], lies: &[(Target, u64)]) -> bool {
        self.check(&self.run(&partial(lies), &partial(inputs)))
            .is_none()
    }

    /// First row and gate that a witness violates; `lies` go before `inputs`.
    pub fn first_violation(
        &self,
        inputs: &PartialWitness<F>,
        lies: &[(Target, u64)],
    ) -> Option<String> {
        self.check(&self.run(&partial(lies), inputs))
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

    /// Inputs determine outputs: no single false cell gives other outputs that the constraints accept.
    /// `rounds` random cells get a random, a small and an off-by-one value each.
    pub fn assert_determined(&self, inputs: &[(Target, u64)], outputs: &[Target], rounds: usize) {
        self.assert_determined_by(&partial(inputs), outputs, rounds);
    }

    /// The same for all public inputs as outputs.
    pub fn assert_publics_determined(&self, inputs: &PartialWitness<F>, rounds: usize) {
        self.assert_determined_by(inputs, &self.data.prover_only.public_inputs, rounds);
    }

    fn assert_determined_by(&self, inputs: &PartialWitness<F>, outputs: &[Target], rounds: usize) {
        let honest = self.run(&PartialWitness::new(), inputs);
        assert_eq!(self.check(&honest), None, "honest witness");
        let honest = honest.witness;
        let expected: Vec<F> = outputs.iter().map(|&t| honest.get_target(t)).collect();
        let mut rng = StdRng::seed_from_u64(7);
        let cells: Vec<usize> = (0..honest.values.len())
            .filter(|&i| honest.representative_map[i] == i && honest.values[i].is_some())
            .collect();
        for _ in 0..rounds {
            let cell = cells[rng.gen_range(0..cells.len())];
            let truth = honest.values[cell].expect("filtered");
            let lies = [
                F::from_noncanonical_u64(rng.gen()),
                F::from_bool(truth.is_zero()),
                truth + F::ONE,
                truth - F::from_canonical_u64(1 << 32),
            ];
            for lie in lies.into_iter().filter(|&lie| lie != truth) {
                let mut witness = self.blank();
                witness.values[cell] = Some(lie);
                for (&target, &value) in &inputs.target_values {
                    // The lie may be about an input; that is another question than this one.
                    let _ = witness.set_target_returning_rep(target, value);
                }
                self.generate(&mut witness);
                let said = |(&target, &value): (&Target, &F)| witness.get_target(target) == value;
                if !inputs.target_values.iter().all(said) {
                    continue;
                }
                let lied: Vec<F> = outputs.iter().map(|&t| witness.get_target(t)).collect();
                assert!(
                    lied == expected || self.violation(&witness).is_some(),
                    "cell {cell} = {lie} instead of {truth} changes the outputs unnoticed"
                );
            }
        }
    }

    fn blank(&self) -> PartitionWitness<'_, F> {
        let common = &self.data.common;
        let map = &self.data.prover_only.representative_map;
        PartitionWitness::new(common.config.num_wires, common.degree(), map)
    }

    fn run(&self, lies: &PartialWitness<F>, inputs: &PartialWitness<F>) -> Run<'_> {
        let mut run = Run {
            witness: self.blank(),
            contradiction: None,
        };
        run.apply(lies);
        let lied = |target: &Target| run.witness.try_get_target(*target).is_some();
        let honest = inputs.target_values.iter();
        let honest = honest.filter(|(target, _)| !lied(target));
        let honest = PartialWitness {
            target_values: honest.map(|(&target, &value)| (target, value)).collect(),
        };
        run.apply(&honest);
        self.generate(&mut run.witness);
        run
    }

    /// Runs every generator once its inputs are there; values that are set already stay.
    fn generate(&self, witness: &mut PartitionWitness<F>) {
        let mut buffer = GeneratedValues::empty();
        let mut pending: Vec<_> = self.data.prover_only.generators.iter().collect();
        loop {
            let before = pending.len();
            pending.retain(|generator| {
                let finished = generator.0.run(witness, &mut buffer);
                for (target, value) in buffer.target_values.drain(..) {
                    let _ = witness.set_target_returning_rep(target, value);
                }
                !finished
            });
            if pending.is_empty() || pending.len() == before {
                return;
            }
        }
    }

    fn check(&self, run: &Run) -> Option<String> {
        let contradiction = run.contradiction.clone();
        contradiction.or_else(|| self.violation(&run.witness))
    }

    fn publics_of(&self, witness: &PartitionWitness<F>) -> Vec<F> {
        let publics = self.data.prover_only.public_inputs.iter();
        publics.map(|&t| witness.get_target(t)).collect()
    }

    fn violation(&self, witness: &PartitionWitness<F>) -> Option<String> {
        let common = &self.data.common;
        let publics_hash = PoseidonHash::hash_no_pad(&self.publics_of(witness));
        (0..common.degree()).find_map(|row| {
            let wires: Vec<Extension> = (0..common.config.num_wires)
                .map(|column| {
                    let value = witness.try_get_target(Target::wire(row, column));
                    Extension::from(value.unwrap_or_default())
                })
                .collect();
            self.row_violation(row, &wires, &publics_hash)
        })
    }

    fn row_violation(
        &self,
        row: usize,
        wires: &[Extension],
        publics_hash: &HashOut<F>,
    ) -> Option<String> {
        let common = &self.data.common;
        let own = common
            .gates
            .iter()
            .map(|gate| gate.0.num_constants())
            .max()?;
        let (selectors, constants) = self.constants[row].split_at(common.num_constants - own);
        // A row's selector columns hold the index of its gate, and 2^32 - 1 for the groups it is not in.
        let index = selectors
            .iter()
            .map(F::to_canonical_u64)
            .find(|&index| index != u64::from(u32::MAX))?;
        let gate = &common.gates[index as usize].0;
        let constants: Vec<Extension> = (constants.iter()).map(|&c| Extension::from(c)).collect();
        let failed = gate
            .eval_unfiltered(EvaluationVars {
                local_constants: &constants,
                local_wires: wires,
                public_inputs_hash: publics_hash,
            })
            .iter()
            .position(|constraint| !constraint.is_zero())?;
        Some(format!("row {row}, constraint {failed} of {}", gate.id()))
    }
}

/// A witness, and two given values that cannot both hold, if there are.
struct Run<'a> {
    witness: PartitionWitness<'a, F>,
    contradiction: Option<String>,
}

impl Run<'_> {
    /// Connected cells are one: giving them two values is a contradiction, whatever the gates say.
    fn apply(&mut self, values: &PartialWitness<F>) {
        for (&target, &value) in &values.target_values {
            if let Err(error) = self.witness.set_target_returning_rep(target, value) {
                self.contradiction = Some(error.to_string());
            }
        }
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

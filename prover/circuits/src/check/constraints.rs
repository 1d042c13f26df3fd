//! A built circuit's constraints, row by row.
//!
//! plonky2's own witness generation stops at the first contradiction, so it never shows whether the
//! *constraints* would have caught a lie. Here values that are set stay, every generator runs on top of them as
//! a cheating prover would let it, and then each gate is evaluated on each row. Cells that are connected share
//! one value, so copy constraints always hold.

use std::fmt;

use plonky2::field::polynomial::PolynomialCoeffs;
use plonky2::field::types::{Field, PrimeField64};
use plonky2::fri::reduction_strategies::FriReductionStrategy;
use plonky2::gates::gate::GateRef;
use plonky2::hash::hash_types::HashOut;
use plonky2::hash::poseidon::PoseidonHash;
use plonky2::iop::generator::{GeneratedValues, WitnessGenerator};
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, PartitionWitness, Witness};
use plonky2::plonk::circuit_data::CircuitConfig;
use plonky2::plonk::config::Hasher;
use plonky2::plonk::vars::EvaluationVarsBaseBatch;

use crate::profile::Profile;
use crate::types::{Builder, InnerCircuit, C, D, F};

/// A built circuit.
pub struct Constraints {
    data: InnerCircuit,
    /// Values of every constant polynomial, by row.
    constants: Vec<Vec<F>>,
}

impl Constraints {
    /// A builder for circuits that are only evaluated: the wires and gates of inner proofs, but as little
    /// committed to as plonky2 can.
    pub fn builder() -> Builder {
        let mut config: CircuitConfig = Profile::fast().inner;
        config.security_bits = 0;
        config.fri_config.cap_height = 0;
        config.fri_config.reduction_strategy = FriReductionStrategy::Fixed(vec![]);
        Builder::new(config)
    }

    /// The constraints in `b`.
    pub fn build(b: Builder) -> Self {
        Self::of(b.build::<C>())
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

    /// Targets that are public.
    pub fn publics(&self) -> &[Target] {
        &self.data.prover_only.public_inputs
    }

    pub fn rows(&self) -> usize {
        self.data.common.degree()
    }

    /// Wires of a row.
    pub fn columns(&self) -> usize {
        self.data.common.config.num_wires
    }

    /// The cell of a target: connected ones have one number, and one value.
    pub fn cell(&self, target: Target) -> usize {
        self.data.prover_only.representative_map[target.index(self.columns(), self.rows())]
    }

    pub fn generator(&self, number: usize) -> &dyn WitnessGenerator<F, D> {
        self.data.prover_only.generators[number].0.as_ref()
    }

    /// A witness with nothing set.
    pub fn empty_witness(&self) -> PartitionWitness<'_, F> {
        let map = &self.data.prover_only.representative_map;
        PartitionWitness::new(self.columns(), self.rows(), map)
    }

    /// First row and gate that a witness violates.
    fn violation(&self, witness: &PartitionWitness<F>) -> Option<Violation> {
        let publics = self.publics_hash(witness);
        (0..self.rows()).find_map(|row| self.row_violation(row, witness, &publics))
    }

    /// The hash of a witness's public inputs, which their gate compares.
    pub fn publics_hash(&self, witness: &PartitionWitness<F>) -> HashOut<F> {
        let publics = self.publics().iter();
        let publics: Vec<F> = publics.map(|&target| witness.get_target(target)).collect();
        PoseidonHash::hash_no_pad(&publics)
    }

    fn row_violation(
        &self,
        row: usize,
        witness: &PartitionWitness<F>,
        publics_hash: &HashOut<F>,
    ) -> Option<Violation> {
        let values = self.row_values(row, witness, publics_hash);
        let constraint = values.iter().position(|value| !value.is_zero())?;
        Some(self.violated(row, constraint))
    }

    /// What each constraint of `row` is, 0 where it holds. Cells that are not set are 0.
    pub fn row_values(
        &self,
        row: usize,
        witness: &PartitionWitness<F>,
        publics_hash: &HashOut<F>,
    ) -> Vec<F> {
        let wires: Vec<F> = (0..self.columns())
            .map(|column| witness.try_get_target(Target::wire(row, column)))
            .map(Option::unwrap_or_default)
            .collect();
        let constants = &self.constants[row][self.selectors()..];
        let vars = EvaluationVarsBaseBatch::new(1, constants, &wires, publics_hash);
        self.gate(row).0.eval_unfiltered_base_batch(vars)
    }

    pub fn violated(&self, row: usize, constraint: usize) -> Violation {
        let gate = self.gate(row).0.id();
        Violation {
            row,
            constraint,
            gate,
        }
    }

    /// The gate of a row.
    pub fn gate(&self, row: usize) -> &GateRef<F, D> {
        // A row's selector columns hold the index of its gate, and 2^32 - 1 for the groups it is not in.
        let selectors = self.constants[row][..self.selectors()].iter();
        let index = selectors
            .map(F::to_canonical_u64)
            .find(|&index| index != u64::from(u32::MAX));
        &self.data.common.gates[index.expect("each row has a gate") as usize]
    }

    /// Columns of constants that choose the gate; those behind them are the gate's own.
    fn selectors(&self) -> usize {
        let common = &self.data.common;
        let own = common.gates.iter().map(|gate| gate.0.num_constants());
        common.num_constants - own.max().unwrap_or(0)
    }
}

/// A constraint that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub row: usize,
    pub constraint: usize,
    pub gate: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self {
            row,
            constraint,
            gate,
        } = self;
        write!(f, "row {row}, constraint {constraint} of {gate}")
    }
}

/// A witness that is being filled.
pub struct Filled<'a> {
    constraints: &'a Constraints,
    pub witness: PartitionWitness<'a, F>,
    /// Generators that have not run.
    pending: Vec<usize>,
    /// Two given values that cannot both hold.
    contradiction: Option<String>,
}

impl<'a> Filled<'a> {
    /// A witness with nothing set.
    pub fn new(constraints: &'a Constraints) -> Self {
        Self {
            constraints,
            witness: constraints.empty_witness(),
            pending: (0..constraints.data.prover_only.generators.len()).collect(),
            contradiction: None,
        }
    }

    /// Connected cells are one: giving them two values is a contradiction, whatever the gates say.
    pub fn set(&mut self, target: Target, value: F) {
        if let Err(error) = self.witness.set_target_returning_rep(target, value) {
            self.contradiction.get_or_insert(error.to_string());
        }
    }

    pub fn set_all(&mut self, targets: &[Target], values: &[F]) {
        assert_eq!(targets.len(), values.len());
        for (&target, &value) in targets.iter().zip(values) {
            self.set(target, value);
        }
    }

    pub fn apply(&mut self, values: &PartialWitness<F>) {
        for (&target, &value) in &values.target_values {
            self.set(target, value);
        }
    }

    pub fn value(&self, target: Target) -> Option<F> {
        self.witness.try_get_target(target)
    }

    /// Runs every generator once its inputs are there; values that are set already stay.
    pub fn generate(&mut self) {
        self.generate_telling(|_, _| ());
    }

    /// The same, and tells each generator that finishes with what it says, right or wrong.
    pub fn generate_telling(&mut self, mut tell: impl FnMut(usize, &[(Target, F)])) {
        let generators = &self.constraints.data.prover_only.generators;
        let (witness, mut buffer) = (&mut self.witness, GeneratedValues::empty());
        loop {
            let before = self.pending.len();
            self.pending.retain(|&generator| {
                let finished = generators[generator].0.run(witness, &mut buffer);
                if finished {
                    tell(generator, &buffer.target_values);
                }
                for (target, value) in buffer.target_values.drain(..) {
                    let _ = witness.set_target_returning_rep(target, value);
                }
                !finished
            });
            if self.pending.is_empty() || self.pending.len() == before {
                return;
            }
        }
    }

    /// Generators that wait for a value that nothing sets.
    pub fn pending(&self) -> &[usize] {
        &self.pending
    }

    /// A contradiction between given values, or the first row and gate that the witness violates.
    pub fn violation(&self) -> Option<String> {
        let contradiction = self.contradiction.clone();
        let violation = || self.constraints.violation(&self.witness);
        contradiction.or_else(|| violation().map(|violation| violation.to_string()))
    }
}

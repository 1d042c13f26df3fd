//! A built circuit's constraints, row by row.
//!
//! plonky2's own witness generation stops at the first contradiction, so it never shows whether the
//! *constraints* would have caught a lie. Here values that are set stay, every generator runs on top of them as
//! a cheating prover would let it, and then each gate is evaluated on each row. Cells that are connected share
//! one value, so copy constraints always hold.

use plonky2::field::extension::Extendable;
use plonky2::field::polynomial::PolynomialCoeffs;
use plonky2::field::types::{Field, PrimeField64};
use plonky2::fri::reduction_strategies::FriReductionStrategy;
use plonky2::hash::hash_types::HashOut;
use plonky2::hash::poseidon::PoseidonHash;
use plonky2::iop::generator::GeneratedValues;
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, PartitionWitness, Witness};
use plonky2::plonk::circuit_data::CircuitConfig;
use plonky2::plonk::config::Hasher;
use plonky2::plonk::vars::EvaluationVars;

use crate::profile::Profile;
use crate::types::{Builder, InnerCircuit, C, D, F};

type Extension = <F as Extendable<D>>::Extension;

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

    /// First row and gate that a witness violates.
    fn violation(&self, witness: &PartitionWitness<F>) -> Option<String> {
        let common = &self.data.common;
        let publics: Vec<F> = (self.publics().iter())
            .map(|&target| witness.get_target(target))
            .collect();
        let publics_hash = PoseidonHash::hash_no_pad(&publics);
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
        let (common, prover) = (&constraints.data.common, &constraints.data.prover_only);
        let map = &prover.representative_map;
        Self {
            constraints,
            witness: PartitionWitness::new(common.config.num_wires, common.degree(), map),
            pending: (0..prover.generators.len()).collect(),
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
        let generators = &self.constraints.data.prover_only.generators;
        let (witness, mut buffer) = (&mut self.witness, GeneratedValues::empty());
        loop {
            let before = self.pending.len();
            self.pending.retain(|&generator| {
                let finished = generators[generator].0.run(witness, &mut buffer);
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

    /// A contradiction between given values, or the first row and gate that the witness violates.
    pub fn violation(&self) -> Option<String> {
        let contradiction = self.contradiction.clone();
        contradiction.or_else(|| self.constraints.violation(&self.witness))
    }
}

//! The circuit's fixed columns and a witness, as tables over the rows.

use plonky2::field::types::PrimeField64;
use plonky2::iop::generator::generate_partial_witness;
use plonky2::iop::witness::{PartialWitness, Witness};
use plonky2::plonk::circuit_data::{CircuitData, CommonCircuitData};
use saya_circuits::keccak::WrapConfig;
use saya_circuits::types::{D, F};
use saya_circuits::wrap::examine::Selectors;

/// Values by column, then by row.
pub type Columns = Vec<Vec<F>>;

/// What the prover and the search for lies need of a built circuit.
pub struct Table {
    pub data: CircuitData<F, WrapConfig, D>,
    pub selectors: Selectors,
    /// Selectors and gate constants.
    pub constants: Columns,
    /// Images of the routed cells under the wiring.
    pub sigmas: Columns,
}

impl Table {
    pub fn new(data: CircuitData<F, WrapConfig, D>) -> Self {
        let fixed = &data.prover_only.constants_sigmas_commitment.polynomials;
        let mut constants: Columns = fixed.iter().map(|poly| poly.clone().fft().values).collect();
        let sigmas = constants.split_off(data.common.num_constants);
        let selectors = Selectors::of(&data.common);
        Self {
            data,
            selectors,
            constants,
            sigmas,
        }
    }

    pub fn common(&self) -> &CommonCircuitData<F, D> {
        &self.data.common
    }

    pub fn rows(&self) -> usize {
        self.data.common.degree()
    }

    /// The honest witness: every wire of every row.
    pub fn witness(&self, inputs: PartialWitness<F>) -> anyhow::Result<Columns> {
        let witness =
            generate_partial_witness(inputs, &self.data.prover_only, self.common())?.full_witness();
        let column = |wire| {
            (0..self.rows())
                .map(|row| witness.get_wire(row, wire))
                .collect()
        };
        Ok((0..self.common().config.num_wires).map(column).collect())
    }

    /// The public inputs as `witness` has them.
    pub fn public_inputs(&self, inputs: &PartialWitness<F>) -> Vec<F> {
        let targets = &self.data.prover_only.public_inputs;
        targets
            .iter()
            .map(|&target| inputs.get_target(target))
            .collect()
    }

    /// Number of the gate of a row: every selector but its group's has the value for "unused".
    pub fn gate_of_row(&self, row: usize) -> usize {
        const UNUSED: u64 = u32::MAX as u64;
        let values = self.constants[..self.selectors.groups.len()].iter();
        let used = values
            .map(|column| column[row].to_canonical_u64())
            .find(|&value| value != UNUSED);
        used.expect("every row has a gate") as usize
    }

    /// The rows of one gate.
    pub fn rows_of_gate(&self, gate: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.rows()).filter(move |&row| self.gate_of_row(row) == gate)
    }

    /// The cell's own place under the identity wiring.
    pub fn identity(&self, row: usize, column: usize) -> F {
        self.common().k_is[column] * self.data.prover_only.subgroup[row]
    }

    /// Whether nothing is wired to a cell.
    pub fn is_free(&self, row: usize, column: usize) -> bool {
        column >= self.sigmas.len() || self.sigmas[column][row] == self.identity(row, column)
    }

    /// Constants of one row, selectors included.
    pub fn constants_of_row(&self, row: usize) -> Vec<F> {
        self.constants.iter().map(|column| column[row]).collect()
    }
}

/// One row of a witness.
pub fn wires_of_row(witness: &Columns, row: usize) -> Vec<F> {
    witness.iter().map(|column| column[row]).collect()
}

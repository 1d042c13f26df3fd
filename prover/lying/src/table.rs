//! The circuit's fixed columns and a witness, as tables over the rows.

use std::sync::Arc;

use anyhow::Result;
use plonky2::field::types::PrimeField64;
use plonky2::iop::generator::generate_partial_witness;
use plonky2::iop::witness::PartialWitness;
use plonky2::plonk::circuit_data::{CircuitData, CommonCircuitData};
use saya_circuits::types::{D, F};
use saya_verifier::examine::Selectors;
use saya_verifier::keccak::WrapConfig;

use crate::oracle::Batch;

/// Values by column, then by row.
pub type Columns = Vec<Vec<F>>;

/// What the prover and the search for lies need of a built circuit.
pub struct Table {
    pub data: CircuitData<F, WrapConfig, D>,
    /// Commitment to the fixed columns, the cap of which the verifier knows.
    pub fixed: Arc<Batch>,
    pub selectors: Selectors,
    /// Selectors and gate constants.
    pub constants: Columns,
    /// Images of the routed cells under the wiring.
    pub sigmas: Columns,
}

impl Table {
    pub fn new(mut data: CircuitData<F, WrapConfig, D>) -> Self {
        let fixed = std::mem::take(&mut data.prover_only.constants_sigmas_commitment);
        let columns = fixed.polynomials.iter();
        let mut constants: Columns = columns.map(|poly| poly.clone().fft().values).collect();
        let sigmas = constants.split_off(data.common.num_constants);
        let selectors = Selectors::of(&data.common);
        Self {
            data,
            fixed: Arc::new(fixed),
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

    /// The witness that follows from `inputs`: every wire of every row.
    pub fn witness(&self, inputs: PartialWitness<F>) -> Result<Columns> {
        let witness = generate_partial_witness(inputs, &self.data.prover_only, self.common())?;
        let witness = witness.full_witness();
        let cells = |wire| (0..self.rows()).map(move |row| (row, wire));
        let column = |wire| {
            cells(wire)
                .map(|(row, wire)| witness.get_wire(row, wire))
                .collect()
        };
        Ok((0..self.common().config.num_wires).map(column).collect())
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

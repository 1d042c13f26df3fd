//! What follows from what in a circuit: the order in which an honest prover fills it.

use std::collections::{HashMap, HashSet};

use plonky2::iop::target::Target;
use plonky2::iop::witness::PartialWitness;

use crate::check::constraints::{Constraints, Filled};
use crate::types::F;

/// A cell: all connected wires and targets, which have one value. Its number is that of their representative.
pub type Cell = usize;

/// Generators in the order of the honest run, and the cells between them.
pub struct Flow {
    /// By place in the order: the number of the generator.
    pub order: Vec<usize>,
    /// By place: the cells that the generator was the first to fill.
    pub made: Vec<Vec<Cell>>,
    /// By place: whether the generator writes elsewhere than its gate's own row. No gate follows from it, so what
    /// it writes is a hint in the narrow sense.
    pub loose: Vec<bool>,
    /// By cell: the place of the generator that fills it.
    pub maker: HashMap<Cell, usize>,
    /// By cell: the places of the generators that read it.
    pub readers: HashMap<Cell, Vec<usize>>,
    /// By cell: the rows that it is in.
    pub rows: HashMap<Cell, Vec<usize>>,
    /// By row: the place after which nothing in it changes.
    pub settled: Vec<usize>,
    /// Cells that the caller fills.
    pub given: HashSet<Cell>,
}

impl Flow {
    /// The flow of an honest run, and the values that it leaves.
    ///
    /// # Panics
    /// When `inputs` violate a constraint, or leave a generator without its inputs.
    pub fn new(constraints: &Constraints, inputs: &PartialWitness<F>) -> (Self, Vec<Option<F>>) {
        let mut filled = Filled::new(constraints);
        filled.apply(inputs);
        let (mut order, mut said) = (vec![], vec![]);
        filled.generate_telling(|generator, values| {
            order.push(generator);
            said.push(values.iter().map(|value| value.0).collect::<Vec<_>>());
        });
        assert_eq!(filled.violation(), None, "the honest witness");
        assert_eq!(
            filled.pending(),
            &[] as &[usize],
            "generators that never ran"
        );
        let values = filled.witness.values;

        let cell = |target: Target| constraints.cell(target);
        let given = inputs.target_values.keys().map(|&t| cell(t)).collect();
        let mut flow = Self {
            order,
            made: vec![],
            loose: vec![],
            maker: HashMap::new(),
            readers: HashMap::new(),
            rows: HashMap::new(),
            settled: vec![0; constraints.rows()],
            given,
        };
        for (place, outputs) in said.iter().enumerate() {
            flow.add_generator(constraints, place, outputs);
        }
        flow.add_rows(constraints, &values);
        (flow, values)
    }

    fn add_generator(&mut self, constraints: &Constraints, place: usize, outputs: &[Target]) {
        let watched = constraints.generator(self.order[place]).watch_list();
        let mut made = vec![];
        for &output in outputs {
            let cell = constraints.cell(output);
            if !self.maker.contains_key(&cell) && !self.given.contains(&cell) {
                self.maker.insert(cell, place);
                made.push(cell);
            }
        }
        self.made.push(made);
        let row = |target: &Target| match target {
            Target::Wire(wire) => Some(wire.row),
            Target::VirtualTarget { .. } => None,
        };
        let mut own = outputs.iter().chain(&watched).map(row);
        let first = own.next().flatten();
        let loose = first.is_none() || !own.all(|other| other == first);
        self.loose.push(loose);
        for target in watched {
            let readers = self.readers.entry(constraints.cell(target)).or_default();
            if readers.last() != Some(&place) {
                readers.push(place);
            }
        }
    }

    /// Rows of the cells that are set. One that nothing sets stays out: no generator reads it, as all of them ran,
    /// so it can be in the unused part of a gate only, and no output follows from it.
    fn add_rows(&mut self, constraints: &Constraints, values: &[Option<F>]) {
        for row in 0..constraints.rows() {
            for column in 0..constraints.columns() {
                let cell = constraints.cell(Target::wire(row, column));
                if values[cell].is_none() {
                    continue;
                }
                let rows = self.rows.entry(cell).or_default();
                if rows.last() != Some(&row) {
                    rows.push(row);
                }
                let place = self.maker.get(&cell).copied().unwrap_or(0);
                self.settled[row] = self.settled[row].max(place);
            }
        }
    }
}

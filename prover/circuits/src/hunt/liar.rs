//! A prover that lies about some cells, and what the constraints say.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::panic::{catch_unwind, AssertUnwindSafe};

use plonky2::field::types::Field;
use plonky2::gates::public_input::PublicInputGate;
use plonky2::hash::hash_types::HashOut;
use plonky2::iop::generator::GeneratedValues;
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, PartitionWitness};

use super::flow::{Cell, Flow};
use crate::check::constraints::{Constraints, Violation};
use crate::types::F;

/// What becomes of a lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Refused(Violation),
    /// No constraint fails and no output changes.
    Harmless,
    /// No constraint fails: the outputs (by number) are others.
    Accepted(Vec<usize>),
}

/// A circuit with an honest witness, on which lies are tried.
pub struct Liar<'a> {
    pub constraints: &'a Constraints,
    pub flow: Flow,
    pub truth: Vec<Option<F>>,
    pub outputs: Vec<Cell>,
    witness: PartitionWitness<'a, F>,
    /// Cells that are not what they were; the values to go back to are in `truth`.
    changed: HashSet<Cell>,
    /// What is still to be done, by place: generators first, then rows that they settle.
    pending: BinaryHeap<Reverse<(usize, Step)>>,
    queued: HashSet<Step>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Step {
    Generate(usize),
    Check(usize),
}

impl<'a> Liar<'a> {
    /// # Panics
    /// As [`Flow::new`].
    pub fn new(
        constraints: &'a Constraints,
        inputs: &PartialWitness<F>,
        outputs: &[Target],
    ) -> Self {
        let (flow, truth) = Flow::new(constraints, inputs);
        let mut witness = constraints.empty_witness();
        witness.values.clone_from(&truth);
        Self {
            constraints,
            flow,
            truth,
            outputs: outputs.iter().map(|&t| constraints.cell(t)).collect(),
            witness,
            changed: HashSet::new(),
            pending: BinaryHeap::new(),
            queued: HashSet::new(),
        }
    }

    /// Keeps the false values, makes everything anew that follows from them, and evaluates each row in which a cell
    /// changes. A row is evaluated as soon as nothing in it can change any more, so most lies end early.
    pub fn tell(&mut self, lies: &[(Cell, F)]) -> Outcome {
        self.begin(lies);
        let mut refused = None;
        while let Some(Reverse((_, step))) = self.pending.pop() {
            match step {
                Step::Generate(place) => self.generate(place),
                Step::Check(row) => {
                    let values = self.row_values(row);
                    if let Some(constraint) = values.iter().position(|value| !value.is_zero()) {
                        refused = Some(self.constraints.violated(row, constraint));
                        break;
                    }
                }
            }
        }
        let outputs = self.outputs.iter().enumerate();
        let lied = outputs.filter(|(_, cell)| self.changed.contains(cell));
        let lied: Vec<usize> = lied.map(|(number, _)| number).collect();
        self.restore();
        match (refused, lied.is_empty()) {
            (Some(violation), _) => Outcome::Refused(violation),
            (None, true) => Outcome::Harmless,
            (None, false) => Outcome::Accepted(lied),
        }
    }

    /// What the constraints of one row are under these lies, whatever the other rows say.
    pub fn values_under(&mut self, lies: &[(Cell, F)], row: usize) -> Vec<F> {
        self.begin(lies);
        while let Some(Reverse((place, step))) = self.pending.pop() {
            if place > self.flow.settled[row] {
                break;
            }
            if let Step::Generate(place) = step {
                self.generate(place);
            }
        }
        let values = self.row_values(row);
        self.restore();
        values
    }

    pub fn truth(&self, cell: Cell) -> F {
        self.truth[cell].expect("a cell that is set")
    }

    /// Gate, row and wire of a cell's first uses.
    pub fn wires(&self, cell: Cell) -> String {
        let rows = self.flow.rows.get(&cell).into_iter().flatten();
        let mut uses = rows.flat_map(|&row| {
            let columns = 0..self.constraints.columns();
            let own = columns.filter(move |&c| self.constraints.cell(Target::wire(row, c)) == cell);
            own.map(move |column| {
                let gate = self.constraints.gate(row).0.id();
                let name = gate.split([' ', '{']).next().unwrap_or_default();
                format!("row {row} wire {column} ({name})")
            })
        });
        let first: Vec<String> = uses.by_ref().take(3).collect();
        match (first.is_empty(), uses.count()) {
            (true, _) => "no wire".to_owned(),
            (_, 0) => first.join(", "),
            (_, more) => format!("{} and {more} more", first.join(", ")),
        }
    }

    fn row_values(&self, row: usize) -> Vec<F> {
        let compares = self
            .constraints
            .gate(row)
            .0
            .as_any()
            .is::<PublicInputGate>();
        let publics = match compares {
            true => self.constraints.publics_hash(&self.witness),
            false => HashOut::ZERO,
        };
        self.constraints.row_values(row, &self.witness, &publics)
    }

    fn begin(&mut self, lies: &[(Cell, F)]) {
        for &(cell, lie) in lies {
            self.change(cell, lie);
        }
    }

    fn restore(&mut self) {
        for cell in self.changed.drain() {
            self.witness.values[cell] = self.truth[cell];
        }
        self.pending.clear();
        self.queued.clear();
    }

    fn change(&mut self, cell: Cell, value: F) {
        self.changed.insert(cell);
        self.witness.values[cell] = Some(value);
        for &place in self.flow.readers.get(&cell).into_iter().flatten() {
            let step = Step::Generate(place);
            if self.queued.insert(step) {
                self.pending.push(Reverse((place, step)));
            }
        }
        for &row in self.flow.rows.get(&cell).into_iter().flatten() {
            let step = Step::Check(row);
            if self.queued.insert(step) {
                self.pending.push(Reverse((self.flow.settled[row], step)));
            }
        }
    }

    /// Runs a generator again. What it made changes, but not a lie, and not what another generator made first: where
    /// two disagree about one cell, a constraint must notice.
    fn generate(&mut self, place: usize) {
        let generator = self.constraints.generator(self.flow.order[place]);
        let mut said = GeneratedValues::empty();
        // A generator may refuse a false value, or divide by it: then what it made stays.
        let run = || generator.run(&self.witness, &mut said);
        let _ = catch_unwind(AssertUnwindSafe(run));
        for (target, value) in said.target_values {
            let cell = self.constraints.cell(target);
            let own = self.flow.maker.get(&cell) == Some(&place);
            let same = self.witness.values[cell] == Some(value);
            if own && !same && !self.changed.contains(&cell) {
                self.change(cell, value);
            }
        }
    }
}

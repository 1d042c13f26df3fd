//! A second lie that mends what the first one breaks.
//!
//! Two parts of a number, neither of them range-checked, have one sum: each alone is refused, both together are
//! not. Constraints are of low degree and mostly linear in a hint, so the second value is found by one step of
//! Newton's method on the constraint that failed.

use std::collections::HashSet;

use plonky2::field::types::Field;
use plonky2::iop::target::Target;

use super::flow::Cell;
use super::liar::{Liar, Outcome};
use crate::check::constraints::Violation;
use crate::types::F;

/// Hints that are tried as the second one: those that the row follows from, nearest first.
const MOST: usize = 8;
/// Cells that are looked at to find them.
const SEARCHED: usize = 300;

/// What came of looking for a second lie.
pub struct Mended {
    pub tried: usize,
    /// The second lie, and the outputs that change.
    pub survivor: Option<((Cell, F), Vec<usize>)>,
}

impl Liar<'_> {
    /// Looks for a second lie with which `lie` passes although it alone is refused.
    pub fn mended(&mut self, lie: (Cell, F), violation: &Violation) -> Mended {
        let mut tried = 0;
        for second in self.loose_before(violation.row) {
            if second == lie.0 {
                continue;
            }
            tried += 1;
            let Some(value) = self.root(lie, violation, second) else {
                continue;
            };
            let both = [lie, (second, value)];
            if let Outcome::Accepted(outputs) = self.tell(&both) {
                let survivor = Some(((second, value), outputs));
                return Mended { tried, survivor };
            }
        }
        Mended {
            tried,
            survivor: None,
        }
    }

    /// The value of `second` at which the violated constraint is 0, if it is linear in it.
    fn root(&mut self, lie: (Cell, F), violation: &Violation, second: Cell) -> Option<F> {
        let truth = self.truth(second);
        let mut at = |value| {
            let values = self.values_under(&[lie, (second, value)], violation.row);
            values[violation.constraint]
        };
        let (here, next) = (at(truth), at(truth + F::ONE));
        let slope = (next - here).try_inverse()?;
        Some(truth - here * slope)
    }

    /// Hints that no gate computes and that the row's cells follow from.
    fn loose_before(&self, row: usize) -> Vec<Cell> {
        let columns = 0..self.constraints.columns();
        let mut pending: Vec<Cell> = columns
            .map(|column| self.constraints.cell(Target::wire(row, column)))
            .collect();
        let (mut seen, mut found) = (HashSet::new(), vec![]);
        let mut next = 0;
        while next < pending.len().min(SEARCHED) && found.len() < MOST {
            let cell = pending[next];
            next += 1;
            let Some(&place) = self.flow.maker.get(&cell).filter(|_| seen.insert(cell)) else {
                continue;
            };
            if self.flow.loose[place] {
                found.push(cell);
            }
            let generator = self.constraints.generator(self.flow.order[place]);
            let watched = generator.watch_list().into_iter();
            pending.extend(watched.map(|target| self.constraints.cell(target)));
        }
        found
    }
}

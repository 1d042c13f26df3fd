//! The hunt for constraints that are missing.
//!
//! A built circuit and an honest witness are given. Every cell that a generator fills is a hint: a prover can put
//! something else there. The hunt puts a false value there ([`values`]), runs the generators that read it again, and
//! evaluates every row that changes. **A lie survives when no constraint fails and an output differs.**
//!
//! A lie that changes no output is none: the inverse that `is_equal` asks for may be anything where the difference
//! is 0. What no generator reads and no output shows, as the unused operations of an arithmetic gate, is left out by
//! the same rule. Connected wires are one cell, so copy constraints hold whatever is tried.
//!
//! Two hints that one equation binds hide each other, because neither can change alone. So when a lie about a hint
//! that no gate computes is refused, a second hint is looked for that mends the row ([`mend`]).
//!
//! Inputs that a prover chooses are hunted by name, with what bounds them ([`inputs`]).

pub mod flow;
pub mod inputs;
mod leaves;
pub mod liar;
mod mend;
mod planted;
pub mod report;
mod values;

use plonky2::iop::target::Target;
use plonky2::iop::witness::PartialWitness;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::SeedableRng;

use self::flow::Cell;
use self::liar::{Liar, Outcome};
use self::report::{Report, Survivor};
use crate::check::constraints::Constraints;
use crate::types::F;

/// Lies about a circuit with one honest witness.
pub struct Hunt<'a> {
    liar: Liar<'a>,
    rng: StdRng,
}

/// A cell that a generator fills.
#[derive(Clone, Copy, Debug)]
struct Hint {
    cell: Cell,
    /// The generator's place in the honest order.
    place: usize,
    /// Another cell that it fills: the two are swapped too.
    neighbour: Option<Cell>,
}

impl<'a> Hunt<'a> {
    /// # Panics
    /// When `inputs` violate a constraint: there must be an honest witness.
    pub fn new(
        constraints: &'a Constraints,
        inputs: &PartialWitness<F>,
        outputs: &[Target],
    ) -> Self {
        Self {
            liar: Liar::new(constraints, inputs, outputs),
            rng: StdRng::seed_from_u64(7),
        }
    }

    /// Lies about every hint.
    pub fn every_hint(&mut self) -> Report {
        self.some_hints(usize::MAX)
    }

    /// Lies about `count` hints, drawn by chance but the same ones each time, or about all when there are fewer. Half
    /// of them are such that no gate computes, if there are so many.
    pub fn some_hints(&mut self, count: usize) -> Report {
        let loose = |hint: &Hint| self.liar.flow.loose[hint.place];
        let (mut loose, mut gates): (Vec<_>, Vec<_>) = self.hints().into_iter().partition(loose);
        loose.shuffle(&mut self.rng);
        gates.shuffle(&mut self.rng);
        loose.truncate((count / 2).max(count.saturating_sub(gates.len())));
        gates.truncate(count.saturating_sub(loose.len()));
        self.lie_about(&[loose, gates].concat())
    }

    fn hints(&self) -> Vec<Hint> {
        let made = self.liar.flow.made.iter().enumerate();
        made.flat_map(|(place, cells)| {
            cells.iter().enumerate().map(move |(i, &cell)| Hint {
                cell,
                place,
                neighbour: cells.get(i + 1).copied(),
            })
        })
        .collect()
    }

    fn lie_about(&mut self, hints: &[Hint]) -> Report {
        let mut report = Report {
            hints: hints.len(),
            ..Report::default()
        };
        for hint in hints {
            let truth = self.liar.truth(hint.cell);
            let neighbour = hint.neighbour.map(|cell| (cell, self.liar.truth(cell)));
            for lie in values::lies(truth, neighbour.map(|other| other.1), &mut self.rng) {
                self.try_lie(&mut report, hint, &[(hint.cell, lie)]);
            }
            if let Some((other, value)) = neighbour.filter(|other| other.1 != truth) {
                self.try_lie(&mut report, hint, &[(hint.cell, value), (other, truth)]);
            }
        }
        report
    }

    fn try_lie(&mut self, report: &mut Report, hint: &Hint, lies: &[(Cell, F)]) {
        match self.liar.tell(lies) {
            Outcome::Refused(violation) => {
                report.refused += 1;
                let loose = self.liar.flow.loose[hint.place];
                if let ([lie], true) = (lies, loose) {
                    let mended = self.liar.mended(*lie, &violation);
                    report.mending += mended.tried;
                    if let Some((second, outputs)) = mended.survivor {
                        let both = [*lie, second];
                        let survivor = self.survivor(Some(hint.place), &both, outputs);
                        report.survivors.push(survivor);
                    }
                }
            }
            Outcome::Harmless => report.harmless += 1,
            Outcome::Accepted(outputs) => {
                let survivor = self.survivor(Some(hint.place), lies, outputs);
                report.survivors.push(survivor);
            }
        }
    }

    fn survivor(&self, place: Option<usize>, lies: &[(Cell, F)], outputs: Vec<usize>) -> Survivor {
        let liar = &self.liar;
        let generator = place.map(|place| liar.constraints.generator(liar.flow.order[place]).id());
        Survivor {
            source: generator.unwrap_or_else(|| "an input".to_owned()),
            lies: (lies.iter())
                .map(|&(cell, lie)| report::Told {
                    wires: liar.wires(cell),
                    truth: liar.truth(cell),
                    lie,
                })
                .collect(),
            outputs,
        }
    }
}

//! Inputs that a prover chooses, by name.

use std::collections::HashSet;
use std::ops::{Range, RangeInclusive};

use plonky2::field::types::{Field, PrimeField64};
use plonky2::iop::target::Target;

use super::liar::Outcome;
use super::report::Report;
use super::{values, Hunt};
use crate::types::F;

/// What bounds an input.
#[derive(Clone, Debug)]
enum Bound {
    /// The surrounding circuit gives it: nothing is tried.
    Known,
    /// Every other value is refused, or no output shows it.
    Fixed,
    /// The prover may choose it freely within a range, and these outputs show what was chosen.
    Free {
        among: RangeInclusive<u64>,
        shown_by: Range<usize>,
    },
}

/// Inputs with one bound: a name, their targets and the bound.
pub struct Input<'a> {
    name: &'a str,
    targets: Vec<Target>,
    bound: Bound,
}

impl<'a> Input<'a> {
    pub fn known(targets: &[Target]) -> Self {
        Self::new("what the circuit knows", targets, Bound::Known)
    }

    pub fn fixed(name: &'a str, targets: &[Target]) -> Self {
        Self::new(name, targets, Bound::Fixed)
    }

    /// One that the prover chooses `among` values; the outputs `shown_by` tell which.
    pub fn free(
        name: &'a str,
        targets: &[Target],
        among: RangeInclusive<u64>,
        shown_by: Range<usize>,
    ) -> Self {
        Self::new(name, targets, Bound::Free { among, shown_by })
    }

    fn new(name: &'a str, targets: &[Target], bound: Bound) -> Self {
        Self {
            name,
            targets: targets.to_vec(),
            bound,
        }
    }
}

impl Hunt<'_> {
    /// Lies about every input.
    ///
    /// # Panics
    /// When one has no name here: each must be accounted for.
    pub fn every_input(&mut self, inputs: &[Input]) -> Report {
        let cell = |&target: &Target| self.liar.constraints.cell(target);
        let named = inputs.iter().flat_map(|input| &input.targets);
        let named: HashSet<_> = named.map(cell).collect();
        let nameless = self.liar.flow.given.difference(&named).count();
        assert_eq!(nameless, 0, "inputs without a name");
        let mut report = Report::default();
        for input in inputs {
            for target in &input.targets {
                self.lie_about_input(&mut report, input, *target);
            }
        }
        report
    }

    fn lie_about_input(&mut self, report: &mut Report, input: &Input, target: Target) {
        let cell = self.liar.constraints.cell(target);
        let truth = self.liar.truth(cell);
        let mut lies = values::lies(truth, None, &mut self.rng);
        match &input.bound {
            Bound::Known => return,
            Bound::Fixed => (),
            Bound::Free { among, .. } => {
                let edges = [
                    among.start().wrapping_sub(1),
                    *among.start(),
                    *among.end(),
                    among.end().wrapping_add(1),
                ];
                lies.extend(edges.map(F::from_noncanonical_u64));
            }
        }
        report.hints += 1;
        for lie in lies.into_iter().filter(|&lie| lie != truth) {
            match self.liar.tell(&[(cell, lie)]) {
                Outcome::Refused(_) => report.refused += 1,
                Outcome::Harmless => report.harmless += 1,
                Outcome::Accepted(outputs) if input.bound.allows(lie, &outputs) => {
                    report.chosen += 1
                }
                Outcome::Accepted(outputs) => {
                    let mut survivor = self.survivor(None, &[(cell, lie)], outputs);
                    survivor.source = input.name.to_owned();
                    report.survivors.push(survivor);
                }
            }
        }
    }
}

impl Bound {
    /// Whether a prover may say `value`, with these outputs changed.
    fn allows(&self, value: F, changed: &[usize]) -> bool {
        match self {
            Self::Known => true,
            Self::Fixed => false,
            Self::Free { among, shown_by } => {
                among.contains(&value.to_canonical_u64())
                    && changed.iter().any(|output| shown_by.contains(output))
            }
        }
    }
}

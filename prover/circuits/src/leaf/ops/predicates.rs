//! Whether an operation counts in its lane.

use std::collections::HashMap;

use plonky2::iop::target::BoolTarget;
use saya_executor::ir::{ValueId, When};

use crate::leaf::facts::Facts;
use crate::types::Builder;

/// `taken` of each predicate: the lane is enabled and `when` is true. Combined once for each distinct one.
pub struct Predicates<'a> {
    pub facts: &'a Facts<'a>,
    enabled: BoolTarget,
    combined: HashMap<ValueId, BoolTarget>,
}

impl<'a> Predicates<'a> {
    pub fn new(facts: &'a Facts<'a>, enabled: BoolTarget) -> Self {
        Self {
            facts,
            enabled,
            combined: HashMap::new(),
        }
    }

    /// `bit` finds the value of a predicate.
    pub fn taken(
        &mut self,
        b: &mut Builder,
        when: When,
        bit: impl Fn(ValueId) -> BoolTarget,
    ) -> BoolTarget {
        let Some(id) = self.facts.predicate(when) else {
            return self.enabled;
        };
        let enabled = self.enabled;
        let combined = self.combined.entry(id);
        *combined.or_insert_with(|| b.and(enabled, bit(id)))
    }

    /// Whether any of `whens` is taken; those that imply another one add nothing.
    pub fn any_taken(
        &mut self,
        b: &mut Builder,
        whens: &[When],
        bit: impl Fn(ValueId) -> BoolTarget,
    ) -> BoolTarget {
        let mut weakest: Vec<When> = vec![];
        for &when in whens {
            if weakest.iter().any(|&w| self.facts.implies(when, w)) {
                continue;
            }
            weakest.retain(|&w| !self.facts.implies(w, when));
            weakest.push(when);
        }
        let taken: Vec<BoolTarget> = (weakest.into_iter())
            .map(|when| self.taken(b, when, &bit))
            .collect();
        let any = taken.into_iter().reduce(|x, y| b.or(x, y));
        any.expect("an opening has an access")
    }
}

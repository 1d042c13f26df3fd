//! Registers: what reads and writes do between the openings of their keys.
//!
//! [`AccessPlan`](crate::leaf::plan::AccessPlan) says which accesses share a register and why that is sound.

use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use saya_executor::ir::{Record, When};

use super::predicates::Predicates;
use super::values;
use crate::gadgets::access::AccessTargets;
use crate::gadgets::value::ValueTarget;
use crate::types::Builder;

/// The entry of one key while a function works on it.
///
/// | private witness | bound by |
/// |---|---|
/// | `access` | see [`AccessTargets`]; opened when any read or write of the register is taken |
pub struct Register {
    access: AccessTargets,
    /// What the entry would hold if it were stored now.
    now: [Target; 4],
    known: Vec<Known>,
}

/// Under `when` the register holds the encoding of `fields`.
struct Known {
    when: When,
    fields: Vec<ValueTarget>,
    /// Whether `fields` are zero otherwise.
    exact: bool,
}

/// A proven opening, and what its witness needs to know.
pub struct OpeningTargets {
    pub access: AccessTargets,
    pub key: [Target; 4],
    pub taken: BoolTarget,
    /// What is stored at the end.
    pub new: [Target; 4],
}

impl Register {
    pub fn new(b: &mut Builder) -> Self {
        let access = AccessTargets::new(b);
        Self {
            now: access.old,
            access,
            known: vec![],
        }
    }

    /// The fields of `record`, zero unless `taken`, which is the circuit's form of `when`.
    ///
    /// A writer on the L2 can store anything, so what was loaded is range-checked, once for each predicate
    /// that does not imply an earlier one. What was written is well-formed already.
    pub fn read(
        &mut self,
        b: &mut Builder,
        predicates: &Predicates,
        record: &Record,
        when: When,
        taken: BoolTarget,
    ) -> Vec<ValueTarget> {
        let facts = predicates.facts;
        let mut known = self.known.iter().filter(|k| facts.implies(when, k.when));
        let known = match known.clone().find(|k| k.exact && k.when == when) {
            Some(same) => return same.fields.clone(),
            None => known.next(),
        };
        let fields = match (known, when) {
            (Some(known), None) => return known.fields.clone(),
            (Some(known), Some(_)) => values::gate_all(b, taken, &known.fields),
            (None, None) => values::stored(b, record, &self.now),
            (None, Some(_)) => {
                let gated = self.now.map(|limb| b.mul(taken.target, limb));
                values::stored(b, record, &gated)
            }
        };
        self.known.push(Known {
            when,
            fields: fields.clone(),
            exact: true,
        });
        fields
    }

    /// Holds the encoding of `fields` from now on, when `taken`, which is the circuit's form of `when`.
    pub fn write(
        &mut self,
        b: &mut Builder,
        fields: Vec<ValueTarget>,
        when: When,
        taken: BoolTarget,
    ) {
        let new = values::padded(b, &fields);
        let known = std::mem::take(&mut self.known);
        if when.is_none() {
            self.now = new;
        } else {
            self.now = std::array::from_fn(|i| b.select(taken, new[i], self.now[i]));
            // What is certainly well-formed stays so.
            if let Some(before) = known.into_iter().find(|known| known.when.is_none()) {
                let fields = values::of_limbs(&before.fields, &self.now);
                self.known.push(Known {
                    when: None,
                    fields,
                    exact: true,
                });
            }
        }
        self.known.push(Known {
            when,
            fields,
            exact: when.is_none(),
        });
    }

    /// Shows under `root` what was loaded, and stores what the register holds if it was written.
    pub fn end(
        self,
        b: &mut Builder,
        root: HashOutTarget,
        key: [Target; 4],
        taken: BoolTarget,
        writes: bool,
    ) -> (HashOutTarget, OpeningTargets) {
        self.access.open(b, taken, root, &key);
        let moved = match writes {
            true => self.access.write(b, taken, root, &key, &self.now),
            false => root,
        };
        let opening = OpeningTargets {
            access: self.access,
            key,
            taken,
            new: self.now,
        };
        (moved, opening)
    }
}

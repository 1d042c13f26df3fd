//! IR operations as constraints.
//!
//! The contract is valid, so every operand exists and has the right type.

mod arithmetic;
mod predicates;
mod registers;
#[cfg(test)]
mod tests;
mod values;

use std::collections::HashMap;

use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::{BoolTarget, Target};
use saya_core::Tag;
use saya_executor::ir::{Op, ValueId, When};

use self::predicates::Predicates;
pub use self::registers::OpeningTargets;
use self::registers::Register;
use super::context::LeafContext;
use crate::gadgets::hash::hash;
use crate::gadgets::key::state_key;
use crate::gadgets::logic::{assert_when, select_hash};
use crate::gadgets::value::ValueTarget;
use crate::types::{Builder, F};

pub use self::values::checked;

/// What a lane's call brings.
pub struct CallTargets<'a> {
    pub enabled: BoolTarget,
    pub caller: Target,
    /// Fields of all arguments.
    pub args: &'a [ValueTarget],
}

/// Synthesis of one lane's program.
///
/// The private witness is in the registers; everything else is computed from the call and the time window.
pub struct Program<'a> {
    leaf: &'a LeafContext<'a>,
    call: CallTargets<'a>,
    predicates: Predicates<'a>,
    /// By opening.
    registers: Vec<Register>,
    /// The running log.
    log: HashOutTarget,
    /// Quotient and remainder of what was divided.
    divisions: HashMap<(ValueId, ValueId, When), (ValueTarget, ValueTarget)>,
    /// What each operation makes: nothing, one value, or a record's fields.
    values: Vec<Vec<ValueTarget>>,
}

impl<'a> Program<'a> {
    pub fn new(
        b: &mut Builder,
        leaf: &'a LeafContext<'a>,
        call: CallTargets<'a>,
        log: HashOutTarget,
    ) -> Self {
        let openings = leaf.plan.openings.iter();
        Self {
            leaf,
            predicates: Predicates::new(&leaf.facts, call.enabled),
            call,
            registers: openings.map(|_| Register::new(b)).collect(),
            log,
            divisions: HashMap::new(),
            values: vec![],
        }
    }

    /// Adds the constraints of the next operation.
    pub fn step(&mut self, b: &mut Builder, op: &Op) {
        let made = match op {
            Op::Read { when, .. } => self.read(b, *when),
            Op::Write { values, when, .. } => self.write(b, values, *when),
            Op::Emit {
                event,
                values,
                when,
            } => self.emit(b, *event, values, *when),
            Op::Assert { cond, when, .. } => {
                let (taken, cond) = (self.taken(b, *when), self.bit(*cond));
                assert_when(b, taken, cond);
                vec![]
            }
            Op::Field { a, index } => vec![self.values[*a as usize][*index as usize]],
            pure => vec![self.computed(b, pure)],
        };
        self.values.push(made);
    }

    /// Opens the registers' entries under `state`: the state and the log at the end.
    pub fn finish(
        mut self,
        b: &mut Builder,
        state: HashOutTarget,
    ) -> (HashOutTarget, HashOutTarget, Vec<OpeningTargets>) {
        let (mut state, mut openings) = (state, vec![]);
        let registers = std::mem::take(&mut self.registers);
        for (register, opening) in registers.into_iter().zip(&self.leaf.plan.openings) {
            let whens: Vec<When> = opening.accesses.iter().map(|(_, when)| *when).collect();
            let values = &self.values;
            let taken = self.predicates.any_taken(b, &whens, |id| bit(values, id));
            let variable = &self.leaf.contract.state[opening.var as usize];
            let keys = self.all(&opening.keys);
            let key = state_key(b, variable.contract, variable.slot, &keys);
            let (moved, opened) = register.end(b, state, key, taken, opening.writes);
            state = moved;
            openings.push(opened);
        }
        (state, self.log, openings)
    }

    fn read(&mut self, b: &mut Builder, when: When) -> Vec<ValueTarget> {
        let taken = self.taken(b, when);
        let when = self.predicates.facts.predicate(when);
        let index = self.leaf.plan.opening_of(self.next());
        let var = self.leaf.plan.openings[index].var;
        let record = &self.leaf.contract.state[var as usize].value;
        self.registers[index].read(b, &self.predicates, record, when, taken)
    }

    fn write(&mut self, b: &mut Builder, values: &[ValueId], when: When) -> Vec<ValueTarget> {
        let taken = self.taken(b, when);
        let when = self.predicates.facts.predicate(when);
        let fields = self.all(values);
        let index = self.leaf.plan.opening_of(self.next());
        self.registers[index].write(b, fields, when, taken);
        vec![]
    }

    fn emit(
        &mut self,
        b: &mut Builder,
        event: u32,
        values: &[ValueId],
        when: When,
    ) -> Vec<ValueTarget> {
        let taken = self.taken(b, when);
        let event = &self.leaf.contract.events[event as usize];
        let data = values::limbs(&self.all(values));
        let longer = append_event(b, self.log, event.contract, event.id, &data);
        self.log = select_hash(b, taken, longer, self.log);
        vec![]
    }

    fn taken(&mut self, b: &mut Builder, when: When) -> BoolTarget {
        let values = &self.values;
        self.predicates.taken(b, when, |id| bit(values, id))
    }

    fn all(&self, ids: &[ValueId]) -> Vec<ValueTarget> {
        ids.iter().map(|&id| self.value(id)).collect()
    }

    fn value(&self, id: ValueId) -> ValueTarget {
        value(&self.values, id)
    }

    fn bit(&self, id: ValueId) -> BoolTarget {
        bit(&self.values, id)
    }

    /// Number of the operation that is being added.
    fn next(&self) -> ValueId {
        self.values.len() as ValueId
    }
}

fn append_event(
    b: &mut Builder,
    log: HashOutTarget,
    contract: u32,
    event: u32,
    data: &[Target],
) -> HashOutTarget {
    let id = F::from_canonical_u64((u64::from(contract) << 32) + u64::from(event));
    let mut limbs = log.elements.to_vec();
    limbs.push(b.constant(id));
    limbs.extend_from_slice(data);
    hash(b, Tag::Log, &limbs)
}

fn value(values: &[Vec<ValueTarget>], id: ValueId) -> ValueTarget {
    match values[id as usize][..] {
        [value] => value,
        _ => unreachable!("valid: the operand is one value"),
    }
}

fn bit(values: &[Vec<ValueTarget>], id: ValueId) -> BoolTarget {
    match value(values, id) {
        ValueTarget::Bool(bit) => bit,
        _ => unreachable!("valid: the operand is a bool"),
    }
}

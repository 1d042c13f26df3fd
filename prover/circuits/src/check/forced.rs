//! The witness of a prover who goes on when a call fails.
//!
//! The circuit computes the key of each opening and whether it is taken; what is loaded under it comes from the
//! state. Everything else follows from the circuit's own generators, whatever the constraints will say.

use plonky2::field::types::Field;
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::state_list::{StateListTree, DEPTH};
use saya_core::{limbs, Felt, Key, Value};
use saya_executor::ir::Function;
use saya_executor::{Call, Environment, MapState, State};

use super::calls::Circuit;
use super::constraints::Filled;
use crate::gadgets::access::AccessWitness;
use crate::gadgets::{from_field, to_field, to_hash};
use crate::leaf::lane::LaneTargets;
use crate::leaf::plan::AccessPlan;
use crate::types::F;

/// Fills the circuit with `calls` on `state`, which moves on. The error says what refuses them.
pub fn check(
    circuit: &Circuit,
    function: &Function,
    environment: Environment,
    calls: &[Call],
    state: &mut MapState,
) -> Result<(), String> {
    let plan = AccessPlan::new(function);
    let mut filled = Filled::new(&circuit.constraints);
    set_shared(&mut filled, circuit, environment);
    let (before, mut lanes) = (state.clone(), vec![]);
    for (index, (lane, call)) in circuit.targets.lanes.iter().zip(calls).enumerate() {
        set_call(&mut filled, lane, call);
        let loaded = Loading::run(&mut filled, lane, &plan, state);
        lanes.push(loaded.map_err(|opening| {
            format!("nothing can be loaded for opening {opening} of call {index}")
        })?);
    }
    show(&mut filled, circuit, &lanes, &before).map_err(|error| error.to_string())?;
    filled.generate();
    filled.violation().map_or(Ok(()), Err)
}

fn set_shared(filled: &mut Filled, circuit: &Circuit, environment: Environment) {
    let frame = &circuit.targets.shared.frame;
    let Environment {
        domain,
        set_root,
        window,
        ..
    } = environment;
    let digests = [
        (frame.domain, to_hash(&domain).elements),
        (frame.set_root, to_hash(&set_root).elements),
        (frame.start.calls, [F::ZERO; 4]),
        (frame.start.log, [F::ZERO; 4]),
    ];
    for (target, values) in digests {
        filled.set_all(&target.elements, &values);
    }
    filled.set(frame.t_min, F::from_canonical_u64(window.t_min));
    filled.set(frame.t_max, F::from_canonical_u64(window.t_max));
}

fn set_call(filled: &mut Filled, lane: &LaneTargets, call: &Call) {
    filled.set(lane.caller.enabled.target, F::ONE);
    filled.set(lane.caller.user, F::from_canonical_u32(call.user));
    let valid_until = F::from_noncanonical_u64(call.valid_until);
    filled.set(lane.caller.valid_until, valid_until);
    let args: Vec<F> = call.args.iter().map(|&limb| to_field(limb)).collect();
    filled.set_all(&lane.args, &args);
}

/// What an opening came to.
struct Opened {
    old: Value,
    /// Key and new value, when it is taken.
    entry: Option<(Key, Value)>,
}

/// Loads the openings of one lane as soon as the circuit has their keys.
struct Loading<'a, 'b> {
    filled: &'a mut Filled<'b>,
    lane: &'a LaneTargets,
    plan: &'a AccessPlan,
    state: &'a mut MapState,
    /// By opening.
    loaded: Vec<Option<Value>>,
}

impl<'a, 'b> Loading<'a, 'b> {
    /// All openings of the lane; the error is one that nothing can be loaded for.
    fn run(
        filled: &'a mut Filled<'b>,
        lane: &'a LaneTargets,
        plan: &'a AccessPlan,
        state: &'a mut MapState,
    ) -> Result<Vec<Opened>, usize> {
        let loaded = vec![None; lane.openings.len()];
        let mut loading = Self {
            filled,
            lane,
            plan,
            state,
            loaded,
        };
        loop {
            loading.filled.generate();
            let Some(first) = loading.loaded.iter().position(Option::is_none) else {
                return loading.finish();
            };
            let mut moved = false;
            for opening in first..loading.loaded.len() {
                if loading.loaded[opening].is_none() {
                    moved |= loading.load(opening);
                }
            }
            if !moved {
                return Err(first);
            }
        }
    }

    /// Loads an opening, if there is what it takes. Whether it is taken may depend on what it loads; one that is not
    /// taken may load anything, because nothing uses it.
    fn load(&mut self, opening: usize) -> bool {
        let found = match self.taken(opening) {
            Some(false) => Some(Value::ZERO),
            _ => self.key(opening).and_then(|key| self.stored(opening, &key)),
        };
        if let Some(found) = found {
            let targets = &self.lane.openings[opening].access.old;
            self.filled.set_all(targets, &found.0.map(to_field));
            self.loaded[opening] = Some(found);
        }
        found.is_some()
    }

    /// What is stored under `key` when `opening` is shown; `None` while an earlier one may still store it.
    fn stored(&self, opening: usize, key: &Key) -> Option<Value> {
        let var = self.plan.openings[opening].var;
        for earlier in (0..opening).rev() {
            // Only entries of one variable can be the same.
            if self.plan.openings[earlier].var != var || self.key(earlier)? != *key {
                continue;
            }
            if self.taken(earlier)? {
                return self.new_value(earlier);
            }
        }
        Some(State::get(self.state, key))
    }

    fn taken(&self, opening: usize) -> Option<bool> {
        let taken = self.filled.value(self.lane.openings[opening].taken.target);
        taken.map(|taken| !taken.is_zero())
    }

    fn key(&self, opening: usize) -> Option<Key> {
        self.limbs(&self.lane.openings[opening].key).map(Key)
    }

    fn new_value(&self, opening: usize) -> Option<Value> {
        match self.plan.openings[opening].writes {
            true => self.limbs(&self.lane.openings[opening].new).map(Value),
            false => self.loaded[opening],
        }
    }

    /// Every opening with what it stores; the state moves on.
    fn finish(self) -> Result<Vec<Opened>, usize> {
        let openings = (0..self.loaded.len()).map(|opening| {
            let entry = match self.taken(opening)? {
                true => Some((self.key(opening)?, self.new_value(opening)?)),
                false => None,
            };
            let old = self.loaded[opening]?;
            Some(Opened { old, entry })
        });
        let mut opened = vec![];
        for (index, opening) in openings.enumerate() {
            opened.push(opening.ok_or(index)?);
        }
        for (key, new) in opened.iter().filter_map(|opening| opening.entry) {
            self.state.insert(key, new);
        }
        Ok(opened)
    }

    fn limbs(&self, targets: &[Target; 4]) -> Option<[Felt; 4]> {
        let values: Option<Vec<_>> = (targets.iter())
            .map(|&target| self.filled.value(target).map(from_field))
            .collect();
        values?.try_into().ok()
    }
}

/// The state root at the start, and the path of each opening in the tree of all entries.
fn show(
    filled: &mut Filled,
    circuit: &Circuit,
    lanes: &[Vec<Opened>],
    before: &MapState,
) -> anyhow::Result<()> {
    let keys = lanes.iter().flatten().filter_map(|opening| opening.entry);
    let entries: MapState = keys
        .map(|(key, _)| (key, State::get(before, &key)))
        .collect();
    let entries: Vec<(Key, Value)> = entries.into_iter().collect();
    let mut tree = StateListTree::new(&entries)?;
    let mut pw = PartialWitness::new();
    pw.set_hash_target(
        circuit.targets.shared.frame.start.state,
        to_hash(&tree.root()),
    )?;
    for (lane, opened) in circuit.targets.lanes.iter().zip(lanes) {
        for (targets, opening) in lane.openings.iter().zip(opened) {
            let mut witness = AccessWitness {
                old: opening.old,
                index: 0,
                siblings: [limbs::ZERO; DEPTH],
            };
            if let Some((key, new)) = opening.entry {
                witness.index = tree.index(&key).expect("listed");
                witness.siblings = tree.path(witness.index)?;
                tree.set(witness.index, &new)?;
            }
            targets.access.set_witness(&mut pw, Some(&witness))?;
        }
    }
    filled.apply(&pw);
    Ok(())
}

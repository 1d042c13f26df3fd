//! The witness of a prover who goes on when a call fails.
//!
//! The circuit computes the key of each opening and whether it is taken; what is loaded under it comes from the
//! state. Everything else follows from the circuit's own generators, whatever the constraints will say.

use plonky2::field::types::Field;
use plonky2::iop::target::Target;
use plonky2::iop::witness::{PartialWitness, WitnessWrite};
use saya_core::state_list::StateListTree;
use saya_core::{Key, Value};
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

/// An entry that was opened.
struct Opened {
    key: Key,
    old: Value,
    new: Value,
}

/// What is known of an opening while a lane is filled.
enum Progress {
    Waiting,
    NotTaken,
    Loaded { key: Key, old: Value },
}

/// Loads the openings of one lane as soon as the circuit has their keys.
struct Loading<'a, 'b> {
    filled: &'a mut Filled<'b>,
    lane: &'a LaneTargets,
    plan: &'a AccessPlan,
    state: &'a mut MapState,
    openings: Vec<Progress>,
}

impl<'a, 'b> Loading<'a, 'b> {
    /// All openings, `None` for those that are not taken; the error is one that nothing can be loaded for.
    fn run(
        filled: &'a mut Filled<'b>,
        lane: &'a LaneTargets,
        plan: &'a AccessPlan,
        state: &'a mut MapState,
    ) -> Result<Vec<Option<Opened>>, usize> {
        let openings = lane.openings.iter().map(|_| Progress::Waiting).collect();
        let mut loading = Self {
            filled,
            lane,
            plan,
            state,
            openings,
        };
        loop {
            loading.filled.generate();
            let waiting = |progress: &Progress| matches!(progress, Progress::Waiting);
            let Some(first) = loading.openings.iter().position(waiting) else {
                return loading.finish();
            };
            let mut moved = false;
            for opening in first..loading.openings.len() {
                moved |= waiting(&loading.openings[opening]) && loading.load(opening);
            }
            if !moved {
                return Err(first);
            }
        }
    }

    /// Whether something could be loaded.
    fn load(&mut self, opening: usize) -> bool {
        let targets = &self.lane.openings[opening];
        let Some(taken) = self.filled.value(targets.taken.target) else {
            return false;
        };
        if taken.is_zero() {
            self.filled.set_all(&targets.access.old, &[F::ZERO; 4]);
            self.openings[opening] = Progress::NotTaken;
            return true;
        }
        let Some(key) = self.limbs(&targets.key).map(Key) else {
            return false;
        };
        let Some(old) = self.stored(opening, &key) else {
            return false;
        };
        self.filled
            .set_all(&targets.access.old, &old.0.map(to_field));
        self.openings[opening] = Progress::Loaded { key, old };
        true
    }

    /// What is stored under `key` when `opening` is shown; `None` while an earlier one may still store it.
    fn stored(&self, opening: usize, key: &Key) -> Option<Value> {
        for earlier in (0..opening).rev() {
            let same = match &self.openings[earlier] {
                Progress::NotTaken => false,
                Progress::Loaded { key: other, .. } => other == key,
                Progress::Waiting => {
                    // Only another entry of the same variable can be the same one.
                    if self.plan.openings[earlier].var == self.plan.openings[opening].var {
                        return None;
                    }
                    false
                }
            };
            if same {
                return self.new_value(earlier);
            }
        }
        Some(State::get(self.state, key))
    }

    fn new_value(&self, opening: usize) -> Option<Value> {
        match &self.openings[opening] {
            Progress::Loaded { old, .. } if !self.plan.openings[opening].writes => Some(*old),
            _ => self.limbs(&self.lane.openings[opening].new).map(Value),
        }
    }

    /// Every entry with what it stores; the state moves on.
    fn finish(self) -> Result<Vec<Option<Opened>>, usize> {
        let mut opened = vec![];
        for (index, progress) in self.openings.iter().enumerate() {
            let Progress::Loaded { key, old } = progress else {
                opened.push(None);
                continue;
            };
            let (key, old) = (*key, *old);
            let new = self.new_value(index).ok_or(index)?;
            opened.push(Some(Opened { key, old, new }));
        }
        for entry in opened.iter().flatten() {
            self.state.insert(entry.key, entry.new);
        }
        Ok(opened)
    }

    fn limbs(&self, targets: &[Target; 4]) -> Option<[saya_core::Felt; 4]> {
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
    lanes: &[Vec<Option<Opened>>],
    before: &MapState,
) -> anyhow::Result<()> {
    let keys = lanes.iter().flatten().flatten();
    let entries: MapState = keys
        .map(|entry| (entry.key, State::get(before, &entry.key)))
        .collect();
    let entries: Vec<(Key, Value)> = entries.into_iter().collect();
    let mut tree = StateListTree::new(&entries)?;
    let mut pw = PartialWitness::new();
    pw.set_hash_target(
        circuit.targets.shared.frame.start.state,
        to_hash(&tree.root()),
    )?;
    for (lane, opened) in circuit.targets.lanes.iter().zip(lanes) {
        for (targets, entry) in lane.openings.iter().zip(opened) {
            let Some(entry) = entry else {
                targets.access.set_witness(&mut pw, None)?;
                continue;
            };
            let index = tree.index(&entry.key).expect("listed");
            let witness = AccessWitness {
                old: entry.old,
                index,
                siblings: tree.path(index)?,
            };
            targets.access.set_witness(&mut pw, Some(&witness))?;
            tree.set(index, &entry.new)?;
        }
    }
    filled.apply(&pw);
    Ok(())
}

//! The lists at the sizes that sub-blocks have, against a prover that lies. No proof is verified here.

use std::sync::OnceLock;

use saya_core::state_list::StateListTree;
use saya_core::{Felt, Key, Typed, Value};

use super::*;
use crate::gadgets::trial::Trial;

/// A circuit that compares the lists with roots and a number, as a sub-block does with its header and statement.
struct Bench {
    trial: Trial,
    entries: EntryTargets,
    before: HashOutTarget,
    after: HashOutTarget,
    count: Target,
}

impl Bench {
    fn new(capacity: usize) -> Self {
        let (trial, (entries, before, after, count)) = Trial::new(|b| {
            let entries = EntryTargets::build(b, capacity);
            let (before, after) = (b.add_virtual_hash(), b.add_virtual_hash());
            let (found_before, found_after) = (entries.root_before(b), entries.root_after(b));
            b.connect_hashes(found_before, before);
            b.connect_hashes(found_after, after);
            let (count, found) = (b.add_virtual_target(), entries.count(b));
            b.connect(found, count);
            (entries, before, after, count)
        });
        Self {
            trial,
            entries,
            before,
            after,
            count,
        }
    }

    /// What a prover says who lists `entries`, while `executed` are the ones that the calls touched.
    fn inputs(&self, entries: &[Entry], executed: &[Entry]) -> PartialWitness<F> {
        let mut pw = PartialWitness::new();
        self.entries.set_witness(&mut pw, entries).unwrap();
        for (target, value) in [
            (self.before, (|entry| entry.old) as fn(&Entry) -> Value),
            (self.after, |entry| entry.new),
        ] {
            let list = executed.iter().map(|entry| (entry.key, value(entry)));
            let tree = StateListTree::new(&list.collect::<Vec<_>>()).unwrap();
            pw.set_hash_target(target, to_hash(&tree.root())).unwrap();
        }
        let count = F::from_canonical_usize(executed.len());
        pw.set_target(self.count, count).unwrap();
        pw
    }

    fn accepts(&self, entries: &[Entry], executed: &[Entry], lies: &[(Target, u64)]) -> bool {
        let inputs = self.inputs(entries, executed);
        self.trial.first_violation(&inputs, lies).is_none()
    }
}

/// Room for 256 entries: the tree has levels of both kinds, of entries and of empty subtrees.
fn bench() -> &'static Bench {
    static BENCH: OnceLock<Bench> = OnceLock::new();
    BENCH.get_or_init(|| Bench::new(256))
}

/// Entries with rising keys, each with a new value.
fn list(count: u32) -> Vec<Entry> {
    let value = |number: u32| Value([number, 1, 2, 3].map(Felt::from_u32));
    (1..=count)
        .map(|i| Entry {
            key: Key::new(1, 1, &[Typed::U32(i)]).unwrap(),
            old: value(i),
            new: value(2 * i + 1),
        })
        .collect()
}

#[test]
fn the_roots_are_those_of_the_state_list_at_every_filling() {
    for count in [0, 1, 2, 128, 129, 255, 256] {
        let entries = list(count);
        assert!(bench().accepts(&entries, &entries, &[]), "{count} entries");
    }
}

#[test]
fn a_full_tree_has_no_empty_subtree() {
    let bench = Bench::new(state_list::CAPACITY);
    let (full, fewer) = (list(4096), list(4095));
    assert!(bench.accepts(&full, &full, &[]));
    assert!(!bench.accepts(&full, &fewer, &[]));
    assert!(!bench.accepts(&fewer, &full, &[]));
    let last = bench.entries.used[4095].target;
    assert!(!bench.accepts(&full, &full, &[(last, 0)]));
}

#[test]
fn the_number_of_entries_is_counted() {
    let (entries, count) = (list(129), bench().count);
    for lie in [0, 1, 128, 130, 256, u64::from(u32::MAX)] {
        assert!(
            !bench().accepts(&entries, &entries, &[(count, lie)]),
            "{lie}"
        );
    }
}

/// With limbs of 0 behind the last entry, a flag changes the number and the leaf: `H(LEAF; 0)` is not 0⁴.
#[test]
fn flags_are_booleans_and_a_prefix() {
    let entries = list(129);
    let used = &bench().entries.used;
    let places = [
        (0, 0),
        (0, 2),
        (64, 0),
        (128, 0),
        (129, 1),
        (130, 1),
        (255, 1),
    ];
    for (place, lie) in places {
        let lies = [(used[place].target, lie)];
        assert!(
            !bench().accepts(&entries, &entries, &lies),
            "flag {place} is {lie}"
        );
    }
    let moved = [(used[128].target, 0), (used[129].target, 1)];
    assert!(
        !bench().accepts(&entries, &entries, &moved),
        "a gap, same number"
    );
}

#[test]
fn limbs_behind_the_last_entry_are_zero() {
    let entries = list(129);
    for place in [129, 130, 255] {
        for limb in [0, 3, 4, 8, 11] {
            let target = bench().entries.limbs[place][limb];
            let accepted = bench().accepts(&entries, &entries, &[(target, 1)]);
            assert!(!accepted, "limb {limb} of entry {place}");
        }
    }
}

#[test]
fn lists_other_than_the_touched_keys_are_refused() {
    let executed = list(129);
    let refused = |change: fn(&mut Vec<Entry>)| {
        let mut entries = executed.clone();
        change(&mut entries);
        assert_ne!(entries, executed);
        !bench().accepts(&entries, &executed, &[])
    };
    assert!(refused(|entries| entries.swap(127, 128)), "not sorted");
    assert!(refused(|entries| entries.swap(0, 64)), "not sorted");
    assert!(refused(|entries| entries[77] = entries[76]), "twice");
    assert!(
        refused(|entries| entries.push(entries[128])),
        "the last one again"
    );
    assert!(
        refused(|entries| entries.extend(list(130).pop())),
        "one more"
    );
    assert!(refused(|entries| entries.truncate(128)), "one less");
    assert!(refused(|entries| entries[128].old = entries[127].old));
    assert!(refused(|entries| entries[128].new = entries[127].new));
}

/// Also the leaf of an entry that is not used: no false cell of its hash or of the flag's product passes.
#[test]
fn roots_and_number_follow_from_the_entries() {
    let (trial, (entries, outputs)) = Trial::new(|b| {
        let entries = EntryTargets::build(b, 32);
        let roots = [entries.root_before(b), entries.root_after(b)];
        let mut outputs = roots.map(|root| root.elements).concat();
        outputs.push(entries.count(b));
        (entries, outputs)
    });
    for (i, &output) in outputs.iter().enumerate() {
        assert!(outputs[..i].iter().all(|other| *other != output));
    }
    let mut inputs = vec![];
    for (i, (used, limbs)) in entries.used.iter().zip(&entries.limbs).enumerate() {
        inputs.push((used.target, u64::from(i < 9)));
        let values = list(9).get(i).map_or([F::ZERO; ENTRY_LIMBS], entry_limbs);
        inputs.extend(
            limbs
                .iter()
                .zip(values)
                .map(|(&limb, value)| (limb, value.0)),
        );
    }
    trial.assert_determined(&inputs, &outputs, 60);
}

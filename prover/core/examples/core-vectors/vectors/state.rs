//! The two Merkle trees.

use std::collections::BTreeMap;

use saya_core::set_tree::{self, SetTree};
use saya_core::state_list::StateListTree;
use saya_core::{Digest, Felt, Key, Typed, Value, P};
use serde_json::{json, Value as Json};

use super::source::{felt, hex32, Source};

fn hexes(digests: &[Digest]) -> Vec<String> {
    digests.iter().map(hex32).collect()
}

pub fn state_lists() -> Json {
    let mut source = Source::new("state list");
    let case = |count: usize| {
        let entry = |i: usize| {
            let key = Key::new(1, 1, &[Typed::U32(3 * i as u32)]).expect("a valid key");
            (key, Value(source.digest()))
        };
        let mut list: Vec<(Key, Value)> = (0..count).map(entry).collect();
        if let Some((key, value)) = list.last_mut() {
            *key = Key([felt(P - 1); 4]);
            *value = Value([felt(P - 1), Felt::ZERO, Felt::ONE, felt(P - 2)]);
        }
        let tree = StateListTree::new(&list).expect("a valid list");
        let index = count.saturating_sub(1) / 2;
        let path = tree.path(index).expect("an index of the tree");
        json!({
            "keys": list.iter().map(|e| e.0).collect::<Vec<_>>(),
            "values": list.iter().map(|e| e.1).collect::<Vec<_>>(),
            "root": hex32(&tree.root()),
            "index": index,
            "path": hexes(&path),
        })
    };
    [0, 1, 2, 3, 4, 7, 20].into_iter().map(case).collect()
}

pub fn verifier_data() -> Json {
    let mut source = Source::new("verifier data");
    let case = |size: usize| {
        let circuit_digest = source.digest();
        let cap: Vec<Digest> = (0..size).map(|_| source.digest()).collect();
        let vd = set_tree::vd_digest(&circuit_digest, &cap);
        json!({
            "circuit_digest": hex32(&circuit_digest),
            "cap": hexes(&cap),
            "vd": hex32(&vd),
            "leaf": hex32(&set_tree::leaf(&vd)),
        })
    };
    [1, 16].into_iter().map(case).collect()
}

pub fn set_trees() -> Json {
    let mut source = Source::new("set tree");
    let places: [&[(u32, u32)]; 5] = [
        &[],
        &[(0, 0)],
        &[(1, 0)],
        &[(1, 0), (1, 1), (2, 0)],
        &[(0, 3), (1, 0), (1, 255), (7, 128), (255, 255)],
    ];
    let case = |places: &[(u32, u32)]| {
        let set: BTreeMap<(u32, u32), Digest> =
            places.iter().map(|at| (*at, source.digest())).collect();
        let tree = SetTree::new(&set).expect("places inside the tree");
        let (contract, circuit) = places.last().copied().unwrap_or_default();
        let index = set_tree::leaf_index(contract, circuit).expect("inside the tree");
        let path = tree.path(index).expect("inside the tree");
        json!({
            "contracts": places.iter().map(|at| at.0).collect::<Vec<_>>(),
            "circuits": places.iter().map(|at| at.1).collect::<Vec<_>>(),
            "vds": set.values().map(hex32).collect::<Vec<_>>(),
            "root": hex32(&tree.root()),
            "index": index,
            "path": hexes(&path),
        })
    };
    places.into_iter().map(case).collect()
}

//! `H(TAG; x)` and the tagged tree node, from single Poseidon permutations.
//!
//! plonky2's own sponge and Merkle gadgets start from a zero capacity; ours start from
//! `[TAG, len(x), 0, 0]`, so neither is used. The native twin is [`saya_core::hash`].
//!
//! | part | rows | holds |
//! |---|---|---|
//! | block | 1 | one permutation of 8 limbs and the capacity; the first 4 limbs after the last block are the digest |
//! | node | 1 | two digests are one block; the gate swaps them by a bit |

use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::hash::hashing::PlonkyPermutation;
use plonky2::hash::poseidon::{PoseidonHash, PoseidonPermutation};
use plonky2::iop::target::{BoolTarget, Target};
use plonky2::plonk::config::AlgebraicHasher;
use saya_core::Tag;

use crate::types::{Builder, F};

const RATE: usize = 8;

/// `H(tag; x)`: one permutation per 8 limbs of `x`, at least one.
///
/// No private witness: the output is a function of the inputs.
pub fn hash(b: &mut Builder, tag: Tag, x: &[Target]) -> HashOutTarget {
    let mut state = initial_state(b, tag, x.len());
    let empty: &[Target] = &[];
    let blocks = x.chunks(RATE).chain(x.is_empty().then_some(empty));
    for block in blocks {
        // Overwrite mode: a short last block leaves the other rate limbs as they are.
        state[..block.len()].copy_from_slice(block);
        state = permute(b, state);
    }
    digest(state)
}

/// `H(tag; left, right)`.
pub fn node(b: &mut Builder, tag: Tag, left: HashOutTarget, right: HashOutTarget) -> HashOutTarget {
    hash(b, tag, &[left.elements, right.elements].concat())
}

/// `H(tag; current, sibling)`, or `H(tag; sibling, current)` when `bit` is 1.
///
/// | private witness | bound by |
/// |---|---|
/// | `bit` is 0 or 1 | `PoseidonGate` constrains its swap wire: `swap * (swap - 1) = 0` |
///
/// The gate swaps rate limbs 0–3 with 4–7 and leaves the capacity alone.
pub fn node_swapped(
    b: &mut Builder,
    tag: Tag,
    current: HashOutTarget,
    sibling: HashOutTarget,
    bit: BoolTarget,
) -> HashOutTarget {
    let mut state = initial_state(b, tag, RATE);
    state[..4].copy_from_slice(&current.elements);
    state[4..RATE].copy_from_slice(&sibling.elements);
    let out = PoseidonHash::permute_swapped(PoseidonPermutation::new(state), bit, b);
    digest(out.as_ref().try_into().expect("twelve limbs"))
}

fn initial_state(b: &mut Builder, tag: Tag, len: usize) -> [Target; 12] {
    let zero = b.zero();
    let mut state = [zero; 12];
    state[8] = b.constant(F::from_canonical_u64(tag as u64));
    state[9] = b.constant(F::from_canonical_usize(len));
    state
}

fn permute(b: &mut Builder, state: [Target; 12]) -> [Target; 12] {
    let out = b.permute::<PoseidonHash>(PoseidonPermutation::new(state));
    out.as_ref().try_into().expect("twelve limbs")
}

fn digest(state: [Target; 12]) -> HashOutTarget {
    HashOutTarget {
        elements: [state[0], state[1], state[2], state[3]],
    }
}

#[cfg(test)]
mod tests {
    use plonky2::hash::poseidon::Poseidon;
    use saya_core::Felt;

    use super::*;
    use crate::gadgets::trial::{pairs, random_limbs, Trial, EVERY_HINT};
    use crate::gadgets::{from_field, to_field};

    #[test]
    fn the_native_permutation_is_plonky2s() {
        for seed in 0..50 {
            let limbs: [Felt; 12] = random_limbs(seed, 12).try_into().unwrap();
            let expected = F::poseidon(limbs.map(to_field)).map(from_field);
            let mut state = limbs;
            saya_core::permute(&mut state);
            assert_eq!(state, expected);
        }
    }

    #[test]
    fn a_hash_agrees_with_its_native_twin_for_every_block_shape() {
        for len in [0, 1, 7, 8, 9, 15, 16, 17, 48, 68] {
            let (trial, (x, out)) = Trial::new(|b| {
                let x = b.add_virtual_targets(len);
                let out = hash(b, Tag::Commit, &x);
                b.register_public_inputs(&out.elements);
                (x, out)
            });
            let limbs = random_limbs(2, len);
            let inputs = pairs(&x, &limbs);
            assert!(trial.accepts(&inputs));
            assert_eq!(
                trial.digest(&inputs, out),
                saya_core::hash(Tag::Commit, &limbs)
            );
            trial.assert_determined(&inputs, &out.elements, EVERY_HINT);
        }
    }

    #[test]
    fn a_swapped_node_hashes_the_sibling_first() {
        let (trial, (x, bit, out)) = Trial::new(|b| {
            let x: [Target; 8] = b.add_virtual_target_arr();
            let bit = b.add_virtual_bool_target_unsafe();
            let [left, right] = [0, 4].map(|i| HashOutTarget {
                elements: std::array::from_fn(|j| x[i + j]),
            });
            let out = node_swapped(b, Tag::Node, left, right, bit);
            b.register_public_inputs(&out.elements);
            (x, bit.target, out)
        });
        let limbs = random_limbs(3, 8);
        let swapped = [&limbs[4..], &limbs[..4]].concat();
        for (value, native) in [(0, &limbs), (1, &swapped)] {
            let mut inputs = pairs(&x, &limbs);
            inputs.push((bit, value));
            assert!(trial.accepts(&inputs));
            assert_eq!(
                trial.digest(&inputs, out),
                saya_core::hash(Tag::Node, native)
            );
            trial.assert_determined(&inputs, &out.elements, EVERY_HINT);
        }
        let mut inputs = pairs(&x, &limbs);
        inputs.push((bit, 2));
        assert!(!trial.accepts(&inputs), "a swap bit of 2");
    }
}

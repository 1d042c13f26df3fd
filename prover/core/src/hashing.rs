//! `H(TAG; x)`, the hash that circuits compute.

use crate::felt::Felt;
use crate::limbs::Digest;
use crate::poseidon::permute;
use crate::poseidon_constants::{RATE, WIDTH};

/// What is hashed; keeps hashes of different things apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Tag {
    Leaf = 1,
    Node = 2,
    Args = 3,
    Call = 4,
    Calls = 5,
    Scope = 6,
    Env = 7,
    Commit = 8,
    SetLeaf = 9,
    SetNode = 10,
    KeyRoot = 11,
    Chain = 12,
    OtsPk = 13,
    XmssNode = 14,
    Msg = 15,
    Auth = 16,
    Log = 17,
    Vd = 18,
    Bundle = 19,
    UserHash = 20,
}

impl Tag {
    /// Every tag, by number.
    pub const ALL: [Tag; 20] = [
        Tag::Leaf,
        Tag::Node,
        Tag::Args,
        Tag::Call,
        Tag::Calls,
        Tag::Scope,
        Tag::Env,
        Tag::Commit,
        Tag::SetLeaf,
        Tag::SetNode,
        Tag::KeyRoot,
        Tag::Chain,
        Tag::OtsPk,
        Tag::XmssNode,
        Tag::Msg,
        Tag::Auth,
        Tag::Log,
        Tag::Vd,
        Tag::Bundle,
        Tag::UserHash,
    ];

    /// The tag as the first capacity limb.
    pub const fn felt(self) -> Felt {
        Felt::from_u32(self as u32)
    }
}

/// `H(TAG; x)`: the capacity (limbs 8–11) starts as `[TAG, len(x), 0, 0]`; blocks of 8 overwrite the rate
/// (limbs 0–7), a short last block only its own part; the digest is limbs 0–3. An empty `x` is one permutation.
pub fn hash(tag: Tag, x: &[Felt]) -> Digest {
    let mut state = [Felt::ZERO; WIDTH];
    state[RATE] = tag.felt();
    state[RATE + 1] = Felt::reduce(x.len() as u128);
    if x.is_empty() {
        permute(&mut state);
    }
    for block in x.chunks(RATE) {
        state[..block.len()].copy_from_slice(block);
        permute(&mut state);
    }
    [state[0], state[1], state[2], state[3]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn tag_and_length_separate() {
        let mut seen = HashSet::new();
        for (i, tag) in Tag::ALL.into_iter().enumerate() {
            assert_eq!(tag as usize, i + 1);
            for length in 0..=17 {
                assert!(seen.insert(hash(tag, &vec![Felt::ZERO; length])));
            }
        }
    }

    #[test]
    fn short_last_block_keeps_the_rest_of_the_rate() {
        let x: Vec<Felt> = (1..=9u32).map(Felt::from).collect();
        let mut state = [Felt::ZERO; 12];
        state[8] = Felt::from_u32(3);
        state[9] = Felt::from_u32(9);
        state[..8].copy_from_slice(&x[..8]);
        permute(&mut state);
        state[0] = x[8];
        permute(&mut state);
        assert_eq!(hash(Tag::Args, &x), state[..4]);
    }
}

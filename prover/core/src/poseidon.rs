//! The Poseidon-12 permutation over Goldilocks.

use crate::felt::Felt;
use crate::poseidon_constants::{
    HALF_FULL_ROUNDS, MDS_CIRC, MDS_DIAG_0, PARTIAL_ROUNDS, ROUNDS, ROUND_CONSTANTS, WIDTH,
};

/// Applies the permutation: 4 full, 22 partial, 4 full rounds; S-box `x^7`.
pub fn permute(state: &mut [Felt; WIDTH]) {
    for (round, constants) in ROUND_CONSTANTS.iter().enumerate() {
        for (limb, &constant) in state.iter_mut().zip(constants) {
            // A round constant may be p or more as a word; the sum is reduced.
            *limb = Felt::reduce(limb.value() as u128 + constant as u128);
        }
        let full = !(HALF_FULL_ROUNDS..HALF_FULL_ROUNDS + PARTIAL_ROUNDS).contains(&round);
        if full {
            state.iter_mut().for_each(|limb| *limb = seventh(*limb));
        } else {
            state[0] = seventh(state[0]);
        }
        mds(state);
    }
    debug_assert_eq!(ROUNDS, ROUND_CONSTANTS.len());
}

fn seventh(x: Felt) -> Felt {
    let cube = x * x * x;
    cube * cube * x
}

/// Multiplies by the MDS matrix. The entries are small, so the 32-bit halves of the limbs are summed in
/// 64-bit words (below 2^41) and each limb is reduced once. Nothing wraps; the wrapping operations spare the
/// overflow checks, which cost a third of the permutation.
fn mds(state: &mut [Felt; WIDTH]) {
    let mut low = [0u64; 2 * WIDTH];
    let mut high = [0u64; 2 * WIDTH];
    for i in 0..2 * WIDTH {
        let word = state[i % WIDTH].value();
        low[i] = word & 0xffff_ffff;
        high[i] = word >> 32;
    }
    for (row, limb) in state.iter_mut().enumerate() {
        let (mut sum_low, mut sum_high) = (0u64, 0u64);
        for (i, c) in MDS_CIRC.iter().enumerate() {
            sum_low = low[row + i].wrapping_mul(*c).wrapping_add(sum_low);
            sum_high = high[row + i].wrapping_mul(*c).wrapping_add(sum_high);
        }
        if row == 0 {
            sum_low += low[0] * MDS_DIAG_0;
            sum_high += high[0] * MDS_DIAG_0;
        }
        *limb = Felt::reduce(sum_low as u128 + ((sum_high as u128) << 32));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::felt::P;

    /// Outputs of the hadeshash reference implementation, as published with plonky2.
    const KNOWN: [([u64; WIDTH], [u64; WIDTH]); 3] = [
        (
            [0; WIDTH],
            [
                0x3c18a9786cb0b359,
                0xc4055e3364a246c3,
                0x7953db0ab48808f4,
                0xc71603f33a1144ca,
                0xd7709673896996dc,
                0x46a84e87642f44ed,
                0xd032648251ee0b3c,
                0x1c687363b207df62,
                0xdf8565563e8045fe,
                0x40f5b37ff4254dae,
                0xd070f637b431067c,
                0x1792b1c4342109d7,
            ],
        ),
        (
            [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
            [
                0xd64e1e3efc5b8e9e,
                0x53666633020aaa47,
                0xd40285597c6a8825,
                0x613a4f81e81231d2,
                0x414754bfebd051f0,
                0xcb1f8980294a023f,
                0x6eb2a9e4d54a9d0f,
                0x1902bc3af467e056,
                0xf045d5eafdc6021f,
                0xe4150f77caaa3be5,
                0xc9bfd01d39b50cce,
                0x5c0a27fcb0e1459b,
            ],
        ),
        (
            [P - 1; WIDTH],
            [
                0xbe0085cfc57a8357,
                0xd95af71847d05c09,
                0xcf55a13d33c1c953,
                0x95803a74f4530e82,
                0xfcd99eb30a135df1,
                0xe095905e913a3029,
                0xde0392461b42919b,
                0x7d3260e24e81d031,
                0x10d3d0465d9deaa0,
                0xa87571083dfc2a47,
                0xe18263681e9958f8,
                0xe28e96f1ae5e60d3,
            ],
        ),
    ];

    #[test]
    fn known_answers() {
        for (input, output) in KNOWN {
            let mut state = input.map(|x| Felt::new(x).unwrap());
            permute(&mut state);
            assert_eq!(state.map(Felt::value), output);
        }
    }
}

//! The messages of the wrap proof's transcript.

use plonky2::field::types::Field;
use plonky2::fri::reduction_strategies::FriReductionStrategy;
use plonky2::fri::FriParams;
use plonky2::plonk::circuit_data::CommonCircuitData;

use crate::proof_bytes::oracle_widths;
use crate::types::{D, F};

/// Limbs of a digest in the transcript, and of the hash of the public inputs.
const HASH_LIMBS: usize = 4;

/// The limbs with which every transcript begins: what `FriParams::observe` absorbs.
pub fn fri_params_limbs(params: &FriParams) -> Vec<F> {
    let config = &params.config;
    let mut limbs: Vec<F> = [config.rate_bits, config.cap_height]
        .map(F::from_canonical_usize)
        .to_vec();
    limbs.push(F::from_canonical_u32(config.proof_of_work_bits));
    limbs.extend(strategy_limbs(&config.reduction_strategy));
    limbs.push(F::from_canonical_usize(config.num_query_rounds));
    limbs.push(F::from_bool(params.hiding));
    limbs.push(F::from_canonical_usize(params.degree_bits));
    let arities = params.reduction_arity_bits.iter();
    limbs.extend(arities.map(|&bits| F::from_canonical_usize(bits)));
    limbs
}

/// What names a reduction strategy in a version and in a verifier's description.
pub fn strategy_name(strategy: &FriReductionStrategy) -> &'static str {
    match strategy {
        FriReductionStrategy::Fixed(_) => "Fixed",
        FriReductionStrategy::ConstantArityBits(..) => "ConstantArityBits",
        FriReductionStrategy::MinSize(_) => "MinSize",
    }
}

/// The limbs by which the transcript absorbs a reduction strategy: the kind of strategy, then its numbers.
pub fn strategy_limbs(strategy: &FriReductionStrategy) -> Vec<F> {
    strategy.serialize()
}

/// Limbs of the longest message between two challenges: the first, the openings or the last.
pub fn longest_message(common: &CommonCircuitData<F, D>) -> usize {
    let params = &common.fri_params;
    let cap = HASH_LIMBS << params.config.cap_height;
    let first = fri_params_limbs(params).len() + 2 * HASH_LIMBS + cap;
    let opened = oracle_widths(common).iter().sum::<usize>() + common.config.num_challenges;
    let last = D * params.final_poly_len() + 1;
    first.max(D * opened).max(last)
}

#[cfg(test)]
mod tests {
    use plonky2::iop::challenger::Challenger;

    use super::*;
    use crate::keccak::{KeccakHasher, MESSAGE_LIMBS};
    use crate::released::all;

    #[test]
    fn the_listed_limbs_are_what_plonky2_absorbs() {
        for version in all() {
            let params = &version.verifier.common.fri_params;
            let mut by_plonky2 = Challenger::<F, KeccakHasher>::new();
            params.observe(&mut by_plonky2);
            let mut by_list = Challenger::<F, KeccakHasher>::new();
            by_list.observe_elements(&fri_params_limbs(params));
            assert_eq!(by_plonky2.get_challenge(), by_list.get_challenge());
        }
    }

    #[test]
    fn every_message_is_one_turn_of_the_chain() {
        for version in all() {
            assert!(longest_message(&version.verifier.common) < MESSAGE_LIMBS);
        }
    }
}

//! The walk of each FRI query from the oracles to the final polynomial.

use plonky2::field::ops::Square;
use plonky2::field::types::{Field, PrimeField64};
use plonky2::hash::merkle_tree::MerkleCap;
use plonky2::plonk::config::Hasher;
use plonky2::plonk::proof::ProofChallenges;

use super::{coordinates, reduce_with_powers, Extension};
use crate::keccak::{ChainDigest, KeccakHasher};
use crate::proof_bytes::{opening_order, Rejection};
use crate::types::{WrapProof, WrapVerifierData};
use crate::types::{D, F};

/// Values of one query.
pub struct QueryTrace {
    /// Index in the domain, in bit-reversed order.
    pub index: usize,
    /// The point of the domain.
    pub point: F,
    /// The combined polynomial at that point, from the leaves.
    pub initial: Extension,
    pub folds: Vec<FoldTrace>,
    /// The final polynomial at the last point.
    pub last: Extension,
}

/// Values of one fold of a query.
pub struct FoldTrace {
    /// Which coset of the layer, and which of its points the query comes from.
    pub coset: usize,
    pub position: usize,
    /// Point of the coset's first value.
    pub coset_start: F,
    /// The coset's polynomial at the fold's challenge.
    pub folded: Extension,
}

/// What all queries have in common.
pub struct Walk<'a> {
    verifier: &'a WrapVerifierData,
    proof: &'a WrapProof,
    challenges: &'a ProofChallenges<F, D>,
    pub reduced_openings: [Extension; 2],
}

impl<'a> Walk<'a> {
    pub fn new(
        verifier: &'a WrapVerifierData,
        proof: &'a WrapProof,
        challenges: &'a ProofChallenges<F, D>,
    ) -> Self {
        let order = opening_order(&proof.proof.openings);
        let (next, at_zeta) = order.split_last().expect("seven lists");
        let alpha = challenges.fri_challenges.fri_alpha;
        let at_zeta = at_zeta.concat();
        Self {
            verifier,
            proof,
            challenges,
            reduced_openings: [
                reduce_with_powers(at_zeta.iter(), alpha),
                reduce_with_powers(next.iter(), alpha),
            ],
        }
    }

    pub fn check_grinding(&self) -> Option<Rejection> {
        let response = self.challenges.fri_challenges.fri_pow_response;
        let needed = self.verifier.common.config.fri_config.proof_of_work_bits;
        let zeros = response.to_canonical_u64().leading_zeros();
        (zeros < needed).then_some(Rejection::Grinding)
    }

    pub fn query(&self, query: usize, failures: &mut Vec<Rejection>) -> QueryTrace {
        let params = &self.verifier.common.fri_params;
        let fri = &self.proof.proof.opening_proof;
        let round = &fri.query_round_proofs[query];
        let index = self.challenges.fri_challenges.fri_query_indices[query];
        self.check_leaves(query, index, failures);

        let mut bits = params.lde_bits();
        let mut shift = F::MULTIPLICATIVE_GROUP_GENERATOR;
        let point =
            shift * F::primitive_root_of_unity(bits).exp_u64(reverse_bits(index, bits) as u64);
        let initial = self.combine(query, point);

        let (mut value, mut at) = (initial, index);
        let mut last_point = point;
        let mut folds = vec![];
        for (fold, &arity_bits) in params.reduction_arity_bits.iter().enumerate() {
            let step = &round.steps[fold];
            let (coset, position) = (at >> arity_bits, at & ((1 << arity_bits) - 1));
            if step.evals[position] != value {
                failures.push(Rejection::FoldValue { query, fold });
            }
            let leaf: Vec<F> = step.evals.iter().flat_map(coordinates).collect();
            let cap = &fri.commit_phase_merkle_caps[fold];
            if !is_under(cap, coset, &leaf, &step.merkle_proof.siblings) {
                failures.push(Rejection::FoldPath { query, fold });
            }
            let power = reverse_bits(coset, bits - arity_bits) as u64;
            let coset_start = shift * F::primitive_root_of_unity(bits).exp_u64(power);
            let beta = self.challenges.fri_challenges.fri_betas[fold];
            value = interpolate_coset(&step.evals, coset_start, beta);
            folds.push(FoldTrace {
                coset,
                position,
                coset_start,
                folded: value,
            });
            bits -= arity_bits;
            shift = shift.exp_power_of_2(arity_bits);
            last_point = last_point.exp_power_of_2(arity_bits);
            at = coset;
        }
        let last = reduce_with_powers(fri.final_poly.coeffs.iter(), last_point.into());
        if last != value {
            failures.push(Rejection::FinalPolynomial { query });
        }
        QueryTrace {
            index,
            point,
            initial,
            folds,
            last,
        }
    }

    fn check_leaves(&self, query: usize, index: usize, failures: &mut Vec<Rejection>) {
        let proof = &self.proof.proof;
        let caps = [
            &self.verifier.verifier_only.constants_sigmas_cap,
            &proof.wires_cap,
            &proof.plonk_zs_partial_products_cap,
            &proof.quotient_polys_cap,
        ];
        let leaves = &proof.opening_proof.query_round_proofs[query].initial_trees_proof;
        for (oracle, (cap, (leaf, path))) in caps.iter().zip(&leaves.evals_proofs).enumerate() {
            if !is_under(cap, index, leaf, &path.siblings) {
                failures.push(Rejection::LeafPath { query, oracle });
            }
        }
    }

    /// The quotients by `X - zeta` and `X - g zeta` at `point`, from the leaves of a query.
    fn combine(&self, query: usize, point: F) -> Extension {
        let common = &self.verifier.common;
        let leaves = &self.proof.proof.opening_proof.query_round_proofs[query]
            .initial_trees_proof
            .evals_proofs;
        let lift = |values: &[F]| values.iter().map(|&v| v.into()).collect::<Vec<Extension>>();
        let all: Vec<Extension> = leaves.iter().flat_map(|(leaf, _)| lift(leaf)).collect();
        let zs = lift(&leaves[2].0[common.zs_range()]);
        let alpha = self.challenges.fri_challenges.fri_alpha;
        let zeta = self.challenges.plonk_zeta;
        let zeta_next = zeta * Extension::primitive_root_of_unity(common.degree_bits());
        let point = Extension::from(point);
        let quotient = |values: &[Extension], opened: Extension, at: Extension| {
            (reduce_with_powers(values.iter(), alpha) - opened) / (point - at)
        };
        let first = quotient(&all, self.reduced_openings[0], zeta);
        let second = quotient(&zs, self.reduced_openings[1], zeta_next);
        first * alpha.exp_u64(zs.len() as u64) + second
    }
}

/// Whether `leaf` is number `index` in the tree of `cap`.
fn is_under(
    cap: &MerkleCap<F, KeccakHasher>,
    index: usize,
    leaf: &[F],
    siblings: &[ChainDigest],
) -> bool {
    let mut at = index;
    let mut digest = KeccakHasher::hash_no_pad(leaf);
    for &sibling in siblings {
        digest = match at & 1 {
            0 => KeccakHasher::two_to_one(digest, sibling),
            _ => KeccakHasher::two_to_one(sibling, digest),
        };
        at >>= 1;
    }
    cap.0.get(at) == Some(&digest)
}

/// Value at `beta` of the polynomial below degree `values.len()` through a coset's values.
///
/// The values are in bit-reversed order, so neighbours belong to `y` and `-y`; halving steps
/// `P(y), P(-y) -> even(y²) + beta odd(y²)` lead to one value.
fn interpolate_coset(values: &[Extension], coset_start: F, beta: Extension) -> Extension {
    let mut values = values.to_vec();
    let (mut start, mut beta) = (coset_start, beta);
    while values.len() > 1 {
        let bits = values.len().ilog2() as usize;
        let generator = F::primitive_root_of_unity(bits);
        let half = Extension::TWO.inverse();
        values = values
            .chunks_exact(2)
            .enumerate()
            .map(|(pair, chunk)| {
                let y = start * generator.exp_u64(reverse_bits(2 * pair, bits) as u64);
                let even = (chunk[0] + chunk[1]) * half;
                let odd = (chunk[0] - chunk[1]) * half * Extension::from(y.inverse());
                even + beta * odd
            })
            .collect();
        start = start.square();
        beta = beta.square();
    }
    values[0]
}

/// The `bits` low bits of `n` in reverse order.
fn reverse_bits(n: usize, bits: usize) -> usize {
    (0..bits).fold(0, |out, bit| out << 1 | (n >> bit & 1))
}

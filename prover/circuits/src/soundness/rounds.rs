//! The error of each round of one proof, in bits, in the order of the transcript.

use plonky2::field::goldilocks_field::GoldilocksField;
use plonky2::field::types::Field64;

use super::params::ProofParams;
use super::regime::Regime;
use super::report::Round;

/// Degree of the field that zeta and the challenges of FRI come from.
const EXTENSION_DEGREE: i32 = 2;

/// Every round of a proof. The list size multiplies what a cheating prover may hope for in the rounds of the
/// constraint system, because there one codeword of the list is enough.
pub fn rounds(params: &ProofParams, regime: Regime) -> Vec<Round> {
    let rate = 0.5f64.powi(params.rate_bits as i32);
    let rows = power_of_two(params.degree_bits);
    let base = GoldilocksField::ORDER as f64;
    let extension = base.powi(EXTENSION_DEGREE);
    let repetitions = params.num_challenges as i32;
    let list = regime.list_size(rate);

    let mut rounds = vec![Round::new(
        "digest collision",
        params.digest_bits as f64 / 2.0,
    )];
    let mut push = |name: String, error: f64| rounds.push(Round::new(name, -error.log2()));

    // Two polynomials in (beta, gamma) of total degree routed·rows that differ; and no denominator may vanish.
    let roots = 2.0 * params.num_routed_wires as f64 * rows;
    push(
        "permutation (beta, gamma)".into(),
        list * (roots / base).powi(repetitions),
    );

    let terms = params.num_vanishing_terms() as f64 - 1.0;
    push(
        "constraints (alpha)".into(),
        list * (terms / base).powi(repetitions),
    );

    // vanishing(X) - Z_H(X)·quotient(X), opened at two points; zeta is neither a row nor a point of the codeword.
    let degree = params.quotient_degree_factor as f64 + 1.0;
    let zeros = degree * (rows + 1.0) + rows - 1.0;
    push(
        "evaluation (zeta)".into(),
        list * zeros / (extension - rows - rows / rate),
    );

    let polys = params.num_batched_polys();
    push(
        "FRI batching".into(),
        regime.combination_error(rate, rows, polys, extension),
    );
    let mut dimension_bits = params.degree_bits;
    for (step, arity_bits) in params.reduction_arity_bits.iter().enumerate() {
        dimension_bits -= arity_bits;
        let dimension = power_of_two(dimension_bits);
        let error = regime.combination_error(rate, dimension, 1 << arity_bits, extension);
        push(format!("FRI fold {}", step + 1), error);
    }

    let missed = params.num_queries as f64 * -(1.0 - regime.proximity(rate)).log2();
    rounds.push(Round::new(
        "FRI queries and grinding",
        missed + params.pow_bits as f64,
    ));
    rounds
}

fn power_of_two(bits: usize) -> f64 {
    2f64.powi(bits as i32)
}

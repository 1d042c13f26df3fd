//! The quotient of the vanishing polynomial by the polynomial that is zero on every row.

use plonky2::field::polynomial::{PolynomialCoeffs, PolynomialValues};
use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOut;
use rayon::prelude::*;
use saya_circuits::types::F;
use saya_verifier::examine::Extension;

use crate::oracle::Batch;
use crate::script::Term;
use crate::table::Table;
use crate::terms::{Challenges, Point};

/// The polynomials that the vanishing polynomial is computed from.
pub struct Claimed<'a> {
    pub constants_sigmas: &'a Batch,
    pub wires: &'a Batch,
    pub zs_partial_products: &'a Batch,
    /// What is claimed for the Zs one row further.
    pub next_zs: &'a [PolynomialCoeffs<F>],
}

impl Table {
    /// The quotients of all repetitions, each cut into pieces of one polynomial's length. Terms in `dropped` are left out.
    ///
    /// Panics when the other terms do not vanish on the rows: a lie is meant to break nothing else.
    pub fn quotients(
        &self,
        claimed: &Claimed,
        challenges: &Challenges,
        public_inputs_hash: &HashOut<F>,
        dropped: Option<Term>,
    ) -> Vec<PolynomialCoeffs<F>> {
        let common = self.common();
        let extra_bits = common.quotient_degree_factor.ilog2() as usize;
        let bits = common.degree_bits() + extra_bits;
        // The codewords are longer than what is needed here: take every step-th value.
        let step = 1 << (common.config.fri_config.rate_bits - extra_bits);
        let shift = F::coset_shift();
        let next: Vec<Vec<F>> = claimed
            .next_zs
            .iter()
            .map(|poly| poly.lde(extra_bits).coset_fft(shift).values)
            .collect();
        let root = F::primitive_root_of_unity(bits);

        let values: Vec<Vec<F>> = (0..1 << bits)
            .into_par_iter()
            .map(|i| {
                let x = shift * root.exp_u64(i as u64);
                let lift =
                    |values: &[F]| values.iter().map(|&v| v.into()).collect::<Vec<Extension>>();
                let fixed = lift(claimed.constants_sigmas.get_lde_values(i, step));
                let (constants, sigmas) = fixed.split_at(common.num_constants);
                let products = lift(claimed.zs_partial_products.get_lde_values(i, step));
                let (zs, partial_products) = products.split_at(common.config.num_challenges);
                let point = Point {
                    x: x.into(),
                    constants,
                    sigmas,
                    wires: &lift(claimed.wires.get_lde_values(i, step)),
                    zs,
                    next_zs: &lift(&next.iter().map(|values| values[i]).collect::<Vec<_>>()),
                    partial_products,
                };
                let zero_on_rows = (x.exp_power_of_2(common.degree_bits()) - F::ONE).inverse();
                let vanishing = self.vanishing(&point, challenges, public_inputs_hash, dropped);
                vanishing
                    .iter()
                    .map(|value| base_part(value) * zero_on_rows)
                    .collect()
            })
            .collect();

        let pieces = |repetition: usize| {
            let column = values.iter().map(|row| row[repetition]).collect();
            let quotient = PolynomialValues::new(column).coset_ifft(shift);
            quotient.chunks(common.degree())
        };
        (0..challenges.alphas.len()).flat_map(pieces).collect()
    }
}

/// All polynomials have coefficients in the base field, so at its points they have values there.
fn base_part(value: &Extension) -> F {
    let [base, rest] = saya_verifier::examine::coordinates(value);
    assert!(rest.is_zero(), "a value outside the base field");
    base
}

//! The terms of the vanishing polynomial at one point, written from the protocol's definition.

use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOut;
use plonky2::plonk::vars::EvaluationVars;
use saya_circuits::types::F;
use saya_verifier::examine::Extension;

use crate::script::Term;
use crate::table::Table;

/// Challenges of the permutation argument and the combination of terms; one of each for every repetition.
#[derive(Clone, Debug)]
pub struct Challenges {
    pub betas: Vec<F>,
    pub gammas: Vec<F>,
    pub alphas: Vec<F>,
}

/// Values of all polynomials at one point.
pub struct Point<'a> {
    pub x: Extension,
    pub constants: &'a [Extension],
    pub sigmas: &'a [Extension],
    pub wires: &'a [Extension],
    pub zs: &'a [Extension],
    /// Values of the Zs one row further.
    pub next_zs: &'a [Extension],
    /// All of the first repetition, then all of the second, and so on.
    pub partial_products: &'a [Extension],
}

impl Table {
    /// The vanishing polynomial of every repetition at a point, without the terms `dropped`.
    pub fn vanishing(
        &self,
        point: &Point,
        challenges: &Challenges,
        public_inputs_hash: &HashOut<F>,
        dropped: Option<Term>,
    ) -> Vec<Extension> {
        let mut terms = self.starts(point, dropped);
        for repetition in 0..challenges.betas.len() {
            terms.extend(self.chain(point, challenges, repetition, dropped));
        }
        terms.extend(self.gate_constraints(point, public_inputs_hash, dropped));
        let combine = |&alpha: &F| {
            let alpha = Extension::from(alpha);
            terms
                .iter()
                .rev()
                .fold(Extension::ZERO, |sum, &term| sum * alpha + term)
        };
        challenges.alphas.iter().map(combine).collect()
    }

    /// `L_0(x) · (Z(x) - 1)` with `L_0(x) = (x^n - 1) / (n · (x - 1))`.
    fn starts(&self, point: &Point, dropped: Option<Term>) -> Vec<Extension> {
        if dropped == Some(Term::Start) {
            return vec![Extension::ZERO; point.zs.len()];
        }
        let one = Extension::ONE;
        let rows = Extension::from_canonical_usize(self.rows());
        let zero_on_rows = point.x.exp_power_of_2(self.common().degree_bits()) - one;
        let first = zero_on_rows / (rows * (point.x - one));
        point.zs.iter().map(|&z| first * (z - one)).collect()
    }

    /// For each chunk of wires, `before · Π(w + β·k·x + γ) - after · Π(w + β·σ + γ)`.
    fn chain(
        &self,
        point: &Point,
        challenges: &Challenges,
        repetition: usize,
        dropped: Option<Term>,
    ) -> Vec<Extension> {
        let common = self.common();
        let [beta, gamma] =
            [&challenges.betas, &challenges.gammas].map(|list| Extension::from(list[repetition]));
        let partials = &point.partial_products[repetition * common.num_partial_products..]
            [..common.num_partial_products];
        let ends = [
            &[point.zs[repetition]],
            partials,
            &[point.next_zs[repetition]],
        ]
        .concat();
        let term = |chunk: usize| {
            if dropped == Some(Term::Chunk(chunk)) {
                return Extension::ZERO;
            }
            let (mut own, mut image) = (ends[chunk], ends[chunk + 1]);
            for wire in self.chunk(chunk) {
                let shifted = point.wires[wire] + gamma;
                own *= shifted + beta * point.x * Extension::from(common.k_is[wire]);
                image *= shifted + beta * point.sigmas[wire];
            }
            own - image
        };
        (0..ends.len() - 1).map(term).collect()
    }

    /// The routed wires of one chunk.
    pub fn chunk(&self, chunk: usize) -> std::ops::Range<usize> {
        let size = self.common().quotient_degree_factor;
        let end = (chunk + 1) * size;
        chunk * size..end.min(self.common().config.num_routed_wires)
    }

    fn gate_constraints(
        &self,
        point: &Point,
        hash: &HashOut<F>,
        dropped: Option<Term>,
    ) -> Vec<Extension> {
        let mut sums = vec![Extension::ZERO; self.common().num_gate_constraints];
        for gate in 0..self.common().gates.len() {
            if dropped == Some(Term::Gate(gate)) {
                continue;
            }
            let constraints = self.constraints_of_gate(gate, point.constants, point.wires, hash);
            for (sum, constraint) in sums.iter_mut().zip(constraints) {
                *sum += constraint;
            }
        }
        sums
    }

    /// The constraints of one gate, times its filter.
    pub fn constraints_of_gate(
        &self,
        gate: usize,
        constants: &[Extension],
        wires: &[Extension],
        public_inputs_hash: &HashOut<F>,
    ) -> Vec<Extension> {
        let vars = EvaluationVars {
            local_constants: constants,
            local_wires: wires,
            public_inputs_hash,
        };
        let selector = self.selectors.index_of_gate[gate];
        let group = self.selectors.groups[selector].clone();
        let selectors = self.selectors.groups.len();
        self.common().gates[gate]
            .0
            .eval_filtered(vars, gate, selector, group, selectors, 0)
    }
}

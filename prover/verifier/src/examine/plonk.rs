//! The vanishing polynomial at zeta.

use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOut;
use plonky2::plonk::circuit_data::CommonCircuitData;
use plonky2::plonk::proof::{OpeningSet, ProofChallenges};
use plonky2::plonk::vars::EvaluationVars;
use serde_json::Value;

use super::{reduce_with_powers, Extension};
use crate::types::{D, F};

/// Values at zeta.
pub struct PlonkTrace {
    /// `zeta^n - 1`.
    pub zero_on_subgroup: Extension,
    /// First Lagrange polynomial of the subgroup.
    pub first_lagrange: Extension,
    pub gates: Vec<GateValues>,
    /// Filtered constraints, summed over the gates.
    pub gate_constraints: Vec<Extension>,
    /// Terms of the permutation argument: `L_0 (Z - 1)` for each challenge, then the products'
    /// checks of the first challenge, of the second, and so on.
    pub permutation_terms: Vec<Extension>,
    /// For each challenge, all terms combined with powers of its alpha.
    pub vanishing: Vec<Extension>,
    /// For each challenge, `(zeta^n - 1) t(zeta)`; equal to `vanishing` in a good proof.
    pub quotient: Vec<Extension>,
}

pub fn trace(
    common: &CommonCircuitData<F, D>,
    openings: &OpeningSet<F, D>,
    challenges: &ProofChallenges<F, D>,
    public_inputs_hash: &HashOut<F>,
) -> PlonkTrace {
    let zeta = challenges.plonk_zeta;
    let zeta_to_n = zeta.exp_power_of_2(common.degree_bits());
    let zero_on_subgroup = zeta_to_n - Extension::ONE;
    let n = Extension::from_canonical_usize(common.degree());
    let first_lagrange = zero_on_subgroup / (n * (zeta - Extension::ONE));

    let gates = gate_values(common, openings, public_inputs_hash);
    let gate_constraints = gate_constraints(&gates, common.num_gate_constraints);
    let permutation_terms = permutation_terms(common, openings, challenges, first_lagrange);
    let vanishing = challenges
        .plonk_alphas
        .iter()
        .map(|&alpha| {
            let terms = permutation_terms.iter().chain(&gate_constraints);
            reduce_with_powers(terms, alpha.into())
        })
        .collect();
    let quotient = openings
        .quotient_polys
        .chunks(common.quotient_degree_factor)
        .map(|chunk| zero_on_subgroup * reduce_with_powers(chunk.iter(), zeta_to_n))
        .collect();
    PlonkTrace {
        zero_on_subgroup,
        first_lagrange,
        gates,
        gate_constraints,
        permutation_terms,
        vanishing,
        quotient,
    }
}

/// One gate at zeta.
pub struct GateValues {
    /// What its constraints are multiplied with: zero on the rows of the other gates.
    pub filter: Extension,
    /// Its constraints before that.
    pub constraints: Vec<Extension>,
}

/// Filter and constraints of every gate at zeta, in the order of `common.gates`.
pub fn gate_values(
    common: &CommonCircuitData<F, D>,
    openings: &OpeningSet<F, D>,
    public_inputs_hash: &HashOut<F>,
) -> Vec<GateValues> {
    let selectors = Selectors::of(common);
    let skipped = selectors.groups.len() + common.num_lookup_selectors;
    let vars = EvaluationVars {
        local_constants: &openings.constants[skipped..],
        local_wires: &openings.wires,
        public_inputs_hash,
    };
    let gates = common.gates.iter().enumerate();
    gates
        .map(|(row, gate)| GateValues {
            filter: selectors.filter(row, &openings.constants),
            constraints: gate.0.eval_unfiltered(vars),
        })
        .collect()
}

fn gate_constraints(gates: &[GateValues], count: usize) -> Vec<Extension> {
    let mut sums = vec![Extension::ZERO; count];
    for gate in gates {
        for (sum, &constraint) in sums.iter_mut().zip(&gate.constraints) {
            *sum += gate.filter * constraint;
        }
    }
    sums
}

fn permutation_terms(
    common: &CommonCircuitData<F, D>,
    openings: &OpeningSet<F, D>,
    challenges: &ProofChallenges<F, D>,
    first_lagrange: Extension,
) -> Vec<Extension> {
    let starts = openings.plonk_zs.iter();
    let mut terms: Vec<Extension> = starts
        .map(|&z| first_lagrange * (z - Extension::ONE))
        .collect();
    let chunk = common.quotient_degree_factor;
    let per_challenge = common.num_partial_products;
    for i in 0..common.config.num_challenges {
        let beta = Extension::from(challenges.plonk_betas[i]);
        let gamma = Extension::from(challenges.plonk_gammas[i]);
        let factor = |j: usize, id: Extension| openings.wires[j] + beta * id + gamma;
        // Running product after each chunk of wires: Z(zeta), the partial products, Z(g zeta).
        let mut products = vec![openings.plonk_zs[i]];
        products.extend(&openings.partial_products[i * per_challenge..][..per_challenge]);
        products.push(openings.plonk_zs_next[i]);
        let wires: Vec<usize> = (0..common.config.num_routed_wires).collect();
        for (wires, ends) in wires.chunks(chunk).zip(products.windows(2)) {
            let own =
                |&j: &usize| factor(j, challenges.plonk_zeta * Extension::from(common.k_is[j]));
            let permuted = |&j: &usize| factor(j, openings.plonk_sigmas[j]);
            let numerator: Extension = wires.iter().map(own).product();
            let denominator: Extension = wires.iter().map(permuted).product();
            terms.push(ends[0] * numerator - ends[1] * denominator);
        }
    }
    terms
}

/// Which selector polynomial filters which gate. plonky2 keeps this private but serialises it.
pub struct Selectors {
    pub index_of_gate: Vec<usize>,
    pub groups: Vec<std::ops::Range<usize>>,
}

impl Selectors {
    pub fn of(common: &CommonCircuitData<F, D>) -> Self {
        let json = serde_json::to_value(&common.selectors_info).expect("plain numbers");
        let number = |value: &Value| value.as_u64().expect("an index") as usize;
        let list = |name: &str| json[name].as_array().expect("a list");
        Self {
            index_of_gate: list("selector_indices").iter().map(number).collect(),
            groups: list("groups")
                .iter()
                .map(|group| number(&group["start"])..number(&group["end"]))
                .collect(),
        }
    }

    /// `Π (j - s)` over the other gates j of the group, and over the marker of rows of other groups
    /// when there are several.
    fn filter(&self, row: usize, constants: &[Extension]) -> Extension {
        let selector = self.index_of_gate[row];
        let value = constants[selector];
        let others = self.groups[selector].clone().filter(|&gate| gate != row);
        let marker = (self.groups.len() > 1).then_some(u32::MAX as usize);
        others
            .chain(marker)
            .map(|number| Extension::from_canonical_usize(number) - value)
            .product()
    }
}

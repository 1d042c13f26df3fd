//! Every value that a verifier meets on the way, for one proof.

use serde_json::{json, Value};

use super::{extension, extensions, limb, limbs};
use crate::wrap::examine::{Examination, GateValues, QueryTrace};
use crate::wrap::WrapProof;

pub fn values(proof: &WrapProof, examination: &Examination) -> Value {
    let openings = &proof.proof.openings;
    let challenges = &examination.challenges;
    let fri = &challenges.fri_challenges;
    let plonk = &examination.plonk;
    json!({
        "public_inputs_hash": limbs(&proof.get_public_inputs_hash().elements),
        "challenges": {
            "betas": limbs(&challenges.plonk_betas),
            "gammas": limbs(&challenges.plonk_gammas),
            "alphas": limbs(&challenges.plonk_alphas),
            "zeta": extension(&challenges.plonk_zeta),
            "fri_alpha": extension(&fri.fri_alpha),
            "fri_betas": extensions(&fri.fri_betas),
            "pow_response": limb(fri.fri_pow_response),
            "query_indices": fri.fri_query_indices,
        },
        "openings": {
            "constants": extensions(&openings.constants),
            "sigmas": extensions(&openings.plonk_sigmas),
            "wires": extensions(&openings.wires),
            "zs": extensions(&openings.plonk_zs),
            "partial_products": extensions(&openings.partial_products),
            "quotient": extensions(&openings.quotient_polys),
            "zs_next": extensions(&openings.plonk_zs_next),
        },
        "zero_on_subgroup": extension(&plonk.zero_on_subgroup),
        "first_lagrange": extension(&plonk.first_lagrange),
        "gates": plonk.gates.iter().map(gate).collect::<Value>(),
        "gate_constraints": extensions(&plonk.gate_constraints),
        "permutation_terms": extensions(&plonk.permutation_terms),
        "vanishing": extensions(&plonk.vanishing),
        "reduced_openings": extensions(&examination.reduced_openings),
        "queries": examination.queries.iter().map(query).collect::<Value>(),
    })
}

/// The filter and the unfiltered constraints of each gate, in the order of the selectors.
fn gate(gate: &GateValues) -> Value {
    json!({
        "filter": extension(&gate.filter),
        "unfiltered_constraints": extensions(&gate.constraints),
    })
}

fn query(query: &QueryTrace) -> Value {
    let folds = query.folds.iter().map(|fold| {
        json!({
            "coset": fold.coset,
            "position": fold.position,
            "coset_start": limb(fold.coset_start),
            "folded": extension(&fold.folded),
        })
    });
    json!({
        "index": query.index,
        "point": limb(query.point),
        "initial": extension(&query.initial),
        "folds": folds.collect::<Value>(),
        "last": extension(&query.last),
    })
}

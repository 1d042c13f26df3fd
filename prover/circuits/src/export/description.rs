//! What a verifier of one wrap circuit bakes in.

use anyhow::Result;
use plonky2::field::types::Field;
use serde_json::{json, Value};

use super::{digest, gates, limbs};
use crate::types::F;
use crate::wrap::examine::Selectors;
use crate::wrap::transcript::{fri_params_limbs, strategy_limbs, strategy_name};
use crate::wrap::WrapVerifierData;
use saya_verifier::keccak::DIGEST_BYTES;
use saya_verifier::proof_bytes::{segments, Content};

/// The verifier's description as JSON.
///
/// Fails when the circuit uses a gate that [`gates::gate`] cannot describe.
pub fn describe(verifier: &WrapVerifierData) -> Result<Value> {
    let common = &verifier.common;
    let config = &common.config;
    let params = &common.fri_params;
    let selectors = Selectors::of(common);
    let gates = common
        .gates
        .iter()
        .map(gates::gate)
        .collect::<Result<Vec<_>>>()?;
    let groups: Vec<_> = selectors
        .groups
        .iter()
        .map(|group| json!({ "start": group.start, "end": group.end }))
        .collect();
    let cap = &verifier.verifier_only.constants_sigmas_cap.0;
    Ok(json!({
        "degree_bits": common.degree_bits(),
        "rate_bits": params.config.rate_bits,
        "cap_height": params.config.cap_height,
        "num_queries": params.config.num_query_rounds,
        "pow_bits": params.config.proof_of_work_bits,
        "reduction_strategy": {
            "name": strategy_name(&params.config.reduction_strategy),
            "limbs": limbs(&strategy_limbs(&params.config.reduction_strategy)),
        },
        "reduction_arity_bits": params.reduction_arity_bits,
        "final_poly_len": params.final_poly_len(),
        "num_challenges": config.num_challenges,
        "num_wires": config.num_wires,
        "num_routed_wires": config.num_routed_wires,
        "num_constants": common.num_constants,
        "quotient_degree_factor": common.quotient_degree_factor,
        "num_partial_products": common.num_partial_products,
        "num_public_inputs": common.num_public_inputs,
        "num_gate_constraints": common.num_gate_constraints,
        "num_lookup_selectors": common.num_lookup_selectors,
        "k_is": limbs(&common.k_is),
        "gates": gates,
        "selector_indices": selectors.index_of_gate,
        "selector_groups": groups,
        "digest_bytes": DIGEST_BYTES,
        "circuit_digest": digest(&verifier.verifier_only.circuit_digest),
        "constants_sigmas_cap": cap.iter().map(digest).collect::<Value>(),
        "fri_params_limbs": limbs(&fri_params_limbs(params)),
        "proof_segments": segment_list(verifier),
        "subgroup_generator": super::limb(F::primitive_root_of_unity(common.degree_bits())),
        "lde_generator": super::limb(F::primitive_root_of_unity(params.lde_bits())),
        "coset_shift": super::limb(F::MULTIPLICATIVE_GROUP_GENERATOR),
    }))
}

/// Every region of the proof bytes with its offset and length.
fn segment_list(verifier: &WrapVerifierData) -> Value {
    segments(&verifier.common)
        .iter()
        .map(|segment| {
            json!({
                "region": segment.region.to_string(),
                "content": match segment.content {
                    Content::Limbs => "limbs",
                    Content::Digests => "digests",
                },
                "offset": segment.bytes.start,
                "bytes": segment.bytes.len(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wrap::tests::fixture;

    #[test]
    fn every_gate_of_the_wrap_is_described() {
        let description = describe(&fixture().wrap.verifier_data()).unwrap();
        let gates = description["gates"].as_array().unwrap();
        assert_eq!(gates.len(), fixture().wrap.data.common.gates.len());
        assert_eq!(
            description["selector_indices"].as_array().unwrap().len(),
            gates.len()
        );
    }
}

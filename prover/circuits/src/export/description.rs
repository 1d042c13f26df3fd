//! What a verifier of one wrap circuit bakes in.

use anyhow::Result;
use plonky2::field::types::Field;
use plonky2::fri::FriParams;
use serde_json::{json, Value};

use super::{digest, gates, limbs};
use crate::keccak::DIGEST_BYTES;
use crate::proof_bytes::{segments, Content};
use crate::types::F;
use crate::wrap::examine::Selectors;
use crate::wrap::WrapVerifierData;

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

/// The limbs with which every transcript begins: what `FriParams::observe` absorbs.
fn fri_params_limbs(params: &FriParams) -> Vec<F> {
    let config = &params.config;
    let mut limbs: Vec<F> = [config.rate_bits, config.cap_height]
        .map(F::from_canonical_usize)
        .to_vec();
    limbs.push(F::from_canonical_u32(config.proof_of_work_bits));
    limbs.extend(config.reduction_strategy.serialize::<F>());
    limbs.push(F::from_canonical_usize(config.num_query_rounds));
    limbs.push(F::from_bool(params.hiding));
    limbs.push(F::from_canonical_usize(params.degree_bits));
    let arities = params.reduction_arity_bits.iter();
    limbs.extend(arities.map(|&bits| F::from_canonical_usize(bits)));
    limbs
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
    use plonky2::iop::challenger::Challenger;

    use super::*;
    use crate::keccak::KeccakHasher;
    use crate::wrap::tests::fixture;

    #[test]
    fn the_listed_limbs_are_what_plonky2_absorbs() {
        let params = &fixture().wrap.data.common.fri_params;
        let mut by_plonky2 = Challenger::<F, KeccakHasher>::new();
        params.observe(&mut by_plonky2);
        let mut by_list = Challenger::<F, KeccakHasher>::new();
        by_list.observe_elements(&fri_params_limbs(params));
        assert_eq!(by_plonky2.get_challenge(), by_list.get_challenge());
    }

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

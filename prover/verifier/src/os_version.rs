//! The OS version: a hash that names the exact circuit family which a chain accepts.
//!
//! `keccak256("SAYA/OS/2" ‖ flags ‖ common data ‖ circuit_digest ‖ cap) mod 2^252`, where
//! * a number is 8 bytes big-endian, a string its length as a number and its ASCII bytes, a list its
//!   length as a number and its items;
//! * flags is a number: 1 for a development version, whose calls may be unsigned;
//! * the common data of the wrap are the numbers degree bits, rate bits, cap height, queries, grinding
//!   bits, the name of the strategy that the arities come from and the list of the limbs by which the transcript
//!   absorbs it, the list of fold arities in bits, the numbers challenges, wires, routed wires, constants,
//!   quotient degree factor, partial products, public inputs, the list of `k_is`, the list of gate ids
//!   in the order of the selectors, and the list of selector groups as (first gate, end);
//! * circuit digest and cap are the raw digests, [`crate::keccak::DIGEST_BYTES`] bytes each.
//!
//! The inner circuits are in it through the wrap's constants: the hashes of the circuits it accepts.

use plonky2::field::types::PrimeField64;
use saya_core::chain::{keccak256, mod_2_252};

use crate::examine::Selectors;
use crate::transcript::{strategy_limbs, strategy_name};
use crate::types::WrapVerifierData;

/// Flag of versions that accept unsigned calls; worlds not marked as development refuse them.
pub const FLAG_DEVELOPMENT: u64 = 1;

const PREFIX: &[u8] = b"SAYA/OS/2";

/// The OS version of `verifier` under `flags`, as a big-endian number below 2^252.
pub fn os_version(flags: u64, verifier: &WrapVerifierData) -> [u8; 32] {
    mod_2_252(keccak256(&[&preimage(flags, verifier)]))
}

fn preimage(flags: u64, verifier: &WrapVerifierData) -> Vec<u8> {
    let common = &verifier.common;
    let config = &common.config;
    let fri = &common.fri_params;
    let mut out = Encoder(PREFIX.to_vec());
    out.number(flags);
    out.size(common.degree_bits());
    out.size(fri.config.rate_bits);
    out.size(fri.config.cap_height);
    out.size(fri.config.num_query_rounds);
    out.number(fri.config.proof_of_work_bits.into());
    let strategy = &fri.config.reduction_strategy;
    out.string(strategy_name(strategy));
    out.list(&strategy_limbs(strategy), |out, limb| {
        out.number(limb.to_canonical_u64())
    });
    out.list(&fri.reduction_arity_bits, |out, &bits| out.size(bits));
    out.size(config.num_challenges);
    out.size(config.num_wires);
    out.size(config.num_routed_wires);
    out.size(common.num_constants);
    out.size(common.quotient_degree_factor);
    out.size(common.num_partial_products);
    out.size(common.num_public_inputs);
    out.list(&common.k_is, |out, k| out.number(k.to_canonical_u64()));
    out.list(&common.gates, |out, gate| out.string(&gate.0.id()));
    out.list(&Selectors::of(common).groups, |out, group| {
        out.size(group.start);
        out.size(group.end);
    });
    out.0.extend(verifier.verifier_only.circuit_digest.0);
    for digest in &verifier.verifier_only.constants_sigmas_cap.0 {
        out.0.extend(digest.0);
    }
    out.0
}

struct Encoder(Vec<u8>);

impl Encoder {
    fn number(&mut self, number: u64) {
        self.0.extend(number.to_be_bytes());
    }

    fn size(&mut self, size: usize) {
        self.number(size as u64);
    }

    fn string(&mut self, text: &str) {
        self.size(text.len());
        self.0.extend(text.bytes());
    }

    fn list<T>(&mut self, items: &[T], encode: impl Fn(&mut Self, &T)) {
        self.size(items.len());
        items.iter().for_each(|item| encode(self, item));
    }
}

#[cfg(test)]
mod tests {
    use plonky2::fri::reduction_strategies::FriReductionStrategy;
    use serde_json::Value;

    use super::*;
    use crate::released::all;
    use crate::vectors::WrapVector;

    /// The same bytes, assembled from the published description instead of plonky2's types.
    fn from_description(flags: u64, d: &Value) -> Vec<u8> {
        let number = |value: &Value| match value {
            Value::String(text) => text.parse::<u64>().unwrap(),
            other => other.as_u64().unwrap(),
        };
        let mut out = b"SAYA/OS/2".to_vec();
        let mut push = |n: u64| out.extend(n.to_be_bytes());
        push(flags);
        for name in [
            "degree_bits",
            "rate_bits",
            "cap_height",
            "num_queries",
            "pow_bits",
        ] {
            push(number(&d[name]));
        }
        let strategy = &d["reduction_strategy"];
        let name = strategy["name"].as_str().unwrap();
        push(name.len() as u64);
        out.extend(name.bytes());
        let mut push = |n: u64| out.extend(n.to_be_bytes());
        let limbs = strategy["limbs"].as_array().unwrap();
        push(limbs.len() as u64);
        limbs.iter().for_each(|limb| push(number(limb)));
        let arities = d["reduction_arity_bits"].as_array().unwrap();
        push(arities.len() as u64);
        arities.iter().for_each(|bits| push(number(bits)));
        for name in [
            "num_challenges",
            "num_wires",
            "num_routed_wires",
            "num_constants",
            "quotient_degree_factor",
            "num_partial_products",
            "num_public_inputs",
        ] {
            push(number(&d[name]));
        }
        let k_is = d["k_is"].as_array().unwrap();
        push(k_is.len() as u64);
        k_is.iter().for_each(|k| push(number(k)));
        let gates = d["gates"].as_array().unwrap();
        push(gates.len() as u64);
        for gate in gates {
            let id = gate["id"].as_str().unwrap();
            out.extend((id.len() as u64).to_be_bytes());
            out.extend(id.bytes());
        }
        let groups = d["selector_groups"].as_array().unwrap();
        out.extend((groups.len() as u64).to_be_bytes());
        for group in groups {
            for end in ["start", "end"] {
                out.extend(number(&group[end]).to_be_bytes());
            }
        }
        let digests = d["constants_sigmas_cap"].as_array().unwrap();
        for digest in [&d["circuit_digest"]].into_iter().chain(digests) {
            out.extend(hex::decode(&digest.as_str().unwrap()[2..]).unwrap());
        }
        out
    }

    #[test]
    fn the_version_follows_from_the_published_description() {
        for profile in ["fast", "secure"] {
            let vector = WrapVector::load(profile);
            let verifier = &vector.version.verifier;
            let description = vector.json(&format!("wrap-{profile}.json"));
            for flags in [0, FLAG_DEVELOPMENT] {
                let bytes = from_description(flags, &description);
                assert_eq!(preimage(flags, verifier), bytes);
                assert_eq!(os_version(flags, verifier), mod_2_252(keccak256(&[&bytes])));
            }
        }
    }

    #[test]
    fn every_part_counts_and_the_version_is_below_2_252() {
        let good = &*all()[0].verifier;
        let version = os_version(0, good);
        assert_eq!(version[0] >> 4, 0);
        let mut others = vec![os_version(FLAG_DEVELOPMENT, good)];
        let mut with = |change: fn(&mut WrapVerifierData)| {
            let mut other = good.clone();
            change(&mut other);
            others.push(os_version(0, &other));
        };
        with(|v| v.verifier_only.circuit_digest.0[24] ^= 1);
        with(|v| v.verifier_only.constants_sigmas_cap.0[0].0[0] ^= 1);
        with(|v| v.common.fri_params.config.num_query_rounds -= 1);
        with(|v| v.common.fri_params.reduction_arity_bits[0] += 1);
        with(|v| {
            let arities = v.common.fri_params.reduction_arity_bits.clone();
            v.common.fri_params.config.reduction_strategy = FriReductionStrategy::Fixed(arities);
        });
        with(|v| {
            let strategy = &mut v.common.fri_params.config.reduction_strategy;
            *strategy = FriReductionStrategy::ConstantArityBits(3, 6);
        });
        with(|v| v.common.k_is.swap(0, 1));
        with(|v| v.common.gates.swap(0, 1));
        assert!(others.iter().all(|other| *other != version));
    }
}

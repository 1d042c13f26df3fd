//! The number that names a family of circuits: everything that a wrap verifier bakes in.

use plonky2::field::types::PrimeField64;
use saya_core::chain::{keccak256, mod_2_252};

use crate::keccak::ChainDigest;
use crate::types::F;
use crate::wrap::examine::Selectors;
use crate::wrap::WrapVerifierData;

/// Flag of versions without authorisation of calls.
pub const DEVELOPMENT: u64 = 1;

/// `keccak256("SAYA/OS/1" ‖ flags ‖ common data ‖ circuit digest ‖ cap) mod 2^252`, big-endian.
///
/// Common data: degree bits, rate bits, cap height, queries, grinding bits, arities, challenges, wires,
/// routed wires, constants, quotient degree factor, partial products, public inputs, k_is, gate ids in
/// selector order, selector groups (start and end of each). Numbers are 8 bytes big-endian; a list or a
/// string comes after the number of its elements or bytes; digests are as in the proof.
pub fn os_version(flags: u64, verifier: &WrapVerifierData) -> [u8; 32] {
    let mut bytes = Encoder(b"SAYA/OS/1".to_vec());
    bytes.number(flags);
    common_data(&mut bytes, verifier);
    bytes.digest(&verifier.verifier_only.circuit_digest);
    for digest in &verifier.verifier_only.constants_sigmas_cap.0 {
        bytes.digest(digest);
    }
    mod_2_252(keccak256(&[&bytes.0]))
}

fn common_data(bytes: &mut Encoder, verifier: &WrapVerifierData) {
    let common = &verifier.common;
    let (config, fri) = (&common.config, &common.fri_params);
    bytes.size(common.degree_bits());
    bytes.size(fri.config.rate_bits);
    bytes.size(fri.config.cap_height);
    bytes.size(fri.config.num_query_rounds);
    bytes.number(fri.config.proof_of_work_bits.into());
    bytes.list(&fri.reduction_arity_bits, |bytes, &bits| bytes.size(bits));
    for size in [
        config.num_challenges,
        config.num_wires,
        config.num_routed_wires,
        common.num_constants,
        common.quotient_degree_factor,
        common.num_partial_products,
        common.num_public_inputs,
    ] {
        bytes.size(size);
    }
    bytes.list(&common.k_is, |bytes, k: &F| {
        bytes.number(k.to_canonical_u64())
    });
    bytes.list(&common.gates, |bytes, gate| bytes.text(&gate.0.id()));
    bytes.list(&Selectors::of(common).groups, |bytes, group| {
        bytes.size(group.start);
        bytes.size(group.end);
    });
}

struct Encoder(Vec<u8>);

impl Encoder {
    fn number(&mut self, value: u64) {
        self.0.extend(value.to_be_bytes());
    }

    fn size(&mut self, value: usize) {
        self.number(value as u64);
    }

    fn text(&mut self, text: &str) {
        self.size(text.len());
        self.0.extend(text.as_bytes());
    }

    fn list<T>(&mut self, items: &[T], mut encode: impl FnMut(&mut Self, &T)) {
        self.size(items.len());
        for item in items {
            encode(self, item);
        }
    }

    fn digest(&mut self, digest: &ChainDigest) {
        self.0.extend(digest.0);
    }
}

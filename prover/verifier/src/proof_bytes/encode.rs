//! Proof to bytes.

use plonky2::hash::merkle_tree::MerkleCap;
use plonky2::plonk::proof::OpeningSet;

use crate::examine::{coordinates, Extension};
use crate::keccak::{limb_bytes, ChainDigest, KeccakHasher};
use crate::types::WrapProof;
use crate::types::{D, F};

/// The bytes of `proof`, without its public inputs.
pub fn encode(proof: &WrapProof) -> Vec<u8> {
    let proof = &proof.proof;
    let fri = &proof.opening_proof;
    let mut out = Writer(vec![]);
    out.cap(&proof.wires_cap);
    out.cap(&proof.plonk_zs_partial_products_cap);
    out.cap(&proof.quotient_polys_cap);
    for batch in opening_order(&proof.openings) {
        out.extensions(batch);
    }
    for cap in &fri.commit_phase_merkle_caps {
        out.cap(cap);
    }
    out.extensions(&fri.final_poly.coeffs);
    out.limbs(&[fri.pow_witness]);
    for query in &fri.query_round_proofs {
        for (leaf, path) in &query.initial_trees_proof.evals_proofs {
            out.limbs(leaf);
            out.digests(&path.siblings);
        }
        for fold in &query.steps {
            out.extensions(&fold.evals);
            out.digests(&fold.merkle_proof.siblings);
        }
    }
    out.0
}

/// The openings as the transcript absorbs them: all but the last at zeta, the last at g·zeta.
pub fn opening_order(openings: &OpeningSet<F, D>) -> [&[Extension]; 7] {
    [
        &openings.constants,
        &openings.plonk_sigmas,
        &openings.wires,
        &openings.plonk_zs,
        &openings.partial_products,
        &openings.quotient_polys,
        &openings.plonk_zs_next,
    ]
}

struct Writer(Vec<u8>);

impl Writer {
    fn limbs(&mut self, limbs: &[F]) {
        self.0.extend(limb_bytes(limbs));
    }

    fn extensions(&mut self, elements: &[Extension]) {
        for element in elements {
            self.limbs(&coordinates(element));
        }
    }

    fn digests(&mut self, digests: &[ChainDigest]) {
        for digest in digests {
            self.0.extend(digest.0);
        }
    }

    fn cap(&mut self, cap: &MerkleCap<F, KeccakHasher>) {
        self.digests(&cap.0);
    }
}

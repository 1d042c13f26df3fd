//! Bytes to proof, strictly: exact length, canonical limbs.

use plonky2::field::extension::FieldExtension;
use plonky2::field::goldilocks_field::GoldilocksField;
use plonky2::field::polynomial::PolynomialCoeffs;
use plonky2::field::types::{Field, Field64};
use plonky2::fri::proof::{FriInitialTreeProof, FriProof, FriQueryRound, FriQueryStep};
use plonky2::hash::merkle_proofs::MerkleProof;
use plonky2::hash::merkle_tree::MerkleCap;
use plonky2::plonk::circuit_data::CommonCircuitData;
use plonky2::plonk::proof::{OpeningSet, Proof};

use super::region::{segments, Segment, LIMB_BYTES};
use super::Rejection;
use crate::examine::Extension;
use crate::keccak::{ChainDigest, KeccakHasher, DIGEST_BYTES};
use crate::types::{WrapProof, PUBLIC_INPUTS};
use crate::types::{D, F};

/// The proof of shape `common` in `bytes`, with `public_inputs`.
///
/// Refuses any other length and any limb or public input that is not below p.
pub fn decode(
    common: &CommonCircuitData<F, D>,
    public_inputs: [u64; PUBLIC_INPUTS],
    bytes: &[u8],
) -> Result<WrapProof, Rejection> {
    let mut reader = Reader::new(segments(common), bytes)?;
    let wires_cap = reader.cap();
    let plonk_zs_partial_products_cap = reader.cap();
    let quotient_polys_cap = reader.cap();
    let openings = reader.openings(common)?;
    let params = &common.fri_params;
    let folds = params.reduction_arity_bits.len();
    let commit_phase_merkle_caps = (0..folds).map(|_| reader.cap()).collect();
    let final_poly = PolynomialCoeffs::new(reader.extensions()?);
    let pow_witness = reader.limbs()?[0];
    let query_round_proofs = (0..params.config.num_query_rounds)
        .map(|_| reader.query(folds))
        .collect::<Result<_, _>>()?;
    Ok(WrapProof {
        proof: Proof {
            wires_cap,
            plonk_zs_partial_products_cap,
            quotient_polys_cap,
            openings,
            opening_proof: FriProof {
                commit_phase_merkle_caps,
                query_round_proofs,
                final_poly,
                pow_witness,
            },
        },
        public_inputs: canonical_inputs(public_inputs)?,
    })
}

fn canonical_inputs(inputs: [u64; PUBLIC_INPUTS]) -> Result<Vec<F>, Rejection> {
    let canonical = |(index, limb)| match limb < GoldilocksField::ORDER {
        true => Ok(F::from_canonical_u64(limb)),
        false => Err(Rejection::NonCanonicalPublicInput { index }),
    };
    inputs.into_iter().enumerate().map(canonical).collect()
}

/// Reads one segment after the other; each call consumes exactly one.
struct Reader<'a> {
    bytes: &'a [u8],
    segments: std::vec::IntoIter<Segment>,
}

impl<'a> Reader<'a> {
    fn new(segments: Vec<Segment>, bytes: &'a [u8]) -> Result<Self, Rejection> {
        let expected = segments.last().map_or(0, |segment| segment.bytes.end);
        if bytes.len() != expected {
            let actual = bytes.len();
            return Err(Rejection::Length { expected, actual });
        }
        let segments = segments.into_iter();
        Ok(Self { bytes, segments })
    }

    fn next(&mut self) -> (Segment, &'a [u8]) {
        let segment = self.segments.next().expect("segments cover the proof");
        let bytes = &self.bytes[segment.bytes.clone()];
        (segment, bytes)
    }

    fn limbs(&mut self) -> Result<Vec<F>, Rejection> {
        let (segment, bytes) = self.next();
        let mut limbs = Vec::with_capacity(bytes.len() / LIMB_BYTES);
        for (i, chunk) in bytes.chunks_exact(LIMB_BYTES).enumerate() {
            let number = u64::from_be_bytes(chunk.try_into().expect("eight bytes"));
            if number >= GoldilocksField::ORDER {
                let offset = segment.bytes.start + i * LIMB_BYTES;
                let region = segment.region;
                return Err(Rejection::NonCanonicalLimb { region, offset });
            }
            limbs.push(F::from_canonical_u64(number));
        }
        Ok(limbs)
    }

    fn extensions(&mut self) -> Result<Vec<Extension>, Rejection> {
        let limbs = self.limbs()?;
        let pairs = limbs.chunks_exact(D);
        Ok(pairs
            .map(|pair| FieldExtension::<D>::from_basefield_array([pair[0], pair[1]]))
            .collect())
    }

    fn digests(&mut self) -> Vec<ChainDigest> {
        let (_, bytes) = self.next();
        let chunks = bytes.chunks_exact(DIGEST_BYTES);
        chunks
            .map(|chunk| ChainDigest(chunk.try_into().expect("one digest")))
            .collect()
    }

    fn cap(&mut self) -> MerkleCap<F, KeccakHasher> {
        MerkleCap(self.digests())
    }

    fn path(&mut self) -> MerkleProof<F, KeccakHasher> {
        MerkleProof {
            siblings: self.digests(),
        }
    }

    fn openings(
        &mut self,
        common: &CommonCircuitData<F, D>,
    ) -> Result<OpeningSet<F, D>, Rejection> {
        let config = &common.config;
        let mut rest = self.extensions()?.into_iter();
        let mut take = |count| rest.by_ref().take(count).collect::<Vec<_>>();
        Ok(OpeningSet {
            constants: take(common.num_constants),
            plonk_sigmas: take(config.num_routed_wires),
            wires: take(config.num_wires),
            plonk_zs: take(config.num_challenges),
            partial_products: take(config.num_challenges * common.num_partial_products),
            quotient_polys: take(config.num_challenges * common.quotient_degree_factor),
            plonk_zs_next: take(config.num_challenges),
            lookup_zs: vec![],
            lookup_zs_next: vec![],
        })
    }

    fn query(&mut self, folds: usize) -> Result<FriQueryRound<F, KeccakHasher, D>, Rejection> {
        let evals_proofs = (0..4)
            .map(|_| Ok((self.limbs()?, self.path())))
            .collect::<Result<_, _>>()?;
        let steps = (0..folds)
            .map(|_| {
                Ok(FriQueryStep {
                    evals: self.extensions()?,
                    merkle_proof: self.path(),
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(FriQueryRound {
            initial_trees_proof: FriInitialTreeProof { evals_proofs },
            steps,
        })
    }
}

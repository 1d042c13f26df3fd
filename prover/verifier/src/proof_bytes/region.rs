//! The places of a proof's parts among its bytes.

use std::fmt;
use std::ops::Range;

use plonky2::plonk::circuit_data::CommonCircuitData;

use crate::keccak::DIGEST_BYTES;
use crate::types::{D, F};

/// Bytes of a limb.
pub const LIMB_BYTES: usize = 8;

/// A part of a proof.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Region {
    WiresCap,
    ZsPartialProductsCap,
    QuotientCap,
    Openings,
    FoldCap { fold: usize },
    FinalPolynomial,
    Grinding,
    Leaf { query: usize, oracle: usize },
    LeafPath { query: usize, oracle: usize },
    FoldValues { query: usize, fold: usize },
    FoldPath { query: usize, fold: usize },
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WiresCap => write!(f, "wires cap"),
            Self::ZsPartialProductsCap => write!(f, "zs and partial products cap"),
            Self::QuotientCap => write!(f, "quotient cap"),
            Self::Openings => write!(f, "openings"),
            Self::FoldCap { fold } => write!(f, "cap of fold {fold}"),
            Self::FinalPolynomial => write!(f, "final polynomial"),
            Self::Grinding => write!(f, "grinding limb"),
            Self::Leaf { query, oracle } => write!(f, "leaf of oracle {oracle} in query {query}"),
            Self::LeafPath { query, oracle } => {
                write!(f, "path of oracle {oracle} in query {query}")
            }
            Self::FoldValues { query, fold } => write!(f, "values of fold {fold} in query {query}"),
            Self::FoldPath { query, fold } => write!(f, "path of fold {fold} in query {query}"),
        }
    }
}

/// What a region consists of.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Limbs,
    Digests,
}

/// One region and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub region: Region,
    pub content: Content,
    pub bytes: Range<usize>,
}

/// All regions of a proof in order, without gaps, from byte 0.
pub fn segments(common: &CommonCircuitData<F, D>) -> Vec<Segment> {
    let config = &common.config;
    let params = &common.fri_params;
    let cap_height = params.config.cap_height;
    let cap = 1 << cap_height;
    let mut list = List::default();

    list.digests(Region::WiresCap, cap);
    list.digests(Region::ZsPartialProductsCap, cap);
    list.digests(Region::QuotientCap, cap);
    let leaves = oracle_widths(common);
    let opened = leaves.iter().sum::<usize>() + config.num_challenges;
    list.limbs(Region::Openings, D * opened);
    for fold in 0..params.reduction_arity_bits.len() {
        list.digests(Region::FoldCap { fold }, cap);
    }
    list.limbs(Region::FinalPolynomial, D * params.final_poly_len());
    list.limbs(Region::Grinding, 1);
    for query in 0..params.config.num_query_rounds {
        for (oracle, width) in leaves.into_iter().enumerate() {
            list.limbs(Region::Leaf { query, oracle }, width);
            let path = params.lde_bits() - cap_height;
            list.digests(Region::LeafPath { query, oracle }, path);
        }
        let mut bits = params.lde_bits();
        for (fold, arity_bits) in params.reduction_arity_bits.iter().enumerate() {
            bits -= arity_bits;
            list.limbs(Region::FoldValues { query, fold }, D << arity_bits);
            list.digests(Region::FoldPath { query, fold }, bits - cap_height);
        }
    }
    list.segments
}

/// Polynomials of each oracle: constants and sigmas, wires, zs and partial products, quotient.
pub fn oracle_widths(common: &CommonCircuitData<F, D>) -> [usize; 4] {
    let config = &common.config;
    [
        common.sigmas_range().end,
        config.num_wires,
        common.partial_products_range().end,
        config.num_challenges * common.quotient_degree_factor,
    ]
}

#[derive(Default)]
struct List {
    segments: Vec<Segment>,
    end: usize,
}

impl List {
    fn limbs(&mut self, region: Region, count: usize) {
        self.push(region, Content::Limbs, count * LIMB_BYTES);
    }

    fn digests(&mut self, region: Region, count: usize) {
        self.push(region, Content::Digests, count * DIGEST_BYTES);
    }

    fn push(&mut self, region: Region, content: Content, len: usize) {
        let bytes = self.end..self.end + len;
        self.end = bytes.end;
        self.segments.push(Segment {
            region,
            content,
            bytes,
        });
    }
}

//! Commitments of which what is claimed, what is revealed and what is committed to may differ.

use std::sync::Arc;

use plonky2::field::polynomial::{PolynomialCoeffs, PolynomialValues};
use plonky2::field::types::Field;
use plonky2::fri::oracle::PolynomialBatch;
use plonky2::fri::FriParams;
use plonky2::util::timing::TimingTree;
use saya_circuits::types::{D, F};
use saya_verifier::keccak::WrapConfig;

use crate::script::{Oracle, Swap};
use crate::table::Columns;

/// Polynomials with their codewords and Merkle tree.
pub type Batch = PolynomialBatch<F, WrapConfig, D>;

/// One oracle of a proof.
#[derive(Clone)]
pub struct Committed {
    /// The polynomials that the openings and everything derived from them belong to.
    pub claimed: Arc<Batch>,
    /// Source of the leaves in the queries.
    pub shown: Arc<Batch>,
    /// Source of the cap and the paths.
    pub tree: Arc<Batch>,
    /// Whether FRI's codeword contains this oracle.
    pub combined: bool,
}

impl Committed {
    /// Commits to `claimed`, or to other polynomials where the script says so.
    /// The first `kept` polynomials stay as they are.
    pub fn new(
        oracle: Oracle,
        claimed: Batch,
        kept: usize,
        swap: Option<Swap>,
        params: &FriParams,
    ) -> Self {
        let claimed = Arc::new(claimed);
        let other = || Arc::new(from_coeffs(others(&claimed.polynomials, kept), params));
        Self::with(oracle, claimed.clone(), other, swap)
    }

    /// As [`Self::new`], for an oracle the committed polynomials of which are not the prover's to choose.
    pub fn fixed(
        oracle: Oracle,
        claimed: Arc<Batch>,
        fixed: Arc<Batch>,
        swap: Option<Swap>,
    ) -> Self {
        Self::with(oracle, claimed, || fixed, swap)
    }

    fn with(
        oracle: Oracle,
        claimed: Arc<Batch>,
        other: impl FnOnce() -> Arc<Batch>,
        swap: Option<Swap>,
    ) -> Self {
        let (shown, tree) = match swap {
            Some(Swap::Leaves(o)) if o == oracle => (claimed.clone(), other()),
            Some(Swap::Openings(o)) if o == oracle => {
                let other = other();
                (other.clone(), other)
            }
            _ => (claimed.clone(), claimed.clone()),
        };
        Self {
            combined: Arc::ptr_eq(&shown, &claimed),
            claimed,
            shown,
            tree,
        }
    }
}

/// Commitment to the polynomials with these values over the rows.
pub fn from_values(columns: Columns, params: &FriParams) -> Batch {
    let coeffs = columns
        .into_iter()
        .map(|values| PolynomialValues::new(values).ifft())
        .collect();
    from_coeffs(coeffs, params)
}

/// Commitment to these polynomials.
pub fn from_coeffs(coeffs: Vec<PolynomialCoeffs<F>>, params: &FriParams) -> Batch {
    let config = &params.config;
    Batch::from_coeffs(
        coeffs,
        config.rate_bits,
        false,
        config.cap_height,
        &mut TimingTree::default(),
        None,
    )
}

/// Other polynomials, different nearly everywhere, after the first `kept`.
fn others(polys: &[PolynomialCoeffs<F>], kept: usize) -> Vec<PolynomialCoeffs<F>> {
    let mut others = polys.to_vec();
    for poly in &mut others[kept..] {
        poly.coeffs[0] += F::ONE;
        poly.coeffs[1] += F::ONE;
    }
    others
}

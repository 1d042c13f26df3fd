//! FRI's folding of the combined polynomial, with a commitment to every layer.

use plonky2::field::extension::flatten;
use plonky2::field::polynomial::PolynomialCoeffs;
use plonky2::field::types::Field;
use plonky2::fri::FriParams;
use plonky2::hash::merkle_tree::MerkleTree;
use plonky2::iop::challenger::Challenger;
use saya_circuits::types::{D, F};
use saya_verifier::examine::Extension;
use saya_verifier::keccak::KeccakHasher;

use crate::script::{Script, Swap};

/// The prover's side of the transcript.
pub type Transcript = Challenger<F, KeccakHasher>;
type Tree = MerkleTree<F, KeccakHasher>;

/// One committed layer: values come from `shown`, cap and paths from `tree`.
pub struct Layer {
    pub shown: Tree,
    pub tree: Tree,
}

/// Folds `poly` down to the final polynomial, layer by layer.
pub fn fold_all(
    mut poly: PolynomialCoeffs<Extension>,
    params: &FriParams,
    transcript: &mut Transcript,
    script: &Script,
) -> (Vec<Layer>, PolynomialCoeffs<Extension>) {
    let mut layers = vec![];
    let mut shift = F::coset_shift();
    for (number, &arity_bits) in params.reduction_arity_bits.iter().enumerate() {
        if script.false_layer == Some(number) {
            poly = shifted(&poly);
        }
        let tree_of = |poly: &PolynomialCoeffs<Extension>| commit(poly, shift, arity_bits, params);
        let shown = tree_of(&poly);
        let tree = match script.swap {
            Some(Swap::Layer(n)) if n == number => tree_of(&shifted(&poly)),
            _ => shown.clone(),
        };
        transcript.observe_cap(&tree.cap);
        layers.push(Layer { shown, tree });

        let beta = transcript.get_extension_challenge::<D>();
        poly = fold(&poly, arity_bits, beta);
        shift = shift.exp_power_of_2(arity_bits);
    }
    if script.false_layer == Some(params.reduction_arity_bits.len()) {
        poly = shifted(&poly);
    }
    (layers, poly)
}

/// The codeword of `poly`, in bit-reversed order, one coset of `2^arity_bits` values a leaf.
fn commit(
    poly: &PolynomialCoeffs<Extension>,
    shift: F,
    arity_bits: usize,
    params: &FriParams,
) -> Tree {
    let values = poly
        .lde(params.config.rate_bits)
        .coset_fft(shift.into())
        .values;
    let bits = values.len().ilog2();
    let reversed: Vec<_> = (0..values.len())
        .map(|i| values[i.reverse_bits() >> (usize::BITS - bits)])
        .collect();
    let leaves = reversed
        .chunks(1 << arity_bits)
        .map(flatten::<F, D>)
        .collect();
    MerkleTree::new(leaves, params.config.cap_height)
}

/// `P(X) = Σ X^i P_i(X^arity)` becomes `Σ beta^i P_i(X)`.
fn fold(
    poly: &PolynomialCoeffs<Extension>,
    arity_bits: usize,
    beta: Extension,
) -> PolynomialCoeffs<Extension> {
    let piece = |piece: &[Extension]| {
        piece
            .iter()
            .rev()
            .fold(Extension::ZERO, |sum, &c| sum * beta + c)
    };
    PolynomialCoeffs::new(poly.coeffs.chunks(1 << arity_bits).map(piece).collect())
}

/// Another polynomial of the same degree bound, different nearly everywhere.
fn shifted(poly: &PolynomialCoeffs<Extension>) -> PolynomialCoeffs<Extension> {
    let mut other = poly.clone();
    other.coeffs[0] += Extension::ONE;
    other.coeffs[1] += Extension::ONE;
    other
}

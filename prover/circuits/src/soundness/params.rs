//! The parameters of one proof that its soundness depends on.

use plonky2::field::goldilocks_field::GoldilocksField;
use plonky2::plonk::circuit_data::CommonCircuitData;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

/// A verifier description without what the calculator needs.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ParamsError {
    #[error("the verifier description has no field `{0}`")]
    Missing(&'static str),
    #[error("field `{field}` of the verifier description is not a number: {value}")]
    NotANumber { field: &'static str, value: String },
}

/// Everything that decides how sound one proof over Goldilocks and its quadratic extension is.
/// Plain fields are counts, `*_bits` are base-2 logarithms or bit lengths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofParams {
    pub degree_bits: usize,
    pub rate_bits: usize,
    pub num_queries: usize,
    pub pow_bits: usize,
    pub reduction_arity_bits: Vec<usize>,
    pub num_challenges: usize,
    pub num_wires: usize,
    pub num_routed_wires: usize,
    pub num_constants: usize,
    pub quotient_degree_factor: usize,
    pub num_partial_products: usize,
    pub num_gate_constraints: usize,
    /// Length of a Merkle digest in bits.
    pub digest_bits: usize,
}

impl ProofParams {
    /// Reads the parameters of a built circuit. `digest_bytes` is the `HASH_SIZE` of its Merkle hasher, which
    /// common data do not name.
    pub fn from_common(
        common: &CommonCircuitData<GoldilocksField, 2>,
        digest_bytes: usize,
    ) -> Self {
        let fri = &common.fri_params;
        Self {
            degree_bits: fri.degree_bits,
            rate_bits: fri.config.rate_bits,
            num_queries: fri.config.num_query_rounds,
            pow_bits: fri.config.proof_of_work_bits as usize,
            reduction_arity_bits: fri.reduction_arity_bits.clone(),
            num_challenges: common.config.num_challenges,
            num_wires: common.config.num_wires,
            num_routed_wires: common.config.num_routed_wires,
            num_constants: common.num_constants,
            quotient_degree_factor: common.quotient_degree_factor,
            num_partial_products: common.num_partial_products,
            num_gate_constraints: common.num_gate_constraints,
            digest_bits: 8 * digest_bytes,
        }
    }

    /// Reads the parameters from the description that the on-chain constants are rendered from, so that what
    /// is deployed is judged by the same function. Numbers may be JSON numbers, decimal strings or `0x` strings.
    pub fn from_description(description: &Value) -> Result<Self, ParamsError> {
        let number = |field| {
            let value = description.get(field).ok_or(ParamsError::Missing(field))?;
            parse(field, value)
        };
        let arities = "reduction_arity_bits";
        let list = description.get(arities).and_then(Value::as_array);
        let reduction_arity_bits = list
            .ok_or(ParamsError::Missing(arities))?
            .iter()
            .map(|value| parse(arities, value))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            degree_bits: number("degree_bits")?,
            rate_bits: number("rate_bits")?,
            num_queries: number("num_queries")?,
            pow_bits: number("pow_bits")?,
            reduction_arity_bits,
            num_challenges: number("num_challenges")?,
            num_wires: number("num_wires")?,
            num_routed_wires: number("num_routed_wires")?,
            num_constants: number("num_constants")?,
            quotient_degree_factor: number("quotient_degree_factor")?,
            num_partial_products: number("num_partial_products")?,
            num_gate_constraints: number("num_gate_constraints")?,
            digest_bits: 8 * number("digest_bytes")?,
        })
    }

    /// Polynomials that FRI combines by powers of one challenge: all of them at zeta, and every Z at g·zeta.
    pub fn num_batched_polys(&self) -> usize {
        let preprocessed = self.num_constants + self.num_routed_wires;
        let products = self.num_challenges * (1 + self.num_partial_products);
        let quotients = self.num_challenges * self.quotient_degree_factor;
        preprocessed + self.num_wires + products + quotients + self.num_challenges
    }

    /// Terms of the vanishing polynomial that alpha combines: for each challenge the start of Z and the chain
    /// of partial products, then the gate constraints.
    pub fn num_vanishing_terms(&self) -> usize {
        self.num_challenges * (2 + self.num_partial_products) + self.num_gate_constraints
    }

    /// log2 of the length of a codeword.
    pub fn lde_bits(&self) -> usize {
        self.degree_bits + self.rate_bits
    }
}

fn parse(field: &'static str, value: &Value) -> Result<usize, ParamsError> {
    let parsed = match value {
        Value::Number(number) => number.as_u64().and_then(|n| usize::try_from(n).ok()),
        Value::String(text) => match text.strip_prefix("0x") {
            Some(hex) => usize::from_str_radix(hex, 16).ok(),
            None => text.parse().ok(),
        },
        _ => None,
    };
    parsed.ok_or_else(|| ParamsError::NotANumber {
        field,
        value: value.to_string(),
    })
}

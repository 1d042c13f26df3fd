//! The security of one proof: all rounds at the best multiplicity, and the figures beside them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::params::ProofParams;
use super::regime::Regime;
use super::rounds::rounds;

/// The multiplicities tried. The theorem needs at least 3; more than the upper end never helps at 64-bit fields.
const MULTIPLICITIES: std::ops::RangeInclusive<u32> = 3..=1000;

/// One round of interaction and the bits of security that it leaves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Round {
    pub name: String,
    /// -log2 of the chance that one attempt at this round succeeds.
    pub bits: f64,
}

impl Round {
    pub fn new(name: impl Into<String>, bits: f64) -> Self {
        Self {
            name: name.into(),
            bits,
        }
    }
}

/// What is proven about one proof, and what is only believed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub name: String,
    pub params: ProofParams,
    /// The regime that the rounds are stated in: the best multiplicity under the Johnson bound.
    pub regime: Regime,
    pub rounds: Vec<Round>,
    /// Proven: the minimum over the rounds.
    pub bits: f64,
    /// -log2 of the sum of all rounds' errors: what one interactive proof leaves.
    pub sum_bits: f64,
    /// Proven within the unique decoding radius, where no list is needed.
    pub unique_decoding_bits: f64,
    /// What the parameters were chosen for before the conjecture fell. Not promised.
    pub conjectured_bits: f64,
}

impl Report {
    /// Judges one proof. `extra` are rounds that the proof's public inputs add (see
    /// [`statement_limbs`](super::statement_limbs)).
    pub fn new(name: impl Into<String>, params: &ProofParams, extra: &[Round]) -> Self {
        let all = |regime| [rounds(params, regime), extra.to_vec()].concat();
        let (regime, rounds) = MULTIPLICITIES
            .map(|multiplicity| Regime::Johnson { multiplicity })
            .map(|regime| (regime, all(regime)))
            .max_by(|(_, a), (_, b)| weakest(a).total_cmp(&weakest(b)))
            .expect("the range of multiplicities is not empty");
        Self {
            name: name.into(),
            params: params.clone(),
            regime,
            bits: weakest(&rounds),
            sum_bits: -rounds
                .iter()
                .map(|round| (-round.bits).exp2())
                .sum::<f64>()
                .log2(),
            unique_decoding_bits: weakest(&all(Regime::UniqueDecoding)),
            conjectured_bits: conjectured(params),
            rounds,
        }
    }
}

fn weakest(rounds: &[Round]) -> f64 {
    rounds
        .iter()
        .map(|round| round.bits)
        .fold(f64::INFINITY, f64::min)
}

/// A query was believed to gain the whole rate; collisions of digests are counted as they are.
fn conjectured(params: &ProofParams) -> f64 {
    let queries = (params.num_queries * params.rate_bits + params.pow_bits) as f64;
    queries.min(params.digest_bits as f64 / 2.0)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let p = &self.params;
        writeln!(
            f,
            "{}: 2^{} rows, rate 1/{}, {} queries, {} bits of grinding, {} challenges, {} polynomials",
            self.name,
            p.degree_bits,
            1u64 << p.rate_bits,
            p.num_queries,
            p.pow_bits,
            p.num_challenges,
            p.num_batched_polys(),
        )?;
        for round in &self.rounds {
            let mark = if round.bits == self.bits {
                "  <- weakest"
            } else {
                ""
            };
            writeln!(f, "  {:<28}{:>8.1}{mark}", round.name, round.bits)?;
        }
        if let Regime::Johnson { multiplicity } = self.regime {
            writeln!(
                f,
                "  {:<28}{:>8.1}  (Johnson bound, multiplicity {multiplicity})",
                "proven: minimum", self.bits
            )?;
        }
        writeln!(f, "  {:<28}{:>8.1}", "sum over the rounds", self.sum_bits)?;
        writeln!(
            f,
            "  {:<28}{:>8.1}",
            "proven: unique decoding", self.unique_decoding_bits
        )?;
        writeln!(
            f,
            "  {:<28}{:>8.1}  (not promised)",
            "conjectured", self.conjectured_bits
        )
    }
}

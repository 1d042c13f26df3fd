//! How far from the code FRI can tell words apart, and what combining words costs there.
//!
//! Both regimes follow Ben-Sasson, Carmon, Haböck, Kopparty and Saraf, "On Proximity Gaps for Reed-Solomon
//! Codes" (2025), cited as BCHKS25, read as the Ethereum Foundation's `soundcalc` reads it.

use serde::{Deserialize, Serialize};

/// A proximity parameter theta with the bounds that hold at it. `rate` is the rate of the code, in (0, 1).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// Up to half the minimum distance: a word has at most one close codeword (BCHKS25, theorem 1.3).
    UniqueDecoding,
    /// Up to `1 - sqrt(rate)·(1 + 1/2m)`, for a multiplicity `m >= 3` (BCHKS25, theorem 4.2).
    Johnson { multiplicity: u32 },
}

impl Regime {
    /// theta: a word further than this from the code fails each query with at least this probability.
    pub fn proximity(self, rate: f64) -> f64 {
        match self {
            Self::UniqueDecoding => (1.0 - rate) / 2.0,
            Self::Johnson { multiplicity } => {
                let root = rate.sqrt();
                1.0 - root - root / (2.0 * f64::from(multiplicity))
            }
        }
    }

    /// The most codewords within theta of one word.
    pub fn list_size(self, rate: f64) -> f64 {
        match self {
            Self::UniqueDecoding => 1.0,
            Self::Johnson { multiplicity } => (f64::from(multiplicity) + 0.5) / rate.sqrt(),
        }
    }

    /// Chance that the combination of `words` words by powers of one random element of a field of `field` elements
    /// is close to the code of dimension `dimension`, although the words are not close to it together.
    pub fn combination_error(self, rate: f64, dimension: f64, words: usize, field: f64) -> f64 {
        let length = dimension / rate;
        let exceptional = match self {
            Self::UniqueDecoding => self.proximity(rate) * length + 1.0,
            Self::Johnson { multiplicity } => {
                let m = f64::from(multiplicity) + 0.5;
                let root = rate.sqrt();
                let leading = 2.0 * m.powi(5) + 3.0 * m * self.proximity(rate) * rate;
                leading * length / (3.0 * rate * root) + m / root
            }
        };
        exceptional * (words as f64 - 1.0) / field
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_multiplicity_sees_further_and_costs_more() {
        let (near, far) = (
            Regime::Johnson { multiplicity: 3 },
            Regime::Johnson { multiplicity: 9 },
        );
        assert!(near.proximity(0.125) < far.proximity(0.125));
        assert!(near.list_size(0.125) < far.list_size(0.125));
        let error = |regime: Regime| regime.combination_error(0.125, 4096.0, 16, 2f64.powi(128));
        assert!(error(near) < error(far));
    }

    #[test]
    fn unique_decoding_stays_below_the_johnson_radius() {
        for rate_bits in 1..8 {
            let rate = 0.5f64.powi(rate_bits);
            assert!(Regime::UniqueDecoding.proximity(rate) < 1.0 - rate.sqrt());
        }
    }
}

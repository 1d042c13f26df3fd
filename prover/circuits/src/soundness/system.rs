//! The security of the whole chain of proofs: the weakest layer counts.

use std::fmt;

use plonky2::field::goldilocks_field::GoldilocksField;
use plonky2::field::types::Field64;
use serde::{Deserialize, Serialize};

use super::report::{Report, Round};

/// Bits that a profile which calls itself secure must prove.
pub const FLOOR_BITS: f64 = 80.0;

/// Limbs of the statement that do not belong to an entry, and limbs of one entry.
const HEADER_LIMBS: usize = 40;
const ENTRY_LIMBS: usize = 12;

/// Limbs of a statement with `entries` entries: the degree of the polynomial that binds it.
pub const fn statement_limbs(entries: usize) -> usize {
    HEADER_LIMBS + ENTRY_LIMBS * entries
}

/// Every layer of one profile, from the leaf to the proof that the chain verifies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SystemReport {
    pub profile: String,
    pub layers: Vec<Report>,
    /// Proven bits of the worst layer.
    pub bits: f64,
    pub floor: f64,
}

impl SystemReport {
    pub fn new(profile: impl Into<String>, layers: Vec<Report>) -> Self {
        let bits = layers
            .iter()
            .map(|layer| layer.bits)
            .fold(f64::INFINITY, f64::min);
        Self {
            profile: profile.into(),
            layers,
            bits,
            floor: FLOOR_BITS,
        }
    }

    /// Whether the profile may call itself secure.
    pub fn meets_floor(&self) -> bool {
        self.bits >= self.floor
    }
}

impl Round {
    /// The round in which the lists are bound: a false list of `limbs` limbs keeps the value of its polynomial at
    /// a point of the extension with chance `limbs / p²` for each hash query.
    pub fn statement(limbs: usize) -> Self {
        let field_bits = 2.0 * (GoldilocksField::ORDER as f64).log2();
        Self::new("statement (r)", field_bits - (limbs as f64).log2())
    }
}

impl fmt::Display for SystemReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for layer in &self.layers {
            writeln!(f, "{layer}")?;
        }
        let verdict = if self.meets_floor() {
            "meets"
        } else {
            "is below"
        };
        writeln!(
            f,
            "profile {}: {:.1} bits proven, {verdict} the floor of {:.0}",
            self.profile, self.bits, self.floor
        )
    }
}

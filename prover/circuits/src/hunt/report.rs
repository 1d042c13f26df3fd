//! What a hunt found.

use std::fmt;
use std::ops::AddAssign;

use crate::types::F;

/// Lies that were told, and those that no constraint noticed.
#[derive(Debug, Default)]
pub struct Report {
    /// Cells that were lied about.
    pub hints: usize,
    pub refused: usize,
    /// Lies that no constraint notices and no output shows.
    pub harmless: usize,
    /// Values of inputs that are a prover's to choose.
    pub chosen: usize,
    /// Pairs of lies that were tried because one alone is refused.
    pub mending: usize,
    pub survivors: Vec<Survivor>,
}

/// A lie that changes outputs unnoticed.
#[derive(Clone, Debug)]
pub struct Survivor {
    /// The generator that an honest prover asks, or the input's name.
    pub source: String,
    pub lies: Vec<Told>,
    /// Numbers of the outputs that differ.
    pub outputs: Vec<usize>,
}

/// One false value.
#[derive(Clone, Debug)]
pub struct Told {
    /// Where it stands: gate, row and wire of each use, the first few.
    pub wires: String,
    pub truth: F,
    pub lie: F,
}

impl Report {
    /// # Panics
    /// When a lie survived; the message names all that did, shortened.
    pub fn assert_none_survived(&self) {
        assert!(self.survivors.is_empty(), "{self}");
    }

    /// Whether something was found from this generator or input.
    pub fn found(&self, source: &str) -> bool {
        let mut survivors = self.survivors.iter();
        survivors.any(|survivor| survivor.source.contains(source))
    }
}

impl AddAssign for Report {
    fn add_assign(&mut self, other: Self) {
        self.hints += other.hints;
        self.refused += other.refused;
        self.harmless += other.harmless;
        self.chosen += other.chosen;
        self.mending += other.mending;
        self.survivors.extend(other.survivors);
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(
            f,
            "{} hints: {} lies refused, {} change nothing, {} are free, {} pairs tried, {} survive",
            self.hints,
            self.refused,
            self.harmless,
            self.chosen,
            self.mending,
            self.survivors.len()
        )?;
        for survivor in self.survivors.iter().take(20) {
            write!(f, "\n{survivor}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Survivor {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:", self.source)?;
        for Told { wires, truth, lie } in &self.lies {
            write!(f, " {lie} instead of {truth} at {wires};")?;
        }
        write!(f, " outputs {:?} change unnoticed", self.outputs)
    }
}

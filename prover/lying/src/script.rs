//! What a dishonest prover does differently.

use std::fmt;

use saya_circuits::types::F;

/// A group of terms of the vanishing polynomial that a verifier could forget to add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// `L_0 · (Z - 1)`, for every challenge.
    Start,
    /// The check of one chunk of wires in the chain of partial products, for every challenge.
    Chunk(usize),
    /// All constraints of one gate, by its number in the common data.
    Gate(usize),
}

/// One of the four trees that hold the polynomials, in the order of a query's leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oracle {
    ConstantsSigmas,
    Wires,
    ZsPartialProducts,
    Quotient,
}

impl Oracle {
    pub const ALL: [Self; 4] = [
        Self::ConstantsSigmas,
        Self::Wires,
        Self::ZsPartialProducts,
        Self::Quotient,
    ];
}

impl fmt::Display for Oracle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ConstantsSigmas => "constants-sigmas",
            Self::Wires => "wires",
            Self::ZsPartialProducts => "zs-partial-products",
            Self::Quotient => "quotient",
        })
    }
}

/// How the permutation argument is filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Permutation {
    /// The running product of the witness, whether it closes or not.
    #[default]
    Product,
    /// Z and all partial products are zero, so that every chain holds.
    Zero,
    /// The product jumps in one chunk of one row by what is missing to close.
    JumpInChunk(usize),
    /// The product that is claimed at g·zeta is another polynomial than Z, and jumps where it is taken over.
    JumpToNext,
}

/// Where the prover reveals other values than it committed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swap {
    /// The leaves are those of the claimed polynomials, the cap and the paths are another tree's.
    Leaves(Oracle),
    /// The leaves are the committed ones, the openings at zeta are the claimed polynomials'; FRI then proves the
    /// combination without this oracle.
    Openings(Oracle),
    /// As `Openings`, for the values at g·zeta.
    NextOpenings,
    /// The values of one commit layer belong to the polynomial that FRI goes on with, its cap and paths to another.
    Layer(usize),
    /// The last sibling of one oracle's path in the last query is another digest.
    LastPath(Oracle),
    /// The same in one commit layer.
    LastLayerPath(usize),
}

/// Deviations from the protocol; the default is honest.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// `(row, column, difference)`: added to single cells of the honest witness.
    pub cells: Vec<(usize, usize, F)>,
    /// Claims these public inputs instead of the witness's.
    pub public_inputs: Option<Vec<F>>,
    /// Claims permutation polynomials that connect nothing.
    pub unwired: bool,
    pub permutation: Permutation,
    /// The quotient is computed without these terms.
    pub dropped: Option<Term>,
    /// Adds noise to the quotient of one challenge.
    pub false_quotient: Option<usize>,
    pub swap: Option<Swap>,
    /// Adds noise to the polynomial of one commit layer before committing to it; the number of layers means the
    /// final polynomial.
    pub false_layer: Option<usize>,
    /// Stops grinding one bit too early.
    pub weak_grinding: bool,
}

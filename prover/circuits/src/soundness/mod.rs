//! Proven security of a plonky2 proof, computed from the parameters of the built circuit.
//!
//! A proof is as sound as its weakest round of interaction, made non-interactive by Fiat-Shamir: *bits* is the
//! minimum over all rounds of -log2(error of the round). The formulas and what they leave out are described in
//! `docs/soundness.md`. No security parameter is a literal here: all come from the built
//! [`CommonCircuitData`](plonky2::plonk::circuit_data::CommonCircuitData) or from the deployed verifier's description.

mod circuits;
mod params;
mod regime;
mod report;
mod rounds;
mod system;

pub use params::{ParamsError, ProofParams};
pub use regime::Regime;
pub use report::{Report, Round};
pub use system::{statement_limbs, SystemReport, FLOOR_BITS};

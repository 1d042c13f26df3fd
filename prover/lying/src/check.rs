//! The checks of a verifier, each of which some lie is meant for.

use saya_circuits::types::{D, F};
use saya_verifier::proof_bytes::Rejection;

use plonky2::plonk::circuit_data::CommonCircuitData;

use crate::script::{Oracle, Term};

/// One check that a verifier could lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// A group of terms of the vanishing polynomial.
    Term(Term),
    /// The identity of one repetition: vanishing = (zeta^n - 1) · quotient.
    Identity(usize),
    /// The part of one oracle in the combination at zeta, which ties its openings to its leaves.
    Opening(Oracle),
    /// The same for the Zs at g·zeta.
    NextOpening,
    /// Leaves of an oracle lie under its cap.
    LeafPath(Oracle),
    /// Values of a commit layer lie under its cap.
    LayerPath(usize),
    /// A commit layer contains what was folded (the first: combined) before.
    FoldValue(usize),
    /// The last fold is the final polynomial's value.
    Final,
    Grinding,
}

impl Check {
    /// Stable name, as the index of the lies has it.
    pub fn name(self, common: &CommonCircuitData<F, D>) -> String {
        match self {
            Self::Term(Term::Gate(gate)) => format!("gate:{}", kind(&common.gates[gate].0.id())),
            Self::Term(Term::Start) => "permutation:start".into(),
            Self::Term(Term::Chunk(chunk)) => format!("permutation:chunk:{chunk}"),
            Self::Identity(repetition) => format!("identity:{repetition}"),
            Self::Opening(oracle) => format!("opening:{oracle}"),
            Self::NextOpening => "opening:next".into(),
            Self::LeafPath(oracle) => format!("merkle:{oracle}"),
            Self::LayerPath(layer) => format!("merkle:layer:{layer}"),
            Self::FoldValue(fold) => format!("fold:{fold}"),
            Self::Final => "final".into(),
            Self::Grinding => "grinding".into(),
        }
    }

    /// Name of the failure by which a complete verifier notices that this check is violated.
    pub fn noticed_by(self) -> String {
        match self {
            Self::Term(_) | Self::Identity(_) => "vanishing".into(),
            Self::Opening(_) | Self::NextOpening => "fold:0".into(),
            Self::LeafPath(oracle) => format!("merkle:{oracle}"),
            Self::LayerPath(layer) => format!("merkle:layer:{layer}"),
            Self::FoldValue(fold) => format!("fold:{fold}"),
            Self::Final => "final".into(),
            Self::Grinding => "grinding".into(),
        }
    }

    /// Whether `failure` is how this check fails.
    pub fn fails_as(self, failure: &Rejection) -> bool {
        match (self, failure) {
            (Self::Term(_), Rejection::Vanishing { .. }) => true,
            (Self::Identity(i), Rejection::Vanishing { challenge }) => i == *challenge,
            (Self::Opening(_) | Self::NextOpening, Rejection::FoldValue { fold, .. }) => *fold == 0,
            (Self::LeafPath(o), Rejection::LeafPath { oracle, .. }) => o == Oracle::ALL[*oracle],
            (Self::LayerPath(layer), Rejection::FoldPath { fold, .. }) => layer == *fold,
            (Self::FoldValue(k), Rejection::FoldValue { fold, .. }) => k == *fold,
            (Self::Final, Rejection::FinalPolynomial { .. }) => true,
            (Self::Grinding, Rejection::Grinding) => true,
            _ => false,
        }
    }
}

/// The kind of a gate: its id up to the parameters, without "Gate".
fn kind(id: &str) -> &str {
    let end = id
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(id.len());
    id[..end].trim_end_matches("Gate")
}

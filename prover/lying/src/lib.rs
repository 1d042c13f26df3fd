//! A prover that lies, to show that each check of a verifier is needed and made.
//!
//! Changing a finished proof shows little: the transcript changes with it, grinding fails first and nothing else is ever
//! looked at. Here the prover deviates *before* its messages are absorbed and goes on consistently, so that exactly one
//! check of the verifier fails. A verifier that lacks this check accepts the lie.
//!
//! Lies are told about a small circuit with every gate of the wrap ([`circuit`]). [`output`] describes the files in which
//! other verifiers find them.

pub mod check;
pub mod circuit;
mod commit_phase;
mod fri;
pub mod judge;
pub mod lies;
mod oracle;
pub mod output;
mod permutation;
pub mod prove;
mod quotient;
pub mod script;
pub mod table;
mod terms;

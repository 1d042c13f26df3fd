//! Why a wrap proof is refused.

use thiserror::Error;

use super::Region;

/// The first check that a proof fails.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Rejection {
    #[error("a proof has {expected} bytes, this one {actual}")]
    Length { expected: usize, actual: usize },
    #[error("the limb at byte {offset} ({region}) is not below the field's order")]
    NonCanonicalLimb { region: Region, offset: usize },
    #[error("public input {index} is not below the field's order")]
    NonCanonicalPublicInput { index: usize },
    #[error("the challenge zeta lies in the base field")]
    DegeneratePoint,
    #[error("the vanishing polynomial of challenge {challenge} is not the quotient's multiple")]
    Vanishing { challenge: usize },
    #[error("the grinding limb does not give enough leading zeros")]
    Grinding,
    #[error("the leaf of oracle {oracle} in query {query} is not under its cap")]
    LeafPath { query: usize, oracle: usize },
    #[error("fold {fold} of query {query} does not contain the value folded before")]
    FoldValue { query: usize, fold: usize },
    #[error("the values of fold {fold} in query {query} are not under their cap")]
    FoldPath { query: usize, fold: usize },
    #[error("the last fold of query {query} is not the final polynomial's value")]
    FinalPolynomial { query: usize },
    #[error("plonky2 refuses the proof: {0}")]
    Plonky2(String),
}

impl Rejection {
    /// The error of the verifier contract for the same reason: signature and arguments. None when only plonky2
    /// refuses, which no proof has shown so far.
    pub fn contract_error(&self) -> Option<(&'static str, Vec<usize>)> {
        Some(match *self {
            Self::Length { expected, actual } => {
                ("WrongProofLength(uint256,uint256)", vec![expected, actual])
            }
            Self::NonCanonicalLimb { offset, .. } => ("NonCanonicalLimb(uint256)", vec![offset]),
            Self::NonCanonicalPublicInput { index } => {
                ("NonCanonicalPublicInput(uint256)", vec![index])
            }
            Self::DegeneratePoint => ("DegeneratePoint()", vec![]),
            Self::Vanishing { challenge } => ("VanishingMismatch(uint256)", vec![challenge]),
            Self::Grinding => ("GrindingFailed()", vec![]),
            Self::LeafPath { query, oracle } => {
                ("MerklePathMismatch(uint256,uint256)", vec![query, oracle])
            }
            Self::FoldValue { query, fold } => ("FoldMismatch(uint256,uint256)", vec![query, fold]),
            Self::FoldPath { query, fold } => {
                ("FoldMerklePathMismatch(uint256,uint256)", vec![query, fold])
            }
            Self::FinalPolynomial { query } => ("FinalPolynomialMismatch(uint256)", vec![query]),
            Self::Plonky2(_) => return None,
        })
    }
}

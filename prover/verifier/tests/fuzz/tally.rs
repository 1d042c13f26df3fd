//! Where the inputs ended.

use std::collections::BTreeMap;
use std::fmt;

use saya_verifier::file::{Class, FileError, ProofFile};
use saya_verifier::judge::Verdict;
use saya_verifier::proof_bytes::Rejection;

/// Begins the ends of inputs whose proof was read whole.
const DEEP: &str = "check ";

/// Ends that a run must reach. The final polynomial's check needs a prover that lies (`saya-lying`).
const REQUIRED: [&str; 25] = [
    "file MAGIC",
    "file FORMAT_VERSION",
    "file TRUNCATED",
    "file TRAILING_BYTES",
    "file PROOF_LENGTH",
    "file STATEMENT_VERSION",
    "rule LIMB_RANGE",
    "rule RANGE",
    "rule RESERVED",
    "rule TIME_WINDOW",
    "rule UNPACK_RANGE",
    "rule OS_VERSION",
    "rule KEY_ZERO",
    "rule KEY_ORDER",
    "rule OUTPUT_INDEX",
    "rule OUTPUT_ORDER",
    "rule OUTPUT_UNCHANGED",
    "unknown OS version",
    "proof length",
    "proof limb",
    "check vanishing",
    "check grinding",
    "check leaf path",
    "check fold value",
    "check fold path",
];

/// Inputs by the place where they ended.
#[derive(Default)]
pub struct Tally(BTreeMap<String, u64>);

impl Tally {
    pub fn count(&mut self, end: String) {
        *self.0.entry(end).or_default() += 1;
    }

    pub fn merge(mut self, other: Self) -> Self {
        for (end, count) in other.0 {
            *self.0.entry(end).or_default() += count;
        }
        self
    }

    fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// Inputs whose proofs were read whole and judged.
    fn deep(&self) -> u64 {
        let deep = self.0.iter().filter(|(end, _)| end.starts_with(DEEP));
        deep.map(|(_, count)| count).sum()
    }

    pub fn assert_every_stage_is_reached(&self) {
        for end in REQUIRED {
            assert!(self.0.contains_key(end), "no input ends at `{end}`");
        }
        assert!(
            20 * self.deep() >= self.total(),
            "too few inputs reach the checks of the proof"
        );
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |count: u64| 100.0 * count as f64 / self.total() as f64;
        for (end, &count) in &self.0 {
            writeln!(f, "{count:>8} {:>6.2} %  {end}", share(count))?;
        }
        let (total, deep) = (self.total(), self.deep());
        write!(
            f,
            "{total:>8} inputs, {:.2} % in the checks of the proof",
            share(deep)
        )
    }
}

/// Where a judged input ended.
pub fn end_of(judged: &Result<(ProofFile, Verdict), FileError>) -> String {
    match judged {
        Err(error) => match error.class {
            Class::NoFile => format!("file {}", error.code),
            Class::BrokenRule => format!("rule {}", error.code),
        },
        Ok((_, Verdict::UnknownOsVersion)) => "unknown OS version".into(),
        Ok((_, Verdict::Valid(_))) => "valid".into(),
        Ok((_, Verdict::Invalid(_, fault))) => match &fault.proof {
            Some(rejection) => check(rejection).into(),
            None => "check commit".into(),
        },
    }
}

fn check(rejection: &Rejection) -> &'static str {
    match rejection {
        Rejection::Length { .. } => "proof length",
        Rejection::NonCanonicalLimb { .. } => "proof limb",
        Rejection::NonCanonicalPublicInput { .. } => "proof public input",
        Rejection::DegeneratePoint => "check zeta",
        Rejection::Vanishing { .. } => "check vanishing",
        Rejection::Grinding => "check grinding",
        Rejection::LeafPath { .. } => "check leaf path",
        Rejection::FoldValue { .. } => "check fold value",
        Rejection::FoldPath { .. } => "check fold path",
        Rejection::FinalPolynomial { .. } => "check final polynomial",
        Rejection::Plonky2(_) => "check plonky2",
    }
}

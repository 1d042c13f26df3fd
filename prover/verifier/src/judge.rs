//! The verdict on a proof file, without a chain and without building circuits.

use std::fmt;

use crate::file::{FileError, ProofFile};
use crate::proof_bytes::{verify_statement, Rejection};
use crate::released::{find, Released};

/// What a file comes to.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// The proof proves the statement under the OS version that the statement names.
    Valid(&'static Released),
    Invalid(&'static Released, Fault),
    /// This library has no verifier data for the OS version, so nothing is known of the proof.
    UnknownOsVersion,
}

/// Why a readable file is no proof of its statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What a chain would refuse; None when it would accept.
    pub proof: Option<Rejection>,
    /// Whether the commit is `H(COMMIT; head, roots)` of the statement. The proof shows that it is, so no chain computes
    /// it; here it tells a changed statement from a changed proof, and a broken circuit from both.
    pub commit: bool,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.proof, self.commit) {
            (Some(proof), true) => write!(
                f,
                "the commit is the statement's, but the proof does not hold: {proof}; the proof was changed, or is of \
                 another statement"
            ),
            (Some(proof), false) => write!(
                f,
                "the commit is not that of the statement, and the proof does not hold: {proof}; head, lists or commit \
                 were changed"
            ),
            (None, _) => write!(
                f,
                "the proof is accepted although its commit is not that of the statement; the circuits of this OS \
                 version prove false statements: keep the file, stop every world that uses the version and report it"
            ),
        }
    }
}

/// Reads a file and judges it. The file itself is returned with the verdict.
///
/// Never panics, whatever the bytes: the file is parsed totally, and the proof has the shape that plonky2 expects
/// before plonky2 sees it.
pub fn judge(bytes: &[u8]) -> Result<(ProofFile, Verdict), FileError> {
    let file = ProofFile::parse(bytes)?;
    let verdict = verdict(&file);
    Ok((file, verdict))
}

fn verdict(file: &ProofFile) -> Verdict {
    let ProofFile {
        statement,
        commit,
        proof,
    } = file;
    let Some(released) = find(&statement.head().os_version) else {
        return Verdict::UnknownOsVersion;
    };
    let fault = Fault {
        proof: verify_statement(&released.verifier, statement, *commit, proof).err(),
        commit: statement.commit() == *commit,
    };
    match fault {
        Fault {
            proof: None,
            commit: true,
        } => Verdict::Valid(released),
        fault => Verdict::Invalid(released, fault),
    }
}

#[cfg(test)]
mod tests;

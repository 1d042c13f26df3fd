//! Proof files: written, and judged without a chain and without building circuits.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use saya_core::limbs;
use saya_core::statement::Statement;
use saya_executor::Authorisation;
use saya_verifier::file::ProofFile;
use saya_verifier::released;
use saya_verifier::report::Report;

use crate::authorisation::parse_authorisation;
use crate::faults::{internal, refused, rejected};
use crate::guard::guarded;

/// The proof file of a statement (JSON), what the circuit committed to, and the proof's bytes.
#[pyfunction]
pub fn proof_file<'py>(
    py: Python<'py>,
    statement: &str,
    commit: [u8; 32],
    proof: &[u8],
) -> PyResult<Bound<'py, PyBytes>> {
    let bytes = guarded(py, || {
        let (statement, commit) = parse(statement, &commit)?;
        let proof = proof.to_vec();
        let file = ProofFile {
            statement,
            commit,
            proof,
        };
        Ok(file.to_bytes())
    });
    Ok(PyBytes::new(py, &bytes?))
}

/// What an honest circuit commits to for a statement (JSON).
#[pyfunction]
pub fn commit_of<'py>(py: Python<'py>, statement: &str) -> PyResult<Bound<'py, PyBytes>> {
    let commit = guarded(py, || {
        let statement: Statement = serde_json::from_str(statement)
            .map_err(|error| rejected(format!("statement: {error}")))?;
        Ok(limbs::to_bytes(&statement.commit()))
    });
    Ok(PyBytes::new(py, &commit?))
}

/// What there is to say about a proof file, as JSON.
#[pyfunction]
pub fn judge_proof_file(py: Python<'_>, file: &[u8]) -> PyResult<String> {
    guarded(py, || {
        serde_json::to_string(&Report::of_file(file)).map_err(internal)
    })
}

/// The OS version of sets of a profile and an authorisation, and whether it is for development: known without building
/// circuits.
#[pyfunction]
pub fn released_os_version<'py>(
    py: Python<'py>,
    profile: &str,
    authorisation: &str,
) -> PyResult<(Bound<'py, PyBytes>, bool)> {
    let signed = parse_authorisation(authorisation)? == Authorisation::Signed;
    let found = guarded(py, || {
        released::of_sets(profile, signed).ok_or_else(|| {
            refused(format!(
                "unknown profile `{profile}`: choose `secure`, or `fast` for development"
            ))
        })
    })?;
    let name = &found.name;
    Ok((PyBytes::new(py, &name.os_version), name.development))
}

/// A statement (JSON) and a commit; refuses what is none.
pub fn parse(statement: &str, commit: &[u8; 32]) -> PyResult<(Statement, limbs::Digest)> {
    let statement =
        serde_json::from_str(statement).map_err(|error| rejected(format!("statement: {error}")))?;
    let commit = limbs::from_bytes(commit).map_err(|error| rejected(format!("commit: {error}")))?;
    Ok((statement, commit))
}

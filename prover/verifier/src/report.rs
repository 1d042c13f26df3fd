//! The verdict as JSON, for programs and for other languages.

use saya_core::limbs::{digest_hex, to_hex};
use saya_core::statement::Head;
use saya_core::Digest;
use serde::Serialize;

use crate::file::{Class, FileError, ProofFile};
use crate::judge::{judge, Verdict};
use crate::released::{all, Name};

/// Everything that there is to say about a file.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub verdict: &'static str,
    /// Why it is not valid.
    pub reason: Option<String>,
    /// Where in the file, when a rule of the file or of the statement is broken.
    pub place: Option<Place>,
    /// Profile and development flag of the OS version, when it is known.
    pub version: Option<Name>,
    /// What the file says; None when it cannot be read.
    pub content: Option<Content>,
}

/// A place in a file, and the stable name of what is wrong there.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    pub code: &'static str,
    pub offset: usize,
    pub field: String,
}

/// What a file says about its sub-block.
#[derive(Clone, Debug, Serialize)]
pub struct Content {
    pub head: Head,
    pub entries: usize,
    pub changed: usize,
    #[serde(with = "digest_hex")]
    pub commit: Digest,
    pub proof_bytes: usize,
}

impl Report {
    /// The report on a file. Never panics.
    pub fn of_file(bytes: &[u8]) -> Self {
        match judge(bytes) {
            Ok((file, verdict)) => Self::of_verdict(&file, verdict),
            Err(error) => Self::of_error(error),
        }
    }

    fn of_verdict(file: &ProofFile, verdict: Verdict) -> Self {
        let (verdict, version, reason) = match verdict {
            Verdict::Valid(released) => ("valid", Some(released), None),
            Verdict::Invalid(released, fault) => {
                ("invalid", Some(released), Some(fault.to_string()))
            }
            Verdict::UnknownOsVersion => ("unknown_os_version", None, Some(unknown(file))),
        };
        Self {
            verdict,
            reason,
            place: None,
            version: version.map(|released| released.name.clone()),
            content: Some(Content {
                head: *file.statement.head(),
                entries: file.statement.entries().len(),
                changed: file.statement.changed(),
                commit: file.commit,
                proof_bytes: file.proof.len(),
            }),
        }
    }

    fn of_error(error: FileError) -> Self {
        Self {
            verdict: match error.class {
                Class::NoFile => "unreadable",
                Class::BrokenRule => "invalid",
            },
            reason: Some(error.to_string()),
            place: Some(Place {
                code: error.code,
                offset: error.offset,
                field: error.field,
            }),
            version: None,
            content: None,
        }
    }
}

fn unknown(file: &ProofFile) -> String {
    format!(
        "OS version {} is none of the {} that this program knows; a newer saya_py may know it, or it is of another \
         system",
        to_hex(&file.statement.head().os_version),
        all().len()
    )
}

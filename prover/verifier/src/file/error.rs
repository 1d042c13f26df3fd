//! Why a proof file is not read.

use thiserror::Error;

/// How far a file is from a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// It is no complete file of a known format: nothing can be said about a proof.
    NoFile,
    /// It is one, but its content breaks a rule of the statement: no chain accepts it.
    BrokenRule,
}

/// The first thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("byte {offset} ({field}): {message}")]
pub struct FileError {
    pub class: Class,
    /// The stable name of the reason; rules of the statement have the names of [`saya_core::CoreError::code`].
    pub code: &'static str,
    pub offset: usize,
    pub field: String,
    /// What is wrong, why, and what to do.
    pub message: String,
}

impl FileError {
    /// Nothing that can be judged.
    pub fn no_file(code: &'static str, offset: usize, field: &str, message: String) -> Self {
        let (class, field) = (Class::NoFile, field.into());
        Self {
            class,
            code,
            offset,
            field,
            message,
        }
    }

    /// A rule of the statement is broken.
    pub fn broken_rule(code: &'static str, offset: usize, field: &str, message: String) -> Self {
        let class = Class::BrokenRule;
        Self {
            class,
            ..Self::no_file(code, offset, field, message)
        }
    }
}

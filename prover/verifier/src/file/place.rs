//! Where in the file a rule of the statement is broken.

use saya_core::statement::{INPUT_BYTES, OUTPUT_BYTES};
use saya_core::CoreError;

use super::cursor::rule;
use super::head::place;
use super::{FileError, INPUTS_AT};

/// The error of a statement with `inputs` entries, at its place.
pub fn of_statement(error: CoreError, inputs: usize) -> FileError {
    let (offset, field) = match error {
        CoreError::Range { name: "t_min", .. } => place(12, "t_min"),
        CoreError::Range { .. } | CoreError::TimeWindow { .. } => place(13, "t_max"),
        CoreError::KeyZero { index } | CoreError::KeyOrder { index } => {
            let at = INPUTS_AT + index * INPUT_BYTES;
            (at, format!("input list, item {index}"))
        }
        CoreError::OutputIndex { index, .. }
        | CoreError::OutputOrder { index }
        | CoreError::OutputUnchanged { index } => {
            let at = INPUTS_AT + inputs * INPUT_BYTES + index * OUTPUT_BYTES;
            (at, format!("output list, item {index}"))
        }
        // Everything else was checked before, where its place is known.
        _ => (INPUTS_AT, "lists".into()),
    };
    rule(&error, offset, &field)
}

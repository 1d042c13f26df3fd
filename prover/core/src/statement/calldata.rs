//! The two lists as calldata bytes.
//!
//! Input list: key and old value of every entry, 64 bytes each. Output list: index (4 bytes big-endian) and
//! new value of every changed entry, 36 bytes each. Both have exactly one form for a statement.

use super::{Entry, Head, Statement};
use crate::error::CoreError;
use crate::keys::{Key, Value};
use crate::state_list::CAPACITY;

/// Bytes of an input: key, old value.
pub const INPUT_BYTES: usize = 64;
/// Bytes of an output: index, new value.
pub const OUTPUT_BYTES: usize = 36;

impl Statement {
    /// The input list.
    pub fn input_bytes(&self) -> Vec<u8> {
        let entries = self.entries().iter();
        entries
            .flat_map(|e| [e.key.to_bytes(), e.old.to_bytes()].concat())
            .collect()
    }

    /// The output list.
    pub fn output_bytes(&self) -> Vec<u8> {
        let entries = self.entries().iter().zip(0u32..);
        entries
            .filter(|(e, _)| e.old != e.new)
            .flat_map(|(e, index)| [&index.to_be_bytes()[..], &e.new.to_bytes()].concat())
            .collect()
    }

    /// The statement of a head and the two lists, read strictly: exact lengths, canonical limbs, non-zero keys
    /// and output indices strictly increasing, new values that differ from the old ones.
    pub fn from_calldata(
        head: Head,
        inputs: &[u8],
        outputs: &[u8],
    ) -> Result<Statement, CoreError> {
        let mut entries = read_inputs(inputs)?;
        apply_outputs(&mut entries, outputs)?;
        Statement::new(head, entries)
    }
}

fn read_inputs(inputs: &[u8]) -> Result<Vec<Entry>, CoreError> {
    let length = inputs.len();
    if !length.is_multiple_of(INPUT_BYTES) {
        return Err(CoreError::InputLength { length });
    }
    let (count, limit) = (length / INPUT_BYTES, CAPACITY);
    if count > limit {
        return Err(CoreError::TooManyEntries { count, limit });
    }
    let read = |chunk: &[u8]| {
        let old = Value::from_bytes(&word(&chunk[32..]))?;
        Ok(Entry {
            key: Key::from_bytes(&word(&chunk[..32]))?,
            old,
            new: old,
        })
    };
    inputs.chunks_exact(INPUT_BYTES).map(read).collect()
}

fn apply_outputs(entries: &mut [Entry], outputs: &[u8]) -> Result<(), CoreError> {
    let length = outputs.len();
    if !length.is_multiple_of(OUTPUT_BYTES) {
        return Err(CoreError::OutputLength { length });
    }
    let count = entries.len();
    let mut before = None;
    for (index, chunk) in outputs.chunks_exact(OUTPUT_BYTES).enumerate() {
        let entry = u32::from_be_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]);
        let target = entries.get_mut(entry as usize);
        let target = target.ok_or(CoreError::OutputIndex {
            index,
            entry,
            count,
        })?;
        if before >= Some(entry) {
            return Err(CoreError::OutputOrder { index });
        }
        before = Some(entry);
        target.new = Value::from_bytes(&word(&chunk[4..]))?;
        if target.new == target.old {
            return Err(CoreError::OutputUnchanged { index });
        }
    }
    Ok(())
}

/// The 32 bytes of a slice that the caller cut to that length.
fn word(bytes: &[u8]) -> [u8; 32] {
    let mut word = [0; 32];
    word.copy_from_slice(bytes);
    word
}

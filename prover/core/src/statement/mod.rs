//! The settlement statement D: what one proof says and the chain checks.
//!
//! A fixed head of 40 limbs, then 12 limbs an entry: key, old value, new value. [`Statement::new`] and
//! [`Statement::from_calldata`] check every rule that does not need the chain.

mod binding;
mod calldata;
mod head;

use serde::{Deserialize, Serialize};

pub use binding::Binding;
pub use calldata::{INPUT_BYTES, OUTPUT_BYTES};
pub use head::Head;

use crate::error::CoreError;
use crate::felt::Felt;
use crate::keys::{Key, Value};
use crate::limbs::Digest;
use crate::state_list;

/// Limb 0 of every statement of this version.
pub const MAGIC: u64 = 0x53_4159_4101;
/// Limbs of the head.
pub const HEAD_LIMBS: usize = 40;
/// Limbs of an entry.
pub const ENTRY_LIMBS: usize = 12;

/// One touched key with its values at the start and at the end; equal when it was only read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub key: Key,
    pub old: Value,
    pub new: Value,
}

/// A valid statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Statement {
    head: Head,
    entries: Vec<Entry>,
}

/// The JSON form before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    head: Head,
    entries: Vec<Entry>,
}

impl TryFrom<Unchecked> for Statement {
    type Error = CoreError;
    fn try_from(it: Unchecked) -> Result<Statement, CoreError> {
        Statement::new(it.head, it.entries)
    }
}

impl Statement {
    /// The statement of a head and entries; refuses numbers out of range and keys that are zero, not strictly
    /// increasing, or too many.
    pub fn new(head: Head, entries: Vec<Entry>) -> Result<Statement, CoreError> {
        head.check()?;
        state_list::check_keys(entries.iter().map(|entry| &entry.key))?;
        Ok(Statement { head, entries })
    }

    /// Everything but the lists.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The entries in the order of their keys.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Entries whose value changes.
    pub fn changed(&self) -> usize {
        self.entries.iter().filter(|e| e.old != e.new).count()
    }

    /// D[0..40].
    pub fn head_limbs(&self) -> [Felt; HEAD_LIMBS] {
        self.head.limbs(self.entries.len(), self.changed())
    }

    /// D: `40 + 12 n` limbs.
    pub fn limbs(&self) -> Vec<Felt> {
        let mut limbs = self.head_limbs().to_vec();
        for entry in &self.entries {
            limbs.extend([entry.key.0, entry.old.0, entry.new.0].concat());
        }
        limbs
    }

    /// Root of the state-list tree over the values at the start.
    pub fn state_in(&self) -> Digest {
        self.root(|entry| entry.old)
    }

    /// Root of the state-list tree over the values at the end.
    pub fn state_out(&self) -> Digest {
        self.root(|entry| entry.new)
    }

    fn root(&self, value: impl Fn(&Entry) -> Value) -> Digest {
        let list: Vec<_> = self.entries.iter().map(|e| (e.key, value(e))).collect();
        state_list::root(&list).expect("the keys were checked when the statement was made")
    }
}

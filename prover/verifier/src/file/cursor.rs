//! Reads one field after the other.

use saya_core::{CoreError, Felt};

use super::{FileError, PROOF_LIMIT};

/// A place in the bytes of a file.
pub struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next `length` bytes.
    pub fn take(&mut self, field: &str, length: usize) -> Result<&'a [u8], FileError> {
        let rest = &self.bytes[self.at..];
        let Some((taken, _)) = rest.split_at_checked(length) else {
            let what = format!(
                "{length} bytes are needed here, but the file ends after {}; get the whole file again",
                rest.len()
            );
            return Err(FileError::no_file("TRUNCATED", self.at, field, what));
        };
        self.at += length;
        Ok(taken)
    }

    pub fn word(&mut self, field: &str) -> Result<[u8; 32], FileError> {
        self.array(field)
    }

    pub fn number(&mut self, field: &str) -> Result<u64, FileError> {
        self.array(field).map(u64::from_be_bytes)
    }

    /// A limb, refused when it is p or more.
    pub fn limb(&mut self, field: &str) -> Result<Felt, FileError> {
        let (at, value) = (self.at, self.number(field)?);
        Felt::new(value).map_err(|error| rule(&error, at, field))
    }

    pub fn limbs<const N: usize>(&mut self, field: &str) -> Result<[Felt; N], FileError> {
        let mut limbs = [Felt::ZERO; N];
        for limb in &mut limbs {
            *limb = self.limb(field)?;
        }
        Ok(limbs)
    }

    /// `count` items of `size` bytes, which end with limbs after `size % 8` bytes of their own.
    pub fn list(&mut self, field: &str, count: usize, size: usize) -> Result<&'a [u8], FileError> {
        let start = self.at;
        let list = self.take(field, count * size)?;
        for item in 0..count {
            let name = format!("{field}, item {item}");
            let at = start + item * size + size % 8;
            let bytes = self.bytes;
            let mut limbs = Cursor { bytes, at };
            for _ in 0..size / 8 {
                limbs.limb(&name)?;
            }
        }
        Ok(list)
    }

    /// The bytes of the proof after their number.
    pub fn proof(&mut self) -> Result<&'a [u8], FileError> {
        let (at, field) = (self.at, "length of the proof");
        let length = self.number(field)?;
        if length > PROOF_LIMIT as u64 {
            let what = format!(
                "{length} bytes are more than the {PROOF_LIMIT} that a proof may have; get the file again"
            );
            return Err(FileError::no_file("PROOF_LENGTH", at, field, what));
        }
        self.take("proof", length as usize)
    }

    /// Refuses bytes that are left.
    pub fn end(self) -> Result<(), FileError> {
        let left = self.bytes.len() - self.at;
        if left > 0 {
            let what =
                format!("{left} bytes follow the proof; a file ends with it, get the file again");
            return Err(FileError::no_file("TRAILING_BYTES", self.at, "end", what));
        }
        Ok(())
    }

    fn array<const N: usize>(&mut self, field: &str) -> Result<[u8; N], FileError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(field, N)?);
        Ok(array)
    }
}

/// A rule of the statement that the bytes at `offset` break.
pub fn rule(error: &CoreError, offset: usize, field: &str) -> FileError {
    FileError::broken_rule(error.code(), offset, field, error.to_string())
}

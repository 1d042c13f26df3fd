//! Proof files: everything that is needed to judge one sub-block, in one file.
//!
//! Numbers and limbs are 8 bytes big-endian; a limb is below p.
//!
//! | offset | bytes | field |
//! |---|---|---|
//! | 0 | 8 | magic, ASCII `SAYA/PRF` |
//! | 8 | 8 | format version, 1 |
//! | 16 | 32 | OS version, a big-endian number below 2^252 |
//! | 48 | 320 | head: D[0..40] |
//! | 368 | 64 n | input list: n = D[1] times key and old value |
//! | 368 + 64 n | 36 m | output list: m = D[2] times index (4 bytes big-endian) and new value |
//! | then | 32 | commit |
//! | then | 8 | bytes of the proof, at most [`PROOF_LIMIT`] |
//! | then | | the proof, to the end of the file |
//!
//! A sub-block has exactly one file: the lists are sorted, reserved limbs are 0 and nothing follows the proof.

mod cursor;
mod error;
mod head;
mod place;

use cursor::Cursor;
pub use error::{Class, FileError};
use head::HeadLimbs;
use saya_core::limbs::{to_bytes, Digest};
use saya_core::statement::{Statement, HEAD_LIMBS, INPUT_BYTES, OUTPUT_BYTES};

/// The first bytes of every proof file.
pub const MAGIC: [u8; 8] = *b"SAYA/PRF";
/// The version of the format above.
pub const FORMAT_VERSION: u64 = 1;
/// Most bytes of a proof in a file; proofs of known OS versions have about a tenth.
pub const PROOF_LIMIT: usize = 1 << 20;

/// Where the head begins.
const HEAD_AT: usize = 48;
/// Where the input list begins.
const INPUTS_AT: usize = HEAD_AT + 8 * HEAD_LIMBS;

/// A statement with the proof that is said to prove it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofFile {
    pub statement: Statement,
    /// What the circuit committed to.
    pub commit: Digest,
    /// The wrap proof's bytes; nothing is known of them yet.
    pub proof: Vec<u8>,
}

impl ProofFile {
    /// The bytes of the file. The proof must have at most [`PROOF_LIMIT`] bytes, or nobody will read the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let head = self.statement.head_limbs();
        [
            &MAGIC[..],
            &FORMAT_VERSION.to_be_bytes(),
            &self.statement.head().os_version,
            &head.map(|limb| limb.value().to_be_bytes()).concat(),
            &self.statement.input_bytes(),
            &self.statement.output_bytes(),
            &to_bytes(&self.commit),
            &(self.proof.len() as u64).to_be_bytes(),
            &self.proof,
        ]
        .concat()
    }

    /// Reads a file strictly: every file that is read is the one that [`ProofFile::to_bytes`] writes.
    ///
    /// The error names the place, what is wrong there and what to do. Never panics, and allocates no more than the
    /// file's own size warrants.
    pub fn parse(bytes: &[u8]) -> Result<ProofFile, FileError> {
        let mut cursor = Cursor::new(bytes);
        check_start(&mut cursor)?;
        let os_version = cursor.word("OS version")?;
        let limbs = HeadLimbs::read(&mut cursor)?;
        let (head, counts) = limbs.head(&os_version)?;
        let inputs = cursor.list("input list", counts.inputs, INPUT_BYTES)?;
        let outputs = cursor.list("output list", counts.outputs, OUTPUT_BYTES)?;
        let statement = Statement::from_calldata(head, inputs, outputs)
            .map_err(|error| place::of_statement(error, counts.inputs))?;
        let commit = cursor.limbs("commit")?;
        let proof = cursor.proof()?.to_vec();
        cursor.end()?;
        Ok(ProofFile {
            statement,
            commit,
            proof,
        })
    }
}

fn check_start(cursor: &mut Cursor) -> Result<(), FileError> {
    let magic = cursor.take("magic", MAGIC.len());
    if !magic.is_ok_and(|magic| magic == MAGIC) {
        return Err(FileError::no_file(
            "MAGIC",
            0,
            "magic",
            "this is no proof file; pass a file that was saved with the proof".into(),
        ));
    }
    let version = cursor.number("format version")?;
    if version != FORMAT_VERSION {
        let what = format!(
            "this is a proof file of format {version}, but this program reads format {FORMAT_VERSION}; \
             use the program's version that wrote it, or a newer one"
        );
        return Err(FileError::no_file(
            "FORMAT_VERSION",
            8,
            "format version",
            what,
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;

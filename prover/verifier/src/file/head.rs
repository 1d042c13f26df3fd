//! The head of the statement from its limbs.

use saya_core::chain::unpack4;
use saya_core::state_list::CAPACITY;
use saya_core::statement::{Head, HEAD_LIMBS, MAGIC};
use saya_core::{CoreError, Digest, Felt};

use super::cursor::{rule, Cursor};
use super::{FileError, HEAD_AT};

/// D[0..40].
pub struct HeadLimbs([Felt; HEAD_LIMBS]);

/// Items of the lists.
pub struct Counts {
    pub inputs: usize,
    pub outputs: usize,
}

impl HeadLimbs {
    pub fn read(cursor: &mut Cursor) -> Result<Self, FileError> {
        cursor.limbs("head").map(Self)
    }

    /// The head and the lengths of the lists. Times are left to the statement's own check.
    pub fn head(&self, os_version: &[u8; 32]) -> Result<(Head, Counts), FileError> {
        if self.0[0].value() != MAGIC {
            let what = format!(
                "the statement begins with {:#x}, but one of version 1 begins with {MAGIC:#x}; \
                 use a program that knows this file's OS version",
                self.0[0].value()
            );
            return Err(FileError::no_file(
                "STATEMENT_VERSION",
                HEAD_AT,
                "D[0]",
                what,
            ));
        }
        let inputs = self.below(1, "entries", CAPACITY as u64 + 1)? as usize;
        let outputs = self.below(2, "changed entries", inputs as u64 + 1)? as usize;
        self.check_reserved()?;
        let head = Head {
            domain: self.group(4),
            set_root: self.group(8),
            t_min: self.0[12].value(),
            t_max: self.0[13].value(),
            prover: self.prover()?,
            thread: self.number(20, "thread")?,
            seq: self.number(21, "seq")?,
            call_count: self.number(3, "calls")?,
            calls_out: self.group(22),
            log_out: self.group(26),
            os_version: self.unpacked(30, "OS version")?,
        };
        if head.os_version != *os_version {
            let what = "the OS version at byte 16 is another one; the two are written as the same number, \
                        so the file was changed"
                .into();
            let (at, field) = place(30, "OS version");
            return Err(FileError::broken_rule("OS_VERSION", at, &field, what));
        }
        Ok((head, Counts { inputs, outputs }))
    }

    fn group(&self, first: usize) -> Digest {
        [0, 1, 2, 3].map(|i| self.0[first + i])
    }

    fn below(&self, limb: usize, name: &'static str, limit: u64) -> Result<u64, FileError> {
        let value = self.0[limb].value();
        if value < limit {
            return Ok(value);
        }
        let (at, field) = place(limb, name);
        let (value, limit) = (value.into(), limit.into());
        Err(rule(&CoreError::Range { name, value, limit }, at, &field))
    }

    fn number(&self, limb: usize, name: &'static str) -> Result<u32, FileError> {
        self.below(limb, name, 1 << 32).map(|value| value as u32)
    }

    fn check_reserved(&self) -> Result<(), FileError> {
        let mut reserved = (14..16).chain(34..HEAD_LIMBS);
        let Some(limb) = reserved.find(|&limb| self.0[limb] != Felt::ZERO) else {
            return Ok(());
        };
        let (at, field) = place(limb, "reserved");
        let what =
            "this limb is reserved and must be 0; the file was changed or is of another system";
        Err(FileError::broken_rule("RESERVED", at, &field, what.into()))
    }

    fn unpacked(&self, first: usize, name: &str) -> Result<[u8; 32], FileError> {
        unpack4(&self.group(first)).map_err(|error| {
            let index = match error {
                CoreError::UnpackRange { index } => index,
                _ => 0,
            };
            let (at, field) = place(first + index, name);
            rule(&error, at, &field)
        })
    }

    fn prover(&self) -> Result<[u8; 20], FileError> {
        let word = self.unpacked(16, "prover")?;
        let mut address = [0; 20];
        address.copy_from_slice(&word[12..]);
        if word[..12].iter().any(|&byte| byte != 0) {
            let (at, field) = place(16, "prover");
            let what = "the prover is no address, because the number is 2^160 or more; the file was changed";
            return Err(FileError::broken_rule("RANGE", at, &field, what.into()));
        }
        Ok(address)
    }
}

/// Offset and name of a limb of the head.
pub fn place(limb: usize, name: &str) -> (usize, String) {
    (HEAD_AT + 8 * limb, format!("D[{limb}], {name}"))
}

//! How many rows a call takes, and what for.

use saya_executor::ir::Op;
use serde::Serialize;

use crate::types::Builder;

/// What rows are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The function's own computation.
    Logic,
    /// Its reads and writes: openings, and range checks of what is read.
    Accesses,
    /// What every call takes: the lane's switch, range checks of the arguments, the call's digest.
    Call,
    /// What allows the call: a signature and a nonce, or a link of a bundle.
    Authorisation,
    /// Its events.
    Log,
}

impl Part {
    /// The part that an operation belongs to.
    pub fn of(op: &Op) -> Self {
        match op {
            Op::Read { .. } | Op::Write { .. } => Self::Accesses,
            Op::Emit { .. } => Self::Log,
            _ => Self::Logic,
        }
    }
}

/// Rows by part. A row that several parts or calls share counts for the one that began it, so figures are
/// good on average over many calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Rows<T = usize> {
    pub logic: T,
    pub accesses: T,
    pub call: T,
    pub authorisation: T,
    pub log: T,
}

impl Rows {
    /// Does `work` and counts the rows that it begins for `part`.
    pub fn count<T>(
        &mut self,
        part: Part,
        b: &mut Builder,
        work: impl FnOnce(&mut Builder) -> T,
    ) -> T {
        let before = b.num_gates();
        let made = work(b);
        let rows = match part {
            Part::Logic => &mut self.logic,
            Part::Accesses => &mut self.accesses,
            Part::Call => &mut self.call,
            Part::Authorisation => &mut self.authorisation,
            Part::Log => &mut self.log,
        };
        *rows += b.num_gates() - before;
        made
    }

    pub fn total(&self) -> usize {
        self.logic + self.accesses + self.call + self.authorisation + self.log
    }

    /// The rows of each of `calls` equal calls.
    pub fn per_call(&self, calls: usize) -> Rows<f64> {
        let share = |rows: usize| rows as f64 / calls as f64;
        Rows {
            logic: share(self.logic),
            accesses: share(self.accesses),
            call: share(self.call),
            authorisation: share(self.authorisation),
            log: share(self.log),
        }
    }
}

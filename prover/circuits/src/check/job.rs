//! Calls to check or to prove.

use std::collections::BTreeMap;
use std::ops::Range;

use saya_core::{limbs, Key, Value};
use saya_executor::{Authorisation, Call, Environment, Submission, Window};
use serde::Deserialize;

use crate::set::CircuitId;
use crate::system::checks;
use crate::system::error::SubBlockError;
use crate::system::runs::runs;

/// Calls in order, in a world that is nowhere.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallsJob {
    /// Time window (Unix seconds, below 2^40).
    pub t_min: u64,
    pub t_max: u64,
    pub calls: Vec<Call>,
    /// Values of every key that the calls touch, in JSON as 0x-prefixed hex; a missing key has value 0⁴.
    pub state: BTreeMap<Key, Value>,
}

impl CallsJob {
    /// What the calls run in: domain and set root are 0⁴.
    ///
    /// # Errors
    /// The window is none, or a call carries an authorisation.
    pub fn environment(&self) -> Result<Environment, SubBlockError> {
        let window = Window {
            t_min: self.t_min,
            t_max: self.t_max,
        };
        checks::window(&window)?;
        for (index, call) in self.calls.iter().enumerate() {
            checks::unsigned(index, call)?;
        }
        Ok(Environment {
            domain: limbs::ZERO,
            set_root: limbs::ZERO,
            window,
            authorisation: Authorisation::None,
        })
    }

    /// The calls as nobody signs them.
    pub fn submissions(&self) -> Vec<Submission> {
        let calls = self.calls.iter().cloned();
        calls.map(Submission::unsigned).collect()
    }

    /// The calls split where the function changes, and after `most` of one function.
    pub fn runs(&self, most: impl Fn(&CircuitId) -> usize) -> Vec<Range<usize>> {
        let circuits: Vec<CircuitId> = self.calls.iter().map(CircuitId::of).collect();
        runs(&circuits, most)
    }
}

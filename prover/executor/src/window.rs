//! The time window of a sub-block.

use serde::{Deserialize, Serialize};

/// First and last second (Unix time, below 2^40) at which the sub-block may settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    pub t_min: u64,
    pub t_max: u64,
}

//! The head of the statement.

use serde::{Deserialize, Serialize};

use super::{HEAD_LIMBS, MAGIC};
use crate::calls::TIME_LIMIT;
use crate::chain::{address_word, pack4};
use crate::error::{check_below, CoreError};
use crate::felt::Felt;
use crate::limbs::{bytes_hex, digest_hex, Digest};

/// What the statement says besides its lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Of chain, settlement contract and world: [`crate::chain::domain`].
    #[serde(with = "digest_hex")]
    pub domain: Digest,
    /// Root of the contract set.
    #[serde(with = "digest_hex")]
    pub set_root: Digest,
    /// First block time (Unix seconds, below 2^40) at which the statement may settle.
    pub t_min: u64,
    /// Last one.
    pub t_max: u64,
    /// The registered prover of the thread.
    #[serde(with = "bytes_hex")]
    pub prover: [u8; 20],
    pub thread: u32,
    pub seq: u32,
    pub call_count: u32,
    #[serde(with = "digest_hex")]
    pub calls_out: Digest,
    #[serde(with = "digest_hex")]
    pub log_out: Digest,
    /// A number below 2^252, big-endian.
    #[serde(with = "bytes_hex")]
    pub os_version: [u8; 32],
}

impl Head {
    /// Refuses times of 2^40 or more, an empty window, and an OS version of 2^252 or more.
    pub(super) fn check(&self) -> Result<(), CoreError> {
        check_below("t_min", self.t_min, TIME_LIMIT)?;
        check_below("t_max", self.t_max, TIME_LIMIT)?;
        if self.t_min > self.t_max {
            let Head { t_min, t_max, .. } = *self;
            return Err(CoreError::TimeWindow { t_min, t_max });
        }
        pack4(&self.os_version).map(|_| ())
    }

    /// D[0..40] of a checked head.
    pub(super) fn limbs(&self, entries: usize, changed: usize) -> [Felt; HEAD_LIMBS] {
        let number = |value: u64| Felt::reduce(value.into());
        let pack = |word: &[u8; 32]| pack4(word).expect("the head was checked");
        let mut all = [Felt::ZERO; HEAD_LIMBS];
        all[0] = number(MAGIC);
        all[1] = number(entries as u64);
        all[2] = number(changed as u64);
        all[3] = self.call_count.into();
        all[4..8].copy_from_slice(&self.domain);
        all[8..12].copy_from_slice(&self.set_root);
        all[12] = number(self.t_min);
        all[13] = number(self.t_max);
        all[16..20].copy_from_slice(&pack(&address_word(&self.prover)));
        all[20] = self.thread.into();
        all[21] = self.seq.into();
        all[22..26].copy_from_slice(&self.calls_out);
        all[26..30].copy_from_slice(&self.log_out);
        all[30..34].copy_from_slice(&pack(&self.os_version));
        all
    }
}

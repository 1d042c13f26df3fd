//! What to prove, and what comes of it.

use std::collections::BTreeMap;

use saya_core::limbs::{bytes_hex, digest_hex};
use saya_core::statement::Statement;
use saya_core::{Digest, Key, Value};
use saya_executor::Submission;
use serde::Deserialize;

/// One sub-block to prove: calls and bundles, in order.
///
/// In JSON bytes are 0x-prefixed hex, and unknown fields are refused.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubBlockJob {
    /// Of chain, settlement contract and world.
    #[serde(with = "digest_hex")]
    pub domain: Digest,
    /// Window of block times (Unix seconds, below 2^40) in which it may settle.
    pub t_min: u64,
    pub t_max: u64,
    /// The thread's registered prover.
    #[serde(with = "bytes_hex")]
    pub prover: [u8; 20],
    pub thread: u32,
    pub seq: u32,
    /// Every one must succeed.
    pub submissions: Vec<Submission>,
    /// Canonical values of every key that they touch; a missing key has value 0⁴.
    pub state: BTreeMap<Key, Value>,
}

/// A proven sub-block.
#[derive(Clone, Debug)]
pub struct SubBlockProof {
    pub statement: Statement,
    /// `H(COMMIT; D[0..40], state_in, state_out)`.
    pub commit: Digest,
    /// Bytes of the wrap proof, as the chain's verifier reads them.
    pub proof: Vec<u8>,
    /// Name and seconds of each stage, in order.
    pub stages: Vec<(String, f64)>,
}

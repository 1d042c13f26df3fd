//! The JSON form of a sub-block job.

use std::collections::BTreeMap;

use pyo3::prelude::*;
use saya_circuits::system::job::SubBlockJob;
use saya_core::limbs::{bytes_hex, digest_hex};
use saya_core::{Digest, Key, Value};
use saya_executor::Call;
use serde::Deserialize;

use crate::faults::refused;

/// Bytes are 0x-prefixed hex; `state` maps keys to values.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JobJson {
    #[serde(with = "digest_hex")]
    domain: Digest,
    t_min: u64,
    t_max: u64,
    #[serde(with = "bytes_hex")]
    prover: [u8; 20],
    thread: u32,
    seq: u32,
    calls: Vec<Call>,
    state: BTreeMap<Key, Value>,
}

/// Reads a job; the error says where the text is wrong.
pub fn parse_job(text: &str) -> PyResult<SubBlockJob> {
    let job: JobJson =
        serde_json::from_str(text).map_err(|error| refused(format!("job: {error}")))?;
    Ok(SubBlockJob {
        domain: job.domain,
        t_min: job.t_min,
        t_max: job.t_max,
        prover: job.prover,
        thread: job.thread,
        seq: job.seq,
        calls: job.calls,
        state: job.state,
    })
}

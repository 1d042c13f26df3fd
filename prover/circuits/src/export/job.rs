//! A sub-block to prove, as a file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, Context, Result};
use saya_executor::ir::Contract;
use saya_executor::ValidContract;
use serde::de::DeserializeOwned;
use serde::Deserialize;

use crate::system::job::SubBlockJob;

/// A job and the contract it runs; `contract` is a path from the job's folder.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JobFile {
    contract: PathBuf,
    job: SubBlockJob,
}

/// The contract and the job in the file at `path`.
pub fn read_job(path: &Path) -> Result<(ValidContract, SubBlockJob)> {
    let file: JobFile = read_json(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let contract: Contract = read_json(&folder.join(&file.contract))?;
    let contract = ValidContract::new(contract)
        .map_err(|errors| anyhow!("{}: {errors:?}", file.contract.display()))?;
    Ok((contract, file.job))
}

fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("{} is not as expected", path.display()))
}

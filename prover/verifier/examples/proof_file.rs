//! Writes the proof file of a wrap proof fixture.
//!
//! Usage: `cargo run --release -p saya-verifier --example proof_file -- PROFILE`, for the files in
//! `tests/vectors/wrap/PROFILE/`; writes `sub-block.proof` beside them.

use std::fs;
use std::path::Path;

use anyhow::{ensure, Context, Result};
use saya_core::limbs::{from_bytes, parse_hex};
use saya_core::statement::Statement;
use saya_verifier::file::ProofFile;
use saya_verifier::judge::{judge, Verdict};
use serde_json::Value;

fn main() -> Result<()> {
    let profile = std::env::args()
        .nth(1)
        .context("usage: proof_file PROFILE")?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/vectors/wrap")
        .join(profile);
    let fixture: Value = serde_json::from_slice(&fs::read(folder.join("statement.json"))?)?;
    let text = |name: &str| fixture[name].as_str().context("a field is missing");
    let list = |name: &str| Ok::<_, anyhow::Error>(hex::decode(&text(name)?[2..])?);
    let head = serde_json::from_value(fixture["head"].clone())?;
    let file = ProofFile {
        statement: Statement::from_calldata(head, &list("inputs")?, &list("outputs")?)?,
        commit: from_bytes(&parse_hex(text("commit")?)?)?,
        proof: fs::read(folder.join("proof.bin"))?,
    };
    let bytes = file.to_bytes();
    let (_, verdict) = judge(&bytes)?;
    ensure!(matches!(verdict, Verdict::Valid(_)), "{verdict:?}");
    fs::write(folder.join("sub-block.proof"), bytes)?;
    Ok(())
}

//! Files for other implementations of the wrap's verifier: what they must bake in, a proof that they
//! must accept, and every value that they meet on the way.
//!
//! In all JSON here limbs are decimal strings, extension elements pairs of them (constant
//! coefficient first), digests `0x` hex strings, and small counts plain numbers.

mod description;
mod gates;
mod intermediate;
mod job;
mod system;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
pub use description::describe;
pub use job::read_job;
use plonky2::field::types::PrimeField64;
use serde_json::{json, Value};
pub use system::{digests, statement};

use crate::types::F;
use crate::wrap::examine::{coordinates, examine, Extension};
use crate::wrap::{WrapProof, WrapVerifierData, PUBLIC_INPUTS};
use saya_verifier::keccak::ChainDigest;
use saya_verifier::proof_bytes::{encode, verify_wrap};

/// Writes the verifier's description and one proof with its intermediate values into `folder`:
/// `wrap-<profile>.json`, `proof.bin`, `public_inputs.json` and `intermediate.json`.
///
/// Refuses a proof that does not verify.
pub fn write_fixture(
    folder: &Path,
    profile: &str,
    verifier: &WrapVerifierData,
    proof: &WrapProof,
) -> Result<()> {
    let bytes = encode(proof);
    let inputs = public_inputs(proof);
    verify_wrap(verifier, inputs, &bytes)?;
    let examination = examine(verifier, proof)?;
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let description = describe(verifier)?;
    write_json(&folder.join(format!("wrap-{profile}.json")), &description)?;
    write(&folder.join("proof.bin"), &bytes)?;
    let inputs = json!({ "public_inputs": inputs.map(|limb| limb.to_string()) });
    write_json(&folder.join("public_inputs.json"), &inputs)?;
    let values = intermediate::values(proof, &examination);
    write_json(&folder.join("intermediate.json"), &values)
}

/// Writes `value` as indented JSON with a line end.
pub fn write_json(path: &Path, value: &Value) -> Result<()> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    write(path, &text)
}

fn write(path: &Path, content: &[u8]) -> Result<()> {
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}

/// The proof's public inputs as canonical numbers.
pub fn public_inputs(proof: &WrapProof) -> [u64; PUBLIC_INPUTS] {
    std::array::from_fn(|i| proof.public_inputs[i].to_canonical_u64())
}

fn limb(limb: F) -> Value {
    json!(limb.to_canonical_u64().to_string())
}

fn limbs(list: &[F]) -> Value {
    list.iter().copied().map(limb).collect()
}

fn extension(element: &Extension) -> Value {
    limbs(&coordinates(element))
}

fn extensions(list: &[Extension]) -> Value {
    list.iter().map(extension).collect()
}

fn digest(digest: &ChainDigest) -> Value {
    json!(format!("0x{}", hex::encode(digest.0)))
}

//! `saya-export`: writes the description of a wrap verifier and a proof fixture for other
//! implementations.

use std::path::PathBuf;

use anyhow::{bail, Context, Result};
use saya_circuits::export::write_fixture;
use saya_circuits::profile::Profile;
use saya_circuits::wrap::sample::SampleCircuit;
use saya_circuits::wrap::WrapCircuit;

const USAGE: &str = "\
Usage: saya-export sample PROFILE FOLDER

  sample   wraps a proof of a small fixed circuit
  PROFILE  secure or fast
  FOLDER   receives wrap-PROFILE.json, proof.bin, public_inputs.json, intermediate.json";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [source, profile, folder] = arguments.as_slice() else {
        bail!("{USAGE}");
    };
    let profile = Profile::by_name(profile)?;
    let folder = PathBuf::from(folder);
    match source.as_str() {
        "sample" => sample(&profile, &folder),
        other => bail!("unknown source `{other}`\n{USAGE}"),
    }
}

fn sample(profile: &Profile, folder: &std::path::Path) -> Result<()> {
    let inner = SampleCircuit::build(&profile.inner, 0);
    let verifier = &inner.data.verifier_only;
    let proof = inner.prove(1).context("proving the sample circuit")?;
    let wrap = WrapCircuit::build(&profile.wrap, &inner.data.common, &[verifier])?;
    eprintln!("wrap circuit: {} rows", wrap.rows);
    let proof = wrap.prove(&proof, verifier).context("proving the wrap")?;
    write_fixture(folder, profile.name, &wrap.verifier_data(), &proof)
}

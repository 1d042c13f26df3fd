//! `saya-export`: writes what other implementations of the wrap's verifier need, and the digests that
//! pin the circuits.

use std::fs;
use std::path::Path;

use anyhow::{bail, Context, Result};
use saya_circuits::export::{digests, read_job, statement, write_fixture, write_json};
use saya_circuits::profile::Profile;
use saya_circuits::set::ContractSet;
use saya_circuits::system::ProvingSystem;
use saya_circuits::wrap::sample::SampleCircuit;
use saya_circuits::wrap::WrapCircuit;
use saya_executor::Authorisation;
use saya_verifier::proof_bytes::decode;
use saya_verifier::released::{names, to_bytes};
use serde_json::{json, Map};

const USAGE: &str = "\
Usage: saya-export sample PROFILE FOLDER
       saya-export system PROFILE JOB FOLDER
       saya-export digests FILE RELEASED PINS

  sample   wraps a proof of a small fixed circuit
  system   proves the sub-block of the file JOB with the circuits that a chain accepts
  digests  writes the digests of all circuits of all profiles to FILE, their verifier data into the
           folder RELEASED, and to PINS the shrinks that the program's wraps accept
  PROFILE  secure or fast
  FOLDER   receives wrap-PROFILE.json, proof.bin, public_inputs.json, intermediate.json
           and, with `system`, statement.json";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["sample", profile, folder] => sample(&Profile::by_name(profile)?, folder.as_ref()),
        ["system", profile, job, folder] => {
            system(Profile::by_name(profile)?, job.as_ref(), folder.as_ref())
        }
        ["digests", file, released, pins] => {
            all_digests(file.as_ref(), released.as_ref(), pins.as_ref())
        }
        _ => bail!("{USAGE}"),
    }
}

fn sample(profile: &Profile, folder: &Path) -> Result<()> {
    let inner = SampleCircuit::build(&profile.inner, 0);
    let verifier = &inner.data.verifier_only;
    let proof = inner.prove(1).context("proving the sample circuit")?;
    let wrap = WrapCircuit::build(&profile.wrap, &inner.data.common, &[inner.digest()])?;
    let proof = wrap.prove(&proof, verifier).context("proving the wrap")?;
    write_fixture(folder, profile.name, &wrap.verifier_data(), &proof)
}

fn system(profile: Profile, job: &Path, folder: &Path) -> Result<()> {
    let (contract, job) = read_job(job)?;
    let set = ContractSet::build(&profile, &[contract], Authorisation::None, &report)?;
    let system = ProvingSystem::build(profile, &report)?;
    let proof = system.prove_sub_block(&set, &job, &report)?;
    let verifier = system.wrap.verifier_data();
    let inputs = proof.statement.bind(proof.commit).public_inputs();
    let inputs = inputs.map(|limb| limb.value());
    let wrap = decode(&verifier.common, inputs, &proof.proof)?;
    write_fixture(folder, system.profile.name, &verifier, &wrap)?;
    write_json(&folder.join("statement.json"), &statement(&proof))
}

fn all_digests(file: &Path, released: &Path, pins: &Path) -> Result<()> {
    let (mut pinned, mut shrinks, mut versions) = (Map::new(), Map::new(), vec![]);
    for profile in [Profile::fast(), Profile::secure()] {
        let system = ProvingSystem::build_all(profile, &report)?;
        let (name, verifier) = (system.profile.name, system.wrap.verifier_data());
        pinned.insert(name.into(), digests(&system)?);
        shrinks.insert(name.into(), system.capacities.pins());
        versions.extend(names(name, &verifier));
        fs::write(released.join(format!("{name}.bin")), to_bytes(&verifier))?;
    }
    write_json(file, &pinned.into())?;
    write_json(pins, &shrinks.into())?;
    write_json(&released.join("versions.json"), &json!(versions))
}

fn report(stage: &str, seconds: f64) {
    eprintln!("{stage:<24} {seconds:6.1} s");
}

//! `saya-lies PROFILE FOLDER`: writes proofs that violate one check each.

use std::path::Path;

use anyhow::{bail, Result};
use saya_circuits::profile::Profile;
use saya_lying::circuit::EveryGate;
use saya_lying::output::write_lies;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [profile, folder] = arguments.as_slice() else {
        bail!("Usage: saya-lies secure|fast FOLDER");
    };
    let profile = Profile::by_name(profile)?;
    let circuit = EveryGate::of_profile(&profile)?;
    let count = write_lies(Path::new(folder), profile.name, &circuit)?;
    println!("{count} lies in {folder}");
    Ok(())
}

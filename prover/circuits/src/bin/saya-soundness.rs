//! Prints how many bits of security the proofs of a profile have, round by round.
//!
//! `saya-soundness [--profile secure|fast] [--json] [--description FILE]`: with a file, judges the verifier that
//! it describes instead of a profile. Exits with status 1 when a profile called `secure` is below the floor.

use std::process::ExitCode;

use anyhow::{bail, Context, Result};
use saya_circuits::profile::Profile;
use saya_circuits::soundness::{ProofParams, Report, SystemReport};
use saya_circuits::system::ProvingSystem;

struct Options {
    profile: String,
    description: Option<String>,
    json: bool,
}

fn options() -> Result<Options> {
    let mut options = Options {
        profile: "secure".into(),
        description: None,
        json: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--profile" => options.profile = arguments.next().context("--profile takes a name")?,
            "--description" => {
                options.description = Some(arguments.next().context("--description takes a file")?)
            }
            "--json" => options.json = true,
            other => bail!(
                "unknown argument `{other}`; known: --profile NAME, --description FILE, --json"
            ),
        }
    }
    Ok(options)
}

fn judge(options: &Options) -> Result<SystemReport> {
    let profile = Profile::by_name(&options.profile)?;
    let Some(file) = &options.description else {
        let system = ProvingSystem::build(profile, &|_, _| ())?;
        return SystemReport::of_system(&system);
    };
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?;
    let description = serde_json::from_str(&text).with_context(|| format!("{file} is not JSON"))?;
    let params = ProofParams::from_description(&description)?;
    Ok(SystemReport::new(
        profile.name,
        vec![Report::new("wrap as described", &params, &[])],
    ))
}

fn main() -> Result<ExitCode> {
    let options = options()?;
    let report = judge(&options)?;
    if options.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{report}");
    }
    let failed = report.profile == "secure" && !report.meets_floor();
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

//! Prints the table of `docs/wrap-proof.md`: bytes of a `secure` wrap proof under different folding
//! schedules and cap heights, and the proving time of those given as arguments.
//!
//!     cargo run --release -p saya-circuits --example wrap_sizes -- 3,3:5 4,4:4

use std::time::Instant;

use anyhow::{Context, Result};
use plonky2::fri::reduction_strategies::FriReductionStrategy;
use plonky2::plonk::circuit_data::CircuitConfig;
use saya_circuits::profile::Profile;
use saya_circuits::wrap::sample::SampleCircuit;
use saya_circuits::wrap::WrapCircuit;
use saya_verifier::proof_bytes::segments;

const FOLDINGS: [&[usize]; 9] = [
    &[4, 4],
    &[3, 3, 3],
    &[4, 3],
    &[3, 4],
    &[3, 3],
    &[4, 2],
    &[5, 3],
    &[4],
    &[5],
];
const CAP_HEIGHTS: [usize; 4] = [3, 4, 5, 6];

fn main() -> Result<()> {
    let profile = Profile::secure();
    let inner = SampleCircuit::build(&profile.inner, 0);
    let verifier = &inner.data.verifier_only;
    let build =
        |config: &CircuitConfig| WrapCircuit::build(config, &inner.data.common, &[inner.digest()]);
    let mut common = build(&profile.wrap)?.data.common;

    println!("| folds (bits) | final coefficients | cap 3 | cap 4 | cap 5 | cap 6 |");
    println!("|---|---|---|---|---|---|");
    for folds in FOLDINGS {
        let mut row = format!("| {folds:?}");
        for cap_height in CAP_HEIGHTS {
            let config = variant(&profile.wrap, folds, cap_height);
            common.fri_params = config.fri_config.fri_params(common.degree_bits(), false);
            if cap_height == CAP_HEIGHTS[0] {
                row += &format!(" | {}", common.fri_params.final_poly_len());
            }
            let bytes = segments(&common).last().map_or(0, |s| s.bytes.end);
            row += &format!(" | {bytes}");
        }
        println!("{row} |");
    }

    let proof = inner.prove(1)?;
    for argument in std::env::args().skip(1) {
        let (folds, cap) = argument
            .split_once(':')
            .context("write FOLDS:CAP, as 3,3:5")?;
        let folds = folds
            .split(',')
            .map(str::parse)
            .collect::<Result<Vec<_>, _>>()?;
        let wrap = build(&variant(&profile.wrap, &folds, cap.parse()?))?;
        let start = Instant::now();
        wrap.prove(&proof, verifier)?;
        println!(
            "{argument}: {} rows, proved in {:.1?}",
            wrap.rows,
            start.elapsed()
        );
    }
    Ok(())
}

fn variant(wrap: &CircuitConfig, folds: &[usize], cap_height: usize) -> CircuitConfig {
    let mut config = wrap.clone();
    config.fri_config.reduction_strategy = FriReductionStrategy::Fixed(folds.to_vec());
    config.fri_config.cap_height = cap_height;
    config
}

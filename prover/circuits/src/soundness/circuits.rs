//! The report on the circuits of one profile as they are built.

use anyhow::Result;
use plonky2::plonk::config::{GenericConfig, Hasher};

use super::params::ProofParams;
use super::report::{Report, Round};
use super::system::{statement_limbs, SystemReport};
use crate::system::progress::Stages;
use crate::system::ProvingSystem;
use crate::types::{C, D, F};
use crate::uniform::Uniform;
use saya_verifier::keccak::WrapConfig;

/// Bytes of a digest in the Merkle trees of a configuration.
const fn digest_bytes<Config: GenericConfig<D, F = F>>() -> usize {
    <Config::Hasher as Hasher<F>>::HASH_SIZE
}

impl SystemReport {
    /// Judges every layer of a system, whose capacities are built for it. A leaf has the uniform shape, whatever
    /// function it executes.
    pub fn of_system(system: &ProvingSystem) -> Result<Self> {
        let inner = digest_bytes::<C>();
        let leaf = Uniform::new(&system.profile).common;
        let layer = |name: &str, common, digest_bytes, extra: &[Round]| {
            Report::new(name, &ProofParams::from_common(common, digest_bytes), extra)
        };
        let wrap = &system.wrap.data.common;
        let mut layers = vec![layer("leaf", &leaf, inner, &[])];
        for capacity in system.capacities.all(&mut Stages::new(&|_, _| ()))? {
            let entries = capacity.entries;
            let (common, name) = (
                &capacity.sub_block.data.common,
                format!("sub-block of {entries}"),
            );
            let statement = Round::statement(statement_limbs(entries));
            layers.push(layer(&name, common, inner, &[statement]));
        }
        layers.push(layer("shrink", system.capacities.common(), inner, &[]));
        layers.push(layer("wrap", wrap, digest_bytes::<WrapConfig>(), &[]));
        Ok(Self::new(system.profile.name, layers))
    }
}

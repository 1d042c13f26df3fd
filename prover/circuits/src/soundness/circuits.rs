//! The report on the circuits of one profile as they are built.

use plonky2::plonk::config::{GenericConfig, Hasher};

use super::params::ProofParams;
use super::report::{Report, Round};
use super::system::{statement_limbs, SystemReport};
use crate::keccak::WrapConfig;
use crate::sub_block::CAPACITY;
use crate::system::ProvingSystem;
use crate::types::{C, D, F};
use crate::uniform::Uniform;

/// Bytes of a digest in the Merkle trees of a configuration.
const fn digest_bytes<Config: GenericConfig<D, F = F>>() -> usize {
    <Config::Hasher as Hasher<F>>::HASH_SIZE
}

impl SystemReport {
    /// Judges every layer of a built system. A leaf has the uniform shape, whatever function it executes.
    pub fn of_system(system: &ProvingSystem) -> Self {
        let inner = digest_bytes::<C>();
        let leaf = Uniform::new(&system.profile).common;
        let layer = |name, common, digest_bytes, extra: &[Round]| {
            Report::new(name, &ProofParams::from_common(common, digest_bytes), extra)
        };
        let statement = Round::statement(statement_limbs(CAPACITY));
        let sub_block = &system.sub_block.data.common;
        let shrink = &system.shrink.data.common;
        let wrap = &system.wrap.data.common;
        let layers = vec![
            layer("leaf", &leaf, inner, &[]),
            layer("sub-block", sub_block, inner, &[statement]),
            layer("shrink", shrink, inner, &[]),
            layer("wrap", wrap, digest_bytes::<WrapConfig>(), &[]),
        ];
        Self::new(system.profile.name, layers)
    }
}

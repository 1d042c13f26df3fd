//! All capacities of a profile, built when they are needed.

use std::sync::{Mutex, OnceLock, PoisonError};

use anyhow::{ensure, Context, Result};
use plonky2::plonk::circuit_data::CommonCircuitData;
use saya_core::Digest;
use serde_json::Value;

use super::{pinned, Capacity, Parts};
use crate::profile::Profile;
use crate::system::error::SubBlockError;
use crate::system::progress::Stages;
use crate::types::{D, F};
use crate::uniform::Uniform;

/// The capacities of one profile, smallest first.
pub struct Capacities {
    parts: Parts,
    sizes: Vec<Size>,
    /// Held by whoever builds: two jobs do not build the same circuits.
    building: Mutex<()>,
}

struct Size {
    entries: usize,
    digest: Digest,
    circuits: OnceLock<Capacity>,
}

impl Capacities {
    /// The capacities of `profile` over the aggregator with `H(VD; …)` = `aggregator`. Where their digests are pinned
    /// only the smallest is built now, else all are.
    ///
    /// Fails when the smallest is not the pinned one: the circuits were changed, and the pins have to be written again.
    pub fn build(profile: &Profile, aggregator: Digest, stages: &mut Stages) -> Result<Self> {
        let Some(pins) = pinned::shrinks(profile) else {
            return Self::build_all(profile, aggregator, stages);
        };
        let sizes = profile.capacities.iter().map(|&entries| {
            let digest = pins.get(&entries);
            Ok(Size {
                entries,
                digest: *digest.with_context(|| format!("no pin for {entries} entries"))?,
                circuits: OnceLock::new(),
            })
        });
        let capacities = Self {
            parts: parts(profile, aggregator),
            sizes: sizes.collect::<Result<_>>()?,
            building: Mutex::new(()),
        };
        capacities.circuits(&capacities.sizes[0], stages)?;
        Ok(capacities)
    }

    /// All capacities built, whatever the pins are.
    pub fn build_all(profile: &Profile, aggregator: Digest, stages: &mut Stages) -> Result<Self> {
        let parts = parts(profile, aggregator);
        let sizes = profile.capacities.iter().map(|&entries| {
            let capacity = Capacity::build(&parts, entries, stages)?;
            Ok(Size {
                entries,
                digest: capacity.digest(),
                circuits: OnceLock::from(capacity),
            })
        });
        Ok(Self {
            sizes: sizes.collect::<Result<_>>()?,
            parts,
            building: Mutex::new(()),
        })
    }

    /// The smallest capacity that holds so many entries; builds its circuits at first use, see [`Capacity::build`].
    ///
    /// # Errors
    /// `TooManyEntries`; an internal one when its circuits are not the pinned ones.
    pub fn holding(&self, entries: usize, stages: &mut Stages) -> Result<&Capacity, SubBlockError> {
        let size = self.size(entries)?;
        let stage = "build sub_block";
        (self.circuits(size, stages)).map_err(|source| SubBlockError::Internal { stage, source })
    }

    /// `H(VD; …)` of the shrink of the smallest capacity that holds so many entries; builds nothing.
    ///
    /// # Errors
    /// `TooManyEntries`.
    pub fn digest_for(&self, entries: usize) -> Result<Digest, SubBlockError> {
        Ok(self.size(entries)?.digest)
    }

    /// Every capacity, built.
    pub fn all(&self, stages: &mut Stages) -> Result<Vec<&Capacity>> {
        let sizes = self.sizes.iter();
        sizes.map(|size| self.circuits(size, stages)).collect()
    }

    /// Entries of the largest capacity.
    pub fn most_entries(&self) -> usize {
        self.sizes.last().map_or(0, |size| size.entries)
    }

    /// Entries and `H(VD; …)` of the shrink of each capacity.
    pub fn digests(&self) -> Vec<(usize, Digest)> {
        let sizes = self.sizes.iter();
        sizes.map(|size| (size.entries, size.digest)).collect()
    }

    /// What all shrinks have in common.
    pub fn common(&self) -> &CommonCircuitData<F, D> {
        &self.parts.shrinks.common
    }

    /// Their part of the file of pinned digests.
    pub fn pins(&self) -> Value {
        pinned::to_json(self)
    }

    fn size(&self, entries: usize) -> Result<&Size, SubBlockError> {
        let mut sizes = self.sizes.iter();
        let size = sizes.find(|size| size.entries >= entries);
        size.ok_or(SubBlockError::TooManyEntries {
            entries,
            capacity: self.most_entries(),
        })
    }

    fn circuits<'a>(&self, size: &'a Size, stages: &mut Stages) -> Result<&'a Capacity> {
        if let Some(built) = size.circuits.get() {
            return Ok(built);
        }
        let _turn = (self.building.lock()).unwrap_or_else(PoisonError::into_inner);
        if let Some(built) = size.circuits.get() {
            return Ok(built);
        }
        let capacity = Capacity::build(&self.parts, size.entries, stages)?;
        ensure!(
            capacity.digest() == size.digest,
            "the circuits of {} entries are not the pinned ones, so the chain would refuse their proofs: build the \
             program again from one version of its sources; after a wanted change of a circuit run \
             tests/vectors/wrap/regenerate.sh",
            size.entries
        );
        Ok(size.circuits.get_or_init(|| capacity))
    }
}

pub(super) fn parts(profile: &Profile, aggregator: Digest) -> Parts {
    Parts {
        config: profile.inner.clone(),
        executions: Uniform::new(profile),
        shrinks: Uniform::of_shrinks(&profile.inner),
        aggregator,
    }
}

//! Reproducible inputs: keccak256 of a name and a counter.

use saya_core::chain::{keccak256, two_limbs};
use saya_core::limbs::{to_bytes, to_hex};
use saya_core::{Digest, Felt};

/// A stream of numbers that depends on its name only.
pub struct Source {
    name: &'static str,
    drawn: u64,
}

impl Source {
    pub fn new(name: &'static str) -> Source {
        Source { name, drawn: 0 }
    }

    pub fn word(&mut self) -> [u8; 32] {
        self.drawn += 1;
        keccak256(&[self.name.as_bytes(), &self.drawn.to_be_bytes()])
    }

    pub fn felt(&mut self) -> Felt {
        two_limbs(&self.word())[1]
    }

    pub fn felts(&mut self, count: usize) -> Vec<Felt> {
        (0..count).map(|_| self.felt()).collect()
    }

    pub fn digest(&mut self) -> Digest {
        [(); 4].map(|()| self.felt())
    }

    pub fn u32(&mut self) -> u32 {
        (self.felt().value() >> 16) as u32
    }
}

/// A limb that is known to be canonical.
pub fn felt(value: u64) -> Felt {
    Felt::new(value).expect("a canonical number")
}

/// `bytes32` text of four limbs.
pub fn hex32(digest: &Digest) -> String {
    to_hex(&to_bytes(digest))
}

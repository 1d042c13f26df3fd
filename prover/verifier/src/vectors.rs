//! The shared vectors of wrap proofs, for tests.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::released::{all, Released};
use crate::types::PUBLIC_INPUTS;

/// A proof that every verifier accepts.
pub struct WrapVector {
    pub version: &'static Released,
    pub inputs: [u64; PUBLIC_INPUTS],
    pub proof: Vec<u8>,
    folder: PathBuf,
}

impl WrapVector {
    /// The vector of the development version of `profile`.
    pub fn load(profile: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/wrap");
        let folder = root.join(profile);
        let proof = fs::read(folder.join("proof.bin")).unwrap();
        let mut vector = Self {
            version: all().iter().find(|it| it.name.profile == profile).unwrap(),
            inputs: [0; PUBLIC_INPUTS],
            proof,
            folder,
        };
        vector.inputs = limbs(&vector.json("public_inputs.json")["public_inputs"]);
        vector
    }

    /// The proof file of the vector.
    pub fn file(&self) -> Vec<u8> {
        fs::read(self.folder.join("sub-block.proof")).unwrap()
    }

    /// A JSON file of the vector.
    pub fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&fs::read(self.folder.join(name)).unwrap()).unwrap()
    }
}

/// Eight limbs as decimal strings.
pub fn limbs(list: &Value) -> [u64; PUBLIC_INPUTS] {
    let list = list.as_array().unwrap().iter();
    let limbs: Vec<u64> = list
        .map(|limb| limb.as_str().unwrap().parse().unwrap())
        .collect();
    limbs.try_into().unwrap()
}

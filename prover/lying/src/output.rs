//! Files of the lies, for verifiers in other languages.
//!
//! A folder of one profile (numbers as in [`saya_circuits::export`]: limbs are decimal strings):
//!
//! ```text
//! wrap-lies.json      description of the circuit that is lied about: the constants of its verifier
//! proof.bin           an honest proof, which must be accepted
//! public_inputs.json  {"public_inputs": ["…", 8 limbs]} of the honest proof
//! intermediate.json   every value that a verifier meets in the honest proof
//! index.json          {"profile": "fast", "lies": [LIE, …]}
//! <name>.bin          the proof bytes of each lie
//! ```
//!
//! ```text
//! LIE = {
//!   "name":          "merkle-wires-last-query",   unique; the proof is in `<name>.bin`
//!   "check":         "merkle:wires",              the one check that is violated; a verifier without it accepts the lie
//!   "noticed_by":    "merkle:wires",              the failure that a complete verifier reports
//!   "meaning":       "…",                         a sentence for people
//!   "public_inputs": ["…", 8 limbs]               to be given to the verifier with this proof
//! }
//! ```
//!
//! | `check` | `noticed_by` | what a verifier without the check lacks |
//! |---|---|---|
//! | `gate:<Kind>` | `vanishing` | all constraints of that gate (`kind` as in the gate's id, without "Gate") |
//! | `permutation:start` | `vanishing` | the terms `L_0·(Z - 1)` of all challenges |
//! | `permutation:chunk:<j>` | `vanishing` | the j-th link in the chain of partial products, for all challenges |
//! | `identity:<i>` | `vanishing` | vanishing = (zeta^n - 1)·quotient for challenge i |
//! | `opening:<oracle>` | `fold:0` | that oracle's terms in the combination at zeta (others keep their powers of alpha), or the comparison `fold:0` |
//! | `opening:next` | `fold:0` | the combination at g·zeta, or the comparison `fold:0` |
//! | `merkle:<oracle>` | `merkle:<oracle>` | the path from that oracle's leaf to its cap |
//! | `merkle:layer:<k>` | `merkle:layer:<k>` | the path from the values of fold k to their cap |
//! | `fold:<k>` | `fold:<k>` | the comparison of a value in layer k with what was folded (k = 0: combined) before |
//! | `final` | `final` | the comparison of the last fold with the final polynomial |
//! | `grinding` | `grinding` | the leading zeros of the grinding response |
//!
//! Oracles: `constants-sigmas`, `wires`, `zs-partial-products`, `quotient`. Unless the name ends in `-last-query`, a lie is told in every query.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use rayon::prelude::*;
use saya_circuits::export::{public_inputs, write_fixture};
use saya_verifier::proof_bytes::encode;
use saya_verifier::types::WrapProof;
use serde::Serialize;

use crate::circuit::EveryGate;
use crate::judge::judge;
use crate::lies::{lies, Lie};
use crate::prove::prove;
use crate::script::Script;

/// Name in the file of the verifier's description.
const DESCRIPTION: &str = "lies";

#[derive(Serialize)]
struct Index<'a> {
    profile: &'a str,
    lies: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    name: String,
    check: String,
    noticed_by: String,
    meaning: String,
    public_inputs: Vec<String>,
}

impl Entry {
    fn new(circuit: &EveryGate, lie: &Lie, proof: &WrapProof) -> Self {
        Self {
            name: lie.name.clone(),
            check: lie.check.name(circuit.table.common()),
            noticed_by: lie.check.noticed_by(),
            meaning: lie.meaning.clone(),
            public_inputs: public_inputs(proof).map(|limb| limb.to_string()).to_vec(),
        }
    }
}

/// Proves every lie, judges it, and writes the folder. Returns the number of lies.
pub fn write_lies(folder: &Path, profile: &str, circuit: &EveryGate) -> Result<usize> {
    let honest = prove(circuit, &Script::default());
    write_fixture(
        folder,
        DESCRIPTION,
        &circuit.table.data.verifier_data(),
        &honest,
    )?;
    let entries = lies(circuit)?
        .par_iter()
        .map(|lie| {
            let proof = prove(circuit, &lie.script);
            judge(circuit, lie, &proof)?;
            let path = folder.join(format!("{}.bin", lie.name));
            fs::write(&path, encode(&proof))
                .with_context(|| format!("cannot write {}", path.display()))?;
            Ok(Entry::new(circuit, lie, &proof))
        })
        .collect::<Result<Vec<_>>>()?;
    let index = Index {
        profile,
        lies: entries,
    };
    let text = serde_json::to_string_pretty(&index)? + "\n";
    fs::write(folder.join("index.json"), text).context("cannot write index.json")?;
    Ok(index.lies.len())
}

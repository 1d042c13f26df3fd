//! Writes mangled versions of a wrap proof fixture, each with the verdict of the Rust verifier: the Solidity verifier has to
//! give the same one, down to the query and the step.
//!
//! Usage: `cargo run --release -p saya-verifier --example mangle_wrap -- PROFILE`, for the proof in
//! `tests/vectors/wrap/PROFILE/`; writes `mangled.json` beside it.

use std::fs;
use std::path::Path;

use anyhow::{bail, ensure, Context, Result};
use saya_verifier::proof_bytes::{segments, verify_wrap, Content, Region, Segment};
use saya_verifier::released::all;
use saya_verifier::types::{WrapVerifierData, PUBLIC_INPUTS};
use serde_json::{json, Value};

/// The field's order: the smallest number that is not a canonical limb.
const P: u64 = 0xFFFF_FFFF_0000_0001;

/// One change of the honest proof: bytes written over it, its new length, or other public inputs.
struct Mangle {
    what: String,
    offset: usize,
    bytes: Vec<u8>,
    length: usize,
    public_inputs: [u64; PUBLIC_INPUTS],
}

struct Fixture {
    proof: Vec<u8>,
    public_inputs: [u64; PUBLIC_INPUTS],
}

impl Fixture {
    fn read(folder: &Path) -> Result<Self> {
        let inputs: Value = serde_json::from_slice(&fs::read(folder.join("public_inputs.json"))?)?;
        let mut public_inputs = [0; PUBLIC_INPUTS];
        for (i, input) in public_inputs.iter_mut().enumerate() {
            *input = inputs["public_inputs"][i]
                .as_str()
                .context("public input")?
                .parse()?;
        }
        Ok(Self {
            proof: fs::read(folder.join("proof.bin"))?,
            public_inputs,
        })
    }

    fn mangle(&self, what: String, offset: usize, bytes: Vec<u8>) -> Mangle {
        let length = self.proof.len();
        Mangle {
            what,
            offset,
            bytes,
            length,
            public_inputs: self.public_inputs,
        }
    }

    /// Flips the lowest bit of the byte at `offset`.
    fn flip(&self, what: String, offset: usize) -> Mangle {
        self.mangle(what, offset, vec![self.proof[offset] ^ 1])
    }

    /// One bit at both ends of a region; and, in limbs, the first and the last limb made non-canonical.
    fn in_segment(&self, segment: &Segment) -> Vec<Mangle> {
        let Segment {
            region,
            content,
            bytes,
        } = segment;
        let mut list = vec![
            self.flip(format!("first bytes of {region}"), bytes.start + 7),
            self.flip(format!("last byte of {region}"), bytes.end - 1),
        ];
        if *content == Content::Limbs {
            let p = P.to_be_bytes().to_vec();
            list.push(self.mangle(format!("first limb of {region} is p"), bytes.start, p));
            let max = vec![0xff; 8];
            list.push(self.mangle(
                format!("last limb of {region} is 2^64 - 1"),
                bytes.end - 8,
                max,
            ));
        }
        list
    }

    fn lengths(&self) -> Vec<Mangle> {
        let full = self.proof.len();
        [0, 8, full - 8, full - 1, full + 1, full + 8]
            .map(|length| Mangle {
                length,
                ..self.mangle(format!("{length} bytes"), 0, vec![])
            })
            .into()
    }

    fn public_inputs(&self) -> Vec<Mangle> {
        let with = |what: String, index: usize, value: u64| {
            let mut mangle = self.mangle(what, 0, vec![]);
            mangle.public_inputs[index] = value;
            mangle
        };
        (0..PUBLIC_INPUTS)
            .flat_map(|i| {
                let changed = (self.public_inputs[i] + 1) % P;
                [
                    with(format!("public input {i} is another"), i, changed),
                    with(format!("public input {i} is p"), i, P),
                ]
            })
            .collect()
    }

    /// Parts in the wrong order.
    fn exchanges(&self, segments: &[Segment]) -> Vec<Mangle> {
        let of_query = |number: usize| {
            let start = segments.iter().find(|s| {
                s.region
                    == Region::Leaf {
                        query: number,
                        oracle: 0,
                    }
            });
            start
                .map(|s| s.bytes.start)
                .expect("every query has leaves")
        };
        let (first, second, third) = (of_query(0), of_query(1), of_query(2));
        let caps = [&self.proof[400..800], &self.proof[..400]].concat();
        let queries = [&self.proof[second..third], &self.proof[first..second]].concat();
        vec![
            self.mangle("first two caps exchanged".into(), 0, caps),
            self.mangle("first two queries exchanged".into(), first, queries),
            self.mangle(
                "second query is the first".into(),
                second,
                self.proof[first..second].to_vec(),
            ),
        ]
    }

    fn apply(&self, mangle: &Mangle) -> Vec<u8> {
        let mut bytes = self.proof.clone();
        bytes[mangle.offset..mangle.offset + mangle.bytes.len()].copy_from_slice(&mangle.bytes);
        bytes.resize(mangle.length, 0);
        bytes
    }
}

fn entry(verifier: &WrapVerifierData, fixture: &Fixture, mangle: &Mangle) -> Result<Value> {
    let bytes = fixture.apply(mangle);
    let Err(rejection) = verify_wrap(verifier, mangle.public_inputs, &bytes) else {
        bail!("accepted although mangled: {}", mangle.what);
    };
    let (signature, arguments) = rejection
        .contract_error()
        .with_context(|| format!("no contract says this: {rejection}"))?;
    Ok(json!({
        "what": mangle.what,
        "offset": mangle.offset,
        "bytes": format!("0x{}", hex::encode(&mangle.bytes)),
        "length": mangle.length,
        "public_inputs": mangle.public_inputs.map(|limb| limb.to_string()),
        "error": signature,
        "arguments": arguments,
    }))
}

fn main() -> Result<()> {
    let name = std::env::args()
        .nth(1)
        .context("usage: mangle_wrap PROFILE")?;
    let released = all().iter().find(|it| it.name.profile == name);
    let verifier = &released.context("choose `secure` or `fast`")?.verifier;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/vectors/wrap")
        .join(&name);
    let fixture = Fixture::read(&folder)?;
    let last = verifier.common.config.fri_config.num_query_rounds - 1;
    let honest = verify_wrap(verifier, fixture.public_inputs, &fixture.proof);
    ensure!(
        honest.is_ok(),
        "the fixture is not of this wrap: {honest:?}"
    );

    let segments = segments(&verifier.common);
    let chosen = segments.iter().filter(|segment| match segment.region {
        Region::Leaf { query, .. }
        | Region::LeafPath { query, .. }
        | Region::FoldValues { query, .. }
        | Region::FoldPath { query, .. } => query == 0 || query == last,
        _ => true,
    });
    let mut mangles: Vec<_> = chosen
        .flat_map(|segment| fixture.in_segment(segment))
        .collect();
    mangles.extend(fixture.lengths());
    mangles.extend(fixture.public_inputs());
    mangles.extend(fixture.exchanges(&segments));
    let entries = mangles
        .iter()
        .map(|mangle| entry(verifier, &fixture, mangle))
        .collect::<Result<Vec<_>>>()?;
    let mut text = serde_json::to_string_pretty(&json!({ "mangled": entries }))?;
    text.push('\n');
    fs::write(folder.join("mangled.json"), text)?;
    eprintln!("{} mangled proofs, all refused", entries.len());
    Ok(())
}

//! Changes that know the structure of a proof file.

use std::ops::Range;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, RngCore, SeedableRng};
use saya_core::statement::{Entry, Statement};
use saya_core::{Felt, P};
use saya_verifier::file::ProofFile;
use saya_verifier::proof_bytes::{segments, Content};
use saya_verifier::released::find;

/// Bytes before the head, and of the head.
const HEAD: Range<usize> = 48..368;

/// Numbers that are no limbs.
const TOO_LARGE: [u64; 4] = [P, P + 1, P + 7, u64::MAX];
/// Numbers at which something changes.
const EDGES: [u64; 9] = [0, 1, 1 << 32, 1 << 40, 1 << 63, P - 1, P, P + 1, u64::MAX];

/// A valid file and its parts.
pub struct Subject {
    pub file: Vec<u8>,
    parsed: ProofFile,
    /// Fields, list items and regions of the proof.
    parts: Vec<Range<usize>>,
    /// Offsets of all limbs outside the proof, and in the proof.
    limbs: [Vec<usize>; 2],
}

impl Subject {
    pub fn new(file: Vec<u8>) -> Self {
        let parsed = ProofFile::parse(&file).unwrap();
        let (n, m) = (parsed.statement.entries().len(), parsed.statement.changed());
        let outputs = HEAD.end + 64 * n;
        let commit = outputs + 36 * m;
        let proof = commit + 40;
        let mut parts = vec![
            0..8,
            8..16,
            16..48,
            HEAD,
            commit..commit + 32,
            commit + 32..proof,
        ];
        parts.extend((0..n).map(|i| HEAD.end + 64 * i..HEAD.end + 64 * (i + 1)));
        parts.extend((0..m).map(|i| outputs + 36 * i..outputs + 36 * (i + 1)));
        let lists = (HEAD.start..outputs).step_by(8);
        let outer = lists.chain((0..m).map(|i| outputs + 36 * i + 4));
        let outer = outer.chain((commit..commit + 32).step_by(8)).collect();
        let mut inner = vec![];
        let verifier = &find(&parsed.statement.head().os_version).unwrap().verifier;
        for segment in segments(&verifier.common) {
            let part = proof + segment.bytes.start..proof + segment.bytes.end;
            if segment.content == Content::Limbs {
                inner.extend(part.clone().step_by(8));
            }
            parts.push(part);
        }
        Self {
            file,
            parsed,
            parts,
            limbs: [outer, inner],
        }
    }

    /// Input `number`: always the same, and never the file itself.
    pub fn input(&self, number: u64) -> Vec<u8> {
        let mut rng = StdRng::seed_from_u64(number);
        loop {
            let input = self.changed(&mut rng);
            if input != self.file {
                return input;
            }
        }
    }

    /// Judging a proof takes a hundred times as long as refusing a file, so most changes are of the file.
    fn changed(&self, rng: &mut StdRng) -> Vec<u8> {
        match rng.gen_range(0..100) {
            0..16 => self.limb(rng, 0, &TOO_LARGE),
            16..19 => self.limb(rng, 0, &EDGES),
            19..24 => self.limb(rng, 1, &EDGES),
            24..44 => self.counted(rng),
            44..64 => self.cut_or_grown(rng),
            64..72 => self.noise(rng),
            72..74 => self.exchanged(rng),
            74..76 => self.repeated(rng),
            76..79 => self.flipped(rng),
            79..82 => self.another_statement(rng),
            82..98 => self.head_limb(rng),
            _ => self.several(rng),
        }
    }

    /// One of `values` as a limb outside (0) or in the proof (1).
    fn limb(&self, rng: &mut StdRng, place: usize, values: &[u64]) -> Vec<u8> {
        let mut bytes = self.file.clone();
        let at = *self.limbs[place].choose(rng).unwrap();
        put(&mut bytes, at, *values.choose(rng).unwrap());
        bytes
    }

    /// One limb of the head, so that each of its rules is met often.
    fn head_limb(&self, rng: &mut StdRng) -> Vec<u8> {
        let mut bytes = self.file.clone();
        let at = HEAD.start + 8 * rng.gen_range(0..40);
        let value = match rng.gen() {
            true => *EDGES.choose(rng).unwrap(),
            false => rng.gen_range(0..P) >> rng.gen_range(0..64),
        };
        put(&mut bytes, at, value);
        bytes
    }

    /// Another format, count, index or length, or the key 0.
    fn counted(&self, rng: &mut StdRng) -> Vec<u8> {
        let mut bytes = self.file.clone();
        let entries = self.parsed.statement.entries().len();
        let outputs = HEAD.end + 64 * entries;
        let length = self.file.len() - self.parsed.proof.len() - 8;
        let small = rng.gen_range(0..12);
        match rng.gen_range(0..7) {
            0 => put(&mut bytes, 8, small),
            1 => put(&mut bytes, HEAD.start + 8, small),
            2 => put(&mut bytes, HEAD.start + 16, small),
            3 => {
                let at = outputs + 36 * rng.gen_range(0..self.parsed.statement.changed());
                bytes[at..at + 4].copy_from_slice(&(small as u32).to_be_bytes());
            }
            4 => {
                let near = self.parsed.proof.len() as u64 + small - 6;
                put(&mut bytes, length, near);
                if rng.gen() {
                    bytes.resize(length + 8 + near as usize, 0);
                }
            }
            5 => bytes[HEAD.end..HEAD.end + 32].fill(0),
            _ => put(&mut bytes, length, *EDGES.choose(rng).unwrap()),
        }
        bytes
    }

    fn cut_or_grown(&self, rng: &mut StdRng) -> Vec<u8> {
        let mut bytes = self.file.clone();
        match rng.gen_range(0..4) {
            0 => bytes.truncate(rng.gen_range(0..bytes.len())),
            1 => bytes.truncate(self.parts.choose(rng).unwrap().start),
            2 => bytes.extend(noise(rng)),
            _ => {
                let part = self.parts.choose(rng).unwrap().clone();
                bytes.drain(part);
            }
        }
        bytes
    }

    /// Random bytes in one part, or behind the magic.
    fn noise(&self, rng: &mut StdRng) -> Vec<u8> {
        let mut bytes = self.file.clone();
        match rng.gen_range(0..3) {
            0 => rng.fill_bytes(&mut bytes[8..]),
            1 => bytes.splice(8.., noise(rng)).for_each(drop),
            _ => {
                let part = self.parts.choose(rng).unwrap().clone();
                rng.fill_bytes(&mut bytes[part]);
            }
        }
        bytes
    }

    /// Two parts of one size in each other's place.
    fn exchanged(&self, rng: &mut StdRng) -> Vec<u8> {
        let mut bytes = self.file.clone();
        let (a, b) = self.two_parts(rng);
        bytes[a.clone()].copy_from_slice(&self.file[b.clone()]);
        bytes[b].copy_from_slice(&self.file[a]);
        bytes
    }

    /// A part in two places.
    fn repeated(&self, rng: &mut StdRng) -> Vec<u8> {
        let mut bytes = self.file.clone();
        let (a, b) = self.two_parts(rng);
        bytes[a].copy_from_slice(&self.file[b]);
        bytes
    }

    fn two_parts(&self, rng: &mut StdRng) -> (Range<usize>, Range<usize>) {
        let a = self.parts.choose(rng).unwrap();
        let same: Vec<_> = self.parts.iter().filter(|b| b.len() == a.len()).collect();
        (a.clone(), (*same.choose(rng).unwrap()).clone())
    }

    fn flipped(&self, rng: &mut StdRng) -> Vec<u8> {
        let mut bytes = self.file.clone();
        for _ in 0..rng.gen_range(1..4) {
            let part = self.parts.choose(rng).unwrap().clone();
            bytes[rng.gen_range(part)] ^= 1 << rng.gen_range(0..8);
        }
        bytes
    }

    /// A valid statement that was not proven, often with its own commit.
    fn another_statement(&self, rng: &mut StdRng) -> Vec<u8> {
        let mut head = *self.parsed.statement.head();
        let mut entries = self.parsed.statement.entries().to_vec();
        match rng.gen_range(0..6) {
            0 => head.thread = rng.gen(),
            1 => head.set_root[0] += Felt::from_u32(rng.gen()),
            2 => head.prover[rng.gen_range(0..20)] ^= 1,
            3 => head.os_version[31] ^= 1,
            4 => entries.truncate(rng.gen_range(0..entries.len())),
            _ => {
                let entry: &mut Entry = entries.choose_mut(rng).unwrap();
                entry.new.0[rng.gen_range(0..4)] += Felt::from_u32(rng.gen());
            }
        }
        let statement = Statement::new(head, entries).unwrap();
        let commit = match rng.gen() {
            true => statement.commit(),
            false => self.parsed.commit,
        };
        let proof = self.parsed.proof.clone();
        ProofFile {
            statement,
            commit,
            proof,
        }
        .to_bytes()
    }

    /// A change on a change.
    fn several(&self, rng: &mut StdRng) -> Vec<u8> {
        let mut bytes = self.flipped(rng);
        let at = rng.gen_range(0..bytes.len());
        let length = rng.gen_range(0..bytes.len() - at).min(64);
        rng.fill_bytes(&mut bytes[at..at + length]);
        bytes
    }
}

fn put(bytes: &mut [u8], at: usize, number: u64) {
    bytes[at..at + 8].copy_from_slice(&number.to_be_bytes());
}

fn noise(rng: &mut StdRng) -> Vec<u8> {
    let mut bytes = vec![0; rng.gen_range(1..600)];
    rng.fill_bytes(&mut bytes);
    bytes
}

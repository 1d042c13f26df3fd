//! What a proof file may be, and every way in which it is none.

use saya_core::statement::Head;
use saya_core::{Felt, Key, P};

use super::*;
use crate::vectors::WrapVector;

fn vector() -> (Vec<u8>, ProofFile) {
    let bytes = WrapVector::load("fast").file();
    let file = ProofFile::parse(&bytes).unwrap();
    (bytes, file)
}

fn limb_at(limb: usize) -> usize {
    HEAD_AT + 8 * limb
}

/// The refusal of the vector after `change`: code, offset and class.
fn refusal(change: impl FnOnce(&mut Vec<u8>)) -> (&'static str, usize, Class) {
    let (mut bytes, _) = vector();
    change(&mut bytes);
    let error = ProofFile::parse(&bytes).unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with(&format!("byte {} (", error.offset)),
        "{text}"
    );
    (error.code, error.offset, error.class)
}

fn set(bytes: &mut [u8], at: usize, number: u64) {
    bytes[at..at + 8].copy_from_slice(&number.to_be_bytes());
}

#[test]
fn the_vector_is_the_proof_of_the_statement_beside_it() {
    for profile in ["fast", "secure"] {
        let vector = WrapVector::load(profile);
        let file = ProofFile::parse(&vector.file()).unwrap();
        let fixture = vector.json("statement.json");
        let head: Head = serde_json::from_value(fixture["head"].clone()).unwrap();
        assert_eq!(*file.statement.head(), head);
        assert_eq!(file.proof, vector.proof);
        let inputs = file.statement.bind(file.commit).public_inputs();
        assert_eq!(inputs.map(Felt::value), vector.inputs);
    }
}

#[test]
fn a_file_is_what_is_written_and_nothing_else() {
    let (bytes, file) = vector();
    assert_eq!(file.to_bytes(), bytes);
    let empty = ProofFile {
        statement: Statement::new(*file.statement.head(), vec![]).unwrap(),
        proof: vec![],
        ..file
    };
    assert_eq!(ProofFile::parse(&empty.to_bytes()).unwrap(), empty);
}

#[test]
fn every_shorter_file_is_refused_at_the_field_that_is_missing() {
    let (bytes, file) = vector();
    let proof_at = bytes.len() - file.proof.len();
    for end in (0..proof_at + 100).chain(bytes.len() - 100..bytes.len()) {
        let error = ProofFile::parse(&bytes[..end]).unwrap_err();
        let code = if end < 8 { "MAGIC" } else { "TRUNCATED" };
        assert_eq!(
            (error.code, error.class),
            (code, Class::NoFile),
            "{end} bytes"
        );
        assert!(error.offset <= end);
    }
}

#[test]
fn what_is_no_file_of_this_format_says_so() {
    let no_file = |change: fn(&mut Vec<u8>)| {
        let (code, offset, class) = refusal(change);
        assert_eq!(class, Class::NoFile);
        (code, offset)
    };
    assert_eq!(no_file(|b| b[0] ^= 1), ("MAGIC", 0));
    assert_eq!(no_file(|b| set(b, 8, 2)), ("FORMAT_VERSION", 8));
    assert_eq!(
        no_file(|b| b[limb_at(1) - 1] ^= 1),
        ("STATEMENT_VERSION", limb_at(0))
    );
    let end = vector().0.len();
    assert_eq!(no_file(|b| b.push(0)), ("TRAILING_BYTES", end));
    let length = end - vector().1.proof.len() - 8;
    let shorter = no_file(|b| {
        let at = b.len() - vector().1.proof.len() - 8;
        b[at + 7] ^= 1;
    });
    assert!(["TRUNCATED", "TRAILING_BYTES"].contains(&shorter.0));
    let huge = no_file(|b| {
        let at = b.len() - vector().1.proof.len() - 8;
        set(b, at, u64::MAX);
    });
    assert_eq!(huge, ("PROOF_LENGTH", length));
}

#[test]
fn the_heads_rules_are_refused_at_their_limb() {
    let broken = |limb: usize, value: u64| {
        let (code, offset, class) = refusal(|bytes| set(bytes, limb_at(limb), value));
        assert_eq!(
            (offset, class),
            (limb_at(limb), Class::BrokenRule),
            "D[{limb}]"
        );
        code
    };
    for limb in 0..HEAD_LIMBS {
        for value in [P, P + 1, u64::MAX] {
            assert_eq!(broken(limb, value), "LIMB_RANGE");
        }
    }
    assert_eq!(broken(1, 4097), "RANGE");
    assert_eq!(broken(2, 9), "RANGE");
    for limb in [3, 20, 21] {
        assert_eq!(broken(limb, 1 << 32), "RANGE");
    }
    for limb in [12, 13] {
        assert_eq!(broken(limb, 1 << 40), "RANGE");
    }
    assert_eq!(broken(13, 1), "TIME_WINDOW");
    for limb in [14, 15, 34, 39] {
        assert_eq!(broken(limb, 1), "RESERVED");
    }
    for limb in (16..20).chain(30..34) {
        assert_eq!(broken(limb, 1 << 63), "UNPACK_RANGE");
    }
    let (code, offset, _) = refusal(|bytes| set(bytes, limb_at(19), 1));
    assert_eq!((code, offset), ("RANGE", limb_at(16)));
    assert_eq!(broken(30, 1), "OS_VERSION");
    let (code, offset, _) = refusal(|bytes| bytes[47] ^= 1);
    assert_eq!((code, offset), ("OS_VERSION", limb_at(30)));
}

#[test]
fn the_lists_rules_are_refused_at_their_item() {
    let (_, file) = vector();
    let (n, m) = (file.statement.entries().len(), file.statement.changed());
    assert!(n >= 3 && m >= 3);
    let input = |item: usize| INPUTS_AT + item * INPUT_BYTES;
    let output = |item: usize| input(n) + item * OUTPUT_BYTES;
    let broken = |at: usize, bytes: &[u8]| {
        let (code, offset, class) =
            refusal(|file| file[at..at + bytes.len()].copy_from_slice(bytes));
        assert_eq!(class, Class::BrokenRule);
        (code, offset)
    };
    let p = P.to_be_bytes();
    for item in 0..n {
        for limb in 0..8 {
            let at = input(item) + 8 * limb;
            assert_eq!(broken(at, &p), ("LIMB_RANGE", at));
        }
    }
    for item in 0..m {
        for limb in 0..4 {
            let at = output(item) + 4 + 8 * limb;
            assert_eq!(broken(at, &p), ("LIMB_RANGE", at));
        }
    }
    assert_eq!(broken(input(0), &[0; 32]), ("KEY_ZERO", input(0)));
    let first = file.statement.entries()[0].key;
    let same = first.to_bytes();
    assert_eq!(broken(input(1), &same), ("KEY_ORDER", input(1)));
    let last = Key([Felt::new(P - 1).unwrap(); 4]).to_bytes();
    assert_eq!(broken(input(0), &last), ("KEY_ORDER", input(1)));
    let index = |number: u32| number.to_be_bytes();
    assert_eq!(broken(output(1), &index(0)), ("OUTPUT_ORDER", output(1)));
    let outside = broken(output(m - 1), &index(n as u32));
    assert_eq!(outside, ("OUTPUT_INDEX", output(m - 1)));
    let old = file.statement.entries()[0].old.to_bytes();
    assert_eq!(broken(output(0) + 4, &old), ("OUTPUT_UNCHANGED", output(0)));
    let commit = output(m);
    assert_eq!(broken(commit + 8, &p), ("LIMB_RANGE", commit + 8));
}

/// A list of the wrong length shifts everything after it, so that something else is refused.
#[test]
fn the_counts_are_those_of_the_lists() {
    let (_, file) = vector();
    let (n, m) = (file.statement.entries().len(), file.statement.changed());
    for (limb, value) in [(1, n - 1), (1, n + 1), (2, m - 1)] {
        refusal(|bytes| set(bytes, limb_at(limb), value as u64));
    }
}

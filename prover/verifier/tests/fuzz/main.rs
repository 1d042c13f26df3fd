//! Fuzzing of the parser and the verifier: deterministic changes of a valid proof file.
//!
//! Every input must be judged without a panic, none may be valid, and what is read must be written back as the same
//! bytes. `SAYA_FUZZ_INPUTS=1000000 cargo test -p saya-verifier --release --test fuzz -- --nocapture` runs
//! longer and prints how many inputs ended where.

mod mutate;
mod tally;

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;
use std::thread;

use mutate::Subject;
use saya_verifier::file::ProofFile;
use saya_verifier::judge::{judge, Verdict};
use saya_verifier::proof_bytes::decode;
use saya_verifier::released::find;
use tally::{end_of, Tally};

const INPUTS: u64 = 100_000;
const THREADS: u64 = 2;
/// One decoded proof in so many is also given to plonky2's verifier alone.
const PLONKY2_SHARE: u64 = 4;

fn inputs() -> u64 {
    let wanted = std::env::var("SAYA_FUZZ_INPUTS");
    wanted.map_or(INPUTS, |text| {
        text.parse().expect("SAYA_FUZZ_INPUTS is a number")
    })
}

#[test]
fn changed_files_are_judged_without_a_panic_and_none_is_valid() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/wrap/fast/sub-block.proof");
    let subject = Subject::new(fs::read(path).unwrap());
    let run = |first: u64| {
        let mut tally = Tally::default();
        for number in (first..inputs()).step_by(THREADS as usize) {
            let end = catch_unwind(|| judge_one(&subject, number));
            tally.count(end.unwrap_or_else(|_| panic!("input {number} panics")));
        }
        tally
    };
    let tally = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|i| scope.spawn(move || run(i))).collect();
        let tallies = threads.into_iter().map(|thread| thread.join().unwrap());
        tallies.fold(Tally::default(), Tally::merge)
    });
    println!("{tally}");
    tally.assert_every_stage_is_reached();
}

/// Judges input `number` and says where it ended.
fn judge_one(subject: &Subject, number: u64) -> String {
    let input = subject.input(number);
    let judged = judge(&input);
    if let Ok((file, verdict)) = &judged {
        assert_eq!(file.to_bytes(), input, "a file has one encoding");
        assert!(
            !matches!(verdict, Verdict::Valid(_)),
            "a changed file is valid"
        );
        if number.is_multiple_of(PLONKY2_SHARE) {
            ask_plonky2(file);
        }
    }
    end_of(&judged)
}

/// plonky2 alone: a proof of the right shape does not make it panic, and it refuses it too.
fn ask_plonky2(file: &ProofFile) {
    let Some(released) = find(&file.statement.head().os_version) else {
        return;
    };
    let inputs = file.statement.bind(file.commit).public_inputs();
    let inputs = inputs.map(|limb| limb.value());
    if let Ok(proof) = decode(&released.verifier.common, inputs, &file.proof) {
        assert!(released.verifier.verify(proof).is_err());
    }
}

//! Random statements: what is written is read back, and nothing else is read.

use rand::{rngs::StdRng, Rng, SeedableRng};
use saya_core::statement::{Entry, Head, Statement, ENTRY_LIMBS, HEAD_LIMBS, MAGIC};
use saya_core::{Digest, Ext2, Felt, Key, Value, P};

fn digest(rng: &mut StdRng) -> Digest {
    [(); 4].map(|()| Felt::reduce(rng.gen()))
}

fn head(rng: &mut StdRng) -> Head {
    let t_min = rng.gen_range(0..1 << 39);
    let mut os_version: [u8; 32] = rng.gen();
    os_version[0] &= 0x0f;
    Head {
        domain: digest(rng),
        set_root: digest(rng),
        t_min,
        t_max: t_min + rng.gen_range(0..1 << 39),
        prover: rng.gen(),
        thread: rng.gen(),
        seq: rng.gen(),
        call_count: rng.gen(),
        calls_out: digest(rng),
        log_out: digest(rng),
        os_version,
    }
}

fn statement(rng: &mut StdRng, count: usize) -> Statement {
    let mut keys: Vec<Key> = (0..count).map(|_| Key(digest(rng))).collect();
    keys.sort();
    let mut entry = |key| {
        let old = Value(digest(rng));
        let new = if rng.gen() { old } else { Value(digest(rng)) };
        Entry { key, old, new }
    };
    let entries = keys.into_iter().map(&mut entry).collect();
    Statement::new(head(rng), entries).unwrap()
}

#[test]
fn calldata_and_json_round_trip() {
    let mut rng = StdRng::seed_from_u64(20);
    for count in 0..40 {
        let it = statement(&mut rng, count);
        let (inputs, outputs) = (it.input_bytes(), it.output_bytes());
        assert_eq!(inputs.len(), 64 * count);
        assert_eq!(outputs.len(), 36 * it.changed());
        assert_eq!(
            Statement::from_calldata(*it.head(), &inputs, &outputs),
            Ok(it.clone())
        );
        let text = serde_json::to_string(&it).unwrap();
        assert_eq!(serde_json::from_str::<Statement>(&text).unwrap(), it);
    }
}

#[test]
fn every_limb_of_the_lists_is_strict() {
    let mut rng = StdRng::seed_from_u64(21);
    let it = statement(&mut rng, 9);
    let (inputs, outputs) = (it.input_bytes(), it.output_bytes());
    let read =
        |inputs: &[u8], outputs: &[u8]| Statement::from_calldata(*it.head(), inputs, outputs);
    for _ in 0..20 {
        let bad: u64 = rng.gen_range(P..=u64::MAX);
        for at in (0..inputs.len()).step_by(8) {
            let mut changed = inputs.clone();
            changed[at..at + 8].copy_from_slice(&bad.to_be_bytes());
            assert_eq!(read(&changed, &outputs).unwrap_err().code(), "LIMB_RANGE");
        }
        for output in (0..outputs.len()).step_by(36) {
            for limb in 0..4 {
                let at = output + 4 + 8 * limb;
                let mut changed = outputs.clone();
                changed[at..at + 8].copy_from_slice(&bad.to_be_bytes());
                assert_eq!(read(&inputs, &changed).unwrap_err().code(), "LIMB_RANGE");
            }
        }
    }
}

#[test]
fn any_change_of_the_lists_is_refused_or_another_statement() {
    let mut rng = StdRng::seed_from_u64(22);
    let it = statement(&mut rng, 6);
    let (inputs, outputs) = (it.input_bytes(), it.output_bytes());
    let commit = it.commit();
    for at in 0..inputs.len() + outputs.len() {
        let mut both = [&inputs[..], &outputs[..]].concat();
        both[at] ^= 1 << rng.gen_range(0..8);
        let (a, b) = both.split_at(inputs.len());
        if let Ok(other) = Statement::from_calldata(*it.head(), a, b) {
            assert_ne!(other, it);
            assert_ne!(other.commit(), commit);
            assert_ne!(other.challenge(&commit), it.challenge(&commit));
        }
    }
}

#[test]
fn layout_and_evaluation() {
    let mut rng = StdRng::seed_from_u64(23);
    let it = statement(&mut rng, 5);
    let limbs = it.limbs();
    assert_eq!(limbs.len(), HEAD_LIMBS + 5 * ENTRY_LIMBS);
    assert_eq!(limbs[0].value(), MAGIC);
    assert_eq!(limbs[1].value(), 5);
    assert_eq!(limbs[2].value(), it.changed() as u64);
    for (entry, chunk) in it
        .entries()
        .iter()
        .zip(limbs[HEAD_LIMBS..].chunks(ENTRY_LIMBS))
    {
        assert_eq!(chunk, [entry.key.0, entry.old.0, entry.new.0].concat());
    }
    let r = Ext2::new(Felt::reduce(rng.gen()), Felt::reduce(rng.gen()));
    let (mut power, mut sum) = (Ext2::ONE, Ext2::ZERO);
    for limb in limbs {
        sum = sum + Ext2::from(limb) * power;
        power = power * r;
    }
    assert_eq!(it.evaluate(r), sum);
}

#[test]
fn invalid_statements_cannot_come_from_json() {
    let mut rng = StdRng::seed_from_u64(24);
    let it = statement(&mut rng, 2);
    let mut json = serde_json::to_value(&it).unwrap();
    json["entries"].as_array_mut().unwrap().swap(0, 1);
    let refused = serde_json::from_value::<Statement>(json).unwrap_err();
    assert!(refused.to_string().contains("sort the entries by key"));
}

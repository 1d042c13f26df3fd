//! Statements, and heads and lists that are none.

use saya_core::calls::TIME_LIMIT;
use saya_core::chain::mod_2_252;
use saya_core::limbs::{to_hex, ZERO};
use saya_core::statement::{Entry, Head, Statement};
use saya_core::{CoreError, Felt, Key, Typed, Value, P};
use serde_json::{json, Value as Json};

use super::source::{felt, hex32, Source};

fn head(source: &mut Source) -> Head {
    let mut prover = [0; 20];
    prover.copy_from_slice(&source.word()[..20]);
    Head {
        domain: source.digest(),
        set_root: source.digest(),
        t_min: 1_700_000_000,
        t_max: 1_700_000_600,
        prover,
        thread: 3,
        seq: 7,
        call_count: 4,
        calls_out: source.digest(),
        log_out: ZERO,
        os_version: mod_2_252(source.word()),
    }
}

fn extreme_head() -> Head {
    Head {
        domain: [felt((1 << 63) - 1); 4],
        set_root: [felt(P - 1); 4],
        t_min: TIME_LIMIT - 1,
        t_max: TIME_LIMIT - 1,
        prover: [0xff; 20],
        thread: u32::MAX,
        seq: u32::MAX,
        call_count: u32::MAX,
        calls_out: [felt(P - 1); 4],
        log_out: [felt(P - 1); 4],
        os_version: mod_2_252([0xff; 32]),
    }
}

/// `count` entries of one map; those that `changes` names get another value.
fn entries(source: &mut Source, count: u32, changes: impl Fn(u32) -> bool) -> Vec<Entry> {
    let entry = |i: u32| {
        let key = Key::new(1, 1 + i / 16, &[Typed::User(1 + i)]).expect("a valid key");
        let old = Typed::U32(source.u32()).value();
        let new = if changes(i) {
            Value(source.digest())
        } else {
            old
        };
        Entry { key, old, new }
    };
    (0..count).map(entry).collect()
}

fn statement(name: &str, head: Head, entries: Vec<Entry>) -> Json {
    let it = Statement::new(head, entries).expect("a valid statement");
    let (inputs, outputs) = (it.input_bytes(), it.output_bytes());
    let again = Statement::from_calldata(head, &inputs, &outputs).expect("valid lists");
    assert_eq!(again, it);
    let binding = it.binding();
    let column = |value: fn(&Entry) -> Value| it.entries().iter().map(value).collect::<Vec<_>>();
    json!({
        "name": name,
        "head": it.head(),
        "keys": it.entries().iter().map(|e| e.key).collect::<Vec<_>>(),
        "old": column(|e| e.old),
        "new": column(|e| e.new),
        "inputs": to_hex(&inputs),
        "outputs": to_hex(&outputs),
        "limbs": it.limbs(),
        "state_in": hex32(&it.state_in()),
        "state_out": hex32(&it.state_out()),
        "commit": hex32(&binding.commit),
        "r": binding.r.limbs(),
        "p": binding.p.limbs(),
        "public_inputs": binding.public_inputs(),
    })
}

pub fn statements() -> Json {
    let mut s = Source::new("statements");
    let top = |new| Entry {
        key: Key([felt(P - 1); 4]),
        old: Value([felt(P - 1); 4]),
        new,
    };
    let least = Entry {
        key: Key([Felt::ZERO, Felt::ZERO, Felt::ZERO, Felt::ONE]),
        old: Value::ZERO,
        new: Typed::U64(u64::MAX).value(),
    };
    let cases = [
        ("no entries", head(&mut s), vec![]),
        (
            "one entry, read",
            head(&mut s),
            entries(&mut s, 1, |_| false),
        ),
        (
            "one entry, changed",
            head(&mut s),
            entries(&mut s, 1, |_| true),
        ),
        ("no outputs", head(&mut s), entries(&mut s, 5, |_| false)),
        ("all changed", head(&mut s), entries(&mut s, 8, |_| true)),
        (
            "some changed",
            head(&mut s),
            entries(&mut s, 33, |i| i % 3 == 1),
        ),
        ("extremes", extreme_head(), vec![least, top(Value::ZERO)]),
    ];
    let case = |(name, head, entries): (&str, Head, Vec<Entry>)| statement(name, head, entries);
    cases.into_iter().map(case).collect()
}

pub fn rejected_heads() -> Json {
    let good = head(&mut Source::new("rejected heads"));
    let mut wide = good.os_version;
    wide[0] |= 0x10;
    let cases = [
        Head {
            t_max: TIME_LIMIT,
            ..good
        },
        Head {
            t_min: TIME_LIMIT,
            t_max: TIME_LIMIT,
            ..good
        },
        Head {
            t_min: 2,
            t_max: 1,
            ..good
        },
        Head {
            os_version: wide,
            ..good
        },
    ];
    let case = |head: Head| {
        let refused = Statement::new(head, vec![]).expect_err("no valid head");
        json!({"head": head, "code": refused.code()})
    };
    cases.into_iter().map(case).collect()
}

/// Lists with exactly one fault each, under a good head.
pub fn rejected_lists() -> Json {
    let mut source = Source::new("rejected lists");
    let head = head(&mut source);
    let good = entries(&mut source, 4, |i| i != 2);
    let good = Statement::new(head, good).expect("a valid statement");
    let (inputs, outputs) = (good.input_bytes(), good.output_bytes());
    let mut cases: Vec<(String, &str, Vec<u8>, Vec<u8>)> = Vec::new();
    let mut add = |name: &str, code: &'static str, inputs: &[u8], outputs: &[u8]| {
        cases.push((name.to_string(), code, inputs.to_vec(), outputs.to_vec()));
    };

    let mut zero_key = inputs.clone();
    zero_key[..32].fill(0);
    add("first key is 0", "KEY_ZERO", &zero_key, &outputs);
    let mut equal = inputs.clone();
    equal.copy_within(64..96, 128);
    add("equal keys", "KEY_ORDER", &equal, &outputs);
    let swapped = [&inputs[64..128], &inputs[..64], &inputs[128..]].concat();
    add("keys decrease", "KEY_ORDER", &swapped, &[]);
    add(
        "input list one byte short",
        "INPUT_LENGTH",
        &inputs[..255],
        &[],
    );
    add(
        "input list without an old value",
        "INPUT_LENGTH",
        &inputs[..32],
        &[],
    );
    let long = [&inputs[..], &[0]].concat();
    add("input list one byte long", "INPUT_LENGTH", &long, &outputs);
    add(
        "output list one byte short",
        "OUTPUT_LENGTH",
        &inputs,
        &outputs[..107],
    );
    let long = [&outputs[..], &[0]].concat();
    add("output list one byte long", "OUTPUT_LENGTH", &inputs, &long);
    let twice = [&outputs[..36], &outputs[..36]].concat();
    add("output index twice", "OUTPUT_ORDER", &inputs, &twice);
    let swapped = [&outputs[36..72], &outputs[..36]].concat();
    add("output indices decrease", "OUTPUT_ORDER", &inputs, &swapped);
    for (name, index) in [("one too high", 4u32), ("2^32 - 1", u32::MAX)] {
        let mut beyond = outputs.clone();
        beyond[72..76].copy_from_slice(&index.to_be_bytes());
        let name = format!("output index {name}");
        add(&name, "OUTPUT_INDEX", &inputs, &beyond);
    }
    add("output without inputs", "OUTPUT_INDEX", &[], &outputs[..36]);
    let mut unchanged = outputs.clone();
    unchanged[40..72].copy_from_slice(&inputs[96..128]);
    add(
        "new value is the old one",
        "OUTPUT_UNCHANGED",
        &inputs,
        &unchanged,
    );

    for (name, at) in [("key", 0), ("old value", 32)] {
        for limb in 0..4 {
            for bad in [P, u64::MAX] {
                // In the last entry, so that the keys still increase.
                let mut changed = inputs.clone();
                let at = 192 + at + 8 * limb;
                changed[at..at + 8].copy_from_slice(&bad.to_be_bytes());
                let name = format!("{name}, limb {limb} is {bad:#x}");
                add(&name, "LIMB_RANGE", &changed, &outputs);
            }
        }
    }
    for limb in 0..4 {
        for bad in [P, u64::MAX] {
            let mut changed = outputs.clone();
            let at = 76 + 8 * limb;
            changed[at..at + 8].copy_from_slice(&bad.to_be_bytes());
            let name = format!("new value, limb {limb} is {bad:#x}");
            add(&name, "LIMB_RANGE", &inputs, &changed);
        }
    }

    let case = |(name, code, inputs, outputs): (String, &str, Vec<u8>, Vec<u8>)| {
        let refused = Statement::from_calldata(head, &inputs, &outputs).map(|_| ());
        assert_eq!(
            refused.as_ref().map_err(CoreError::code),
            Err(code),
            "{name}"
        );
        json!({
            "name": name,
            "code": code,
            "head": head,
            "inputs": to_hex(&inputs),
            "outputs": to_hex(&outputs),
        })
    };
    cases.into_iter().map(case).collect()
}

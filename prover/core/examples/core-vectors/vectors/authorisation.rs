//! Accounts and operators, bundles, system calls.

use saya_core::account::{operator_key, operator_of, Account};
use saya_core::bundle::{auth_chain, Bundle};
use saya_core::system_calls::SystemCall;
use saya_core::{Felt, Key, Value, P};
use serde_json::{json, Value as Json};

use super::source::{felt, hex32, Source};

pub fn accounts() -> Json {
    let mut source = Source::new("accounts");
    let mut case = |user, lane, nonce| {
        let key_root = [(); 3].map(|()| source.felt());
        let account = Account { nonce, key_root };
        json!({
            "user": user,
            "lane": lane,
            "key": Account::key(user, lane),
            "nonce": nonce,
            "key_root": key_root,
            "value": account.encode(),
        })
    };
    json!([
        case(1, 0, 0),
        case(7, 3, 41),
        case(u32::MAX, u32::MAX, u32::MAX)
    ])
}

/// What the nonce rule makes of a nonce: the account's next one, or a refusal.
pub fn nonces() -> Json {
    let case = |(stored, nonce, after): (u32, u32, u32)| {
        let account = Account {
            nonce: stored,
            key_root: [Felt::ONE; 3],
        };
        let used = account.consume(nonce, after).ok();
        json!({"stored": stored, "nonce": nonce, "after": after, "next": used.map(|used| used.nonce)})
    };
    let last = u32::MAX - 1;
    let cases = [
        (0, 0, 0),
        (0, 0, 1),
        (0, 0, 2),
        (5, 4, 0),
        (5, 5, 0),
        (5, 900, 0),
        (5, 7, 5),
        (5, 7, 6),
        (5, 7, 7),
        (5, 4, 6),
        (last, last, u32::MAX),
        (u32::MAX, last, 0),
    ];
    cases.into_iter().map(case).collect()
}

pub fn operators() -> Json {
    let value = |limbs: [u64; 4]| Value(limbs.map(felt));
    let values = [
        value([0; 4]),
        value([7, 0, 0, 0]),
        value([(1 << 32) - 1, 0, 0, 0]),
        value([1 << 32, 0, 0, 0]),
        value([7, 0, 0, 1]),
        value([P - 1, 0, 0, 0]),
    ];
    let case = |(contract, value): (u32, Value)| {
        let key: Key = operator_key(contract).expect("a contract below 2^31");
        json!({"contract": contract, "key": key, "value": value, "user": operator_of(&value).ok()})
    };
    let contracts = [0, 1, 255, 256, 3, (1 << 31) - 1];
    contracts.into_iter().zip(values).map(case).collect()
}

pub fn bundles() -> Json {
    let mut source = Source::new("bundles");
    let mut case = |calls: usize| {
        let scope = source.digest();
        let digests: Vec<_> = (0..calls).map(|_| source.digest()).collect();
        let chain = auth_chain(&digests);
        let bundle = Bundle {
            signer: source.u32(),
            lane: source.u32(),
            nonce: source.u32() >> 1,
            after: source.u32(),
        };
        let digest = bundle.digest(&scope, &chain[0]).expect("a valid bundle");
        json!({
            "scope": hex32(&scope),
            "calls": digests.iter().map(hex32).collect::<Vec<_>>(),
            "chain": chain.iter().map(hex32).collect::<Vec<_>>(),
            "bundle": bundle,
            "digest": hex32(&digest),
        })
    };
    [1, 2, 5].into_iter().map(&mut case).collect()
}

pub fn system_calls() -> Json {
    let mut source = Source::new("system calls");
    let mut key_root = || [(); 3].map(|()| source.felt());
    let (first, second) = (key_root(), key_root());
    let case = |(call, lane, key_root): (SystemCall, Option<u32>, [Felt; 3])| {
        json!({
            "lane": lane,
            "key_root": key_root,
            "function": call.function(),
            "args": call.args(),
        })
    };
    let open = SystemCall::Open {
        lane: 3,
        key_root: first,
    };
    let rotate = SystemCall::Rotate { key_root: second };
    [(open, Some(3), first), (rotate, None, second)]
        .into_iter()
        .map(case)
        .collect()
}

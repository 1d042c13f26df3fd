//! Scopes, environments, calls.

use saya_core::calls::{args_hash, calls_next, env, scope, AuthMode, Call, TIME_LIMIT};
use saya_core::limbs::ZERO;
use serde_json::{json, Value as Json};

use super::source::{hex32, Source};

pub fn environments() -> Json {
    let mut source = Source::new("environment");
    let mut case = |t_min, t_max| {
        let (domain, set_root) = (source.digest(), source.digest());
        let scope = scope(&domain, &set_root);
        json!({
            "domain": hex32(&domain),
            "set_root": hex32(&set_root),
            "scope": hex32(&scope),
            "t_min": t_min,
            "t_max": t_max,
            "env": hex32(&env(&scope, t_min, t_max).expect("valid times")),
        })
    };
    let cases = [
        case(0, 0),
        case(1_700_000_000, 1_700_000_060),
        case(0, TIME_LIMIT - 1),
    ];
    cases.into_iter().collect()
}

fn call(source: &mut Source, args: usize, auth_mode: AuthMode) -> Call {
    let signed = auth_mode == AuthMode::Inline;
    let mut only_signed = || if signed { source.u32() >> 1 } else { 0 };
    Call {
        nonce: only_signed(),
        lane: only_signed(),
        after: only_signed(),
        contract: source.u32() >> 1,
        function: source.u32(),
        args: source.felts(args),
        user: source.u32(),
        valid_until: source.felt().value() % TIME_LIMIT,
        auth_mode,
    }
}

pub fn calls() -> Json {
    let mut source = Source::new("calls");
    let scope = source.digest();
    let modes = [AuthMode::None, AuthMode::Inline, AuthMode::Pop];
    let sizes = [0, 1, 2, 8, 9];
    let mut cases: Vec<Call> = modes
        .iter()
        .flat_map(|mode| sizes.map(|size| (size, *mode)))
        .map(|(size, mode)| call(&mut source, size, mode))
        .collect();
    cases.push(Call {
        contract: (1 << 31) - 1,
        function: u32::MAX,
        args: vec![],
        user: u32::MAX,
        valid_until: TIME_LIMIT - 1,
        nonce: u32::MAX - 1,
        lane: u32::MAX,
        after: u32::MAX,
        auth_mode: AuthMode::Inline,
    });
    let mut chain = ZERO;
    let case = |call: Call| {
        let digest = call.digest(&scope).expect("a valid call");
        let before = chain;
        chain = calls_next(&chain, &digest);
        json!({
            "scope": hex32(&scope),
            "args_hash": hex32(&args_hash(&call.args)),
            "call": call,
            "digest": hex32(&digest),
            "calls_in": hex32(&before),
            "calls_out": hex32(&chain),
        })
    };
    cases.into_iter().map(case).collect()
}

pub fn rejected_calls() -> Json {
    let mut source = Source::new("rejected calls");
    let none = call(&mut source, 1, AuthMode::None);
    let pop = call(&mut source, 1, AuthMode::Pop);
    let inline = call(&mut source, 1, AuthMode::Inline);
    let cases = [
        Call {
            contract: 1 << 31,
            ..none.clone()
        },
        Call {
            valid_until: TIME_LIMIT,
            ..none.clone()
        },
        Call {
            nonce: u32::MAX,
            ..inline
        },
        Call {
            nonce: 1,
            ..none.clone()
        },
        Call {
            lane: 1,
            ..none.clone()
        },
        Call { after: 1, ..none },
        Call {
            nonce: 1,
            ..pop.clone()
        },
        Call {
            lane: 1,
            ..pop.clone()
        },
        Call { after: 1, ..pop },
    ];
    let case = |call: Call| {
        let code = call.digest(&ZERO).expect_err("no valid call").code();
        json!({"call": call, "code": code})
    };
    cases.into_iter().map(case).collect()
}

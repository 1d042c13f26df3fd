//! The gadget against its native twin, and against a prover that lies.

use plonky2::field::types::PrimeField64;
use plonky2::iop::witness::PartialWitness;
use saya_core::account::Account;
use saya_core::{Digest, Felt, Key, Value};

use super::*;
use crate::fixtures::accounts::{account, key, sign, Ledger, DOMAIN};
use crate::gadgets::trial::{random_digest, Trial};
use crate::gadgets::{to_field, to_hash};

const USER: u32 = 7;
const LANE: u32 = 3;
/// Nonces of the account whose numbers are nearly used up.
const LAST: u32 = u32::MAX - 4095;

/// The nonce rule alone: what is stored, and what is said about it.
struct Rule {
    trial: Trial,
    taken: Target,
    stored: Target,
    stated: NonceTargets,
}

impl Rule {
    fn new() -> Self {
        let (trial, (taken, stored, stated)) = Trial::new(|b| {
            let taken = b.add_virtual_bool_target_safe();
            let stored = b.add_virtual_target();
            let stated = NonceTargets::build(b);
            assert_rule(b, taken, &stated, stored);
            (taken.target, stored, stated)
        });
        Self {
            trial,
            taken,
            stored,
            stated,
        }
    }

    fn accepts(&self, taken: bool, stored: u64, [nonce, lane, after]: [u64; 3]) -> bool {
        self.trial.accepts(&[
            (self.taken, taken.into()),
            (self.stored, stored),
            (self.stated.nonce, nonce),
            (self.stated.lane, lane),
            (self.stated.after, after),
        ])
    }
}

/// What the native definitions say of the same numbers.
fn native(stored: u64, [nonce, lane, after]: [u64; 3]) -> bool {
    let mut value = Value::ZERO;
    value.0[0] = Felt::new(stored).unwrap();
    let small = |number: u64| u32::try_from(number).ok();
    let numbers = [nonce, lane, after].map(small);
    match (Account::decode(&value), numbers) {
        (Ok(account), [Some(nonce), Some(_), Some(after)]) if nonce != u32::MAX => {
            account.consume(nonce, after).is_ok()
        }
        _ => false,
    }
}

const EDGES: [u64; 9] = [
    0,
    1,
    2,
    u32::MAX as u64 - 2,
    u32::MAX as u64 - 1,
    u32::MAX as u64,
    1 << 32,
    saya_core::P - 2,
    saya_core::P - 1,
];

#[test]
fn the_nonce_rule_is_the_native_one() {
    let rule = Rule::new();
    let mut accepted = 0;
    for stored in EDGES {
        for nonce in EDGES {
            for after in EDGES {
                let expected = native(stored, [nonce, 3, after]);
                let found = rule.accepts(true, stored, [nonce, 3, after]);
                assert_eq!(found, expected, "{stored} {nonce} {after}");
                accepted += usize::from(found);
            }
        }
        assert!(!rule.accepts(true, 0, [0, 1 << 32, 0]), "a lane of 33 bits");
    }
    assert!(accepted > 10, "{accepted}");
}

#[test]
fn the_nonce_rule_agrees_near_what_is_stored() {
    let rule = Rule::new();
    for seed in 0..60 {
        let [a, b, c, _] = random_digest(seed).map(|limb| limb.value());
        let stored = a >> (32 + a % 32);
        let nonce = stored.saturating_add(b % 4).saturating_sub(1);
        for after in [0, stored, stored + 1, stored + 2, c >> 32] {
            let expected = native(stored, [nonce, 0, after]);
            let found = rule.accepts(true, stored, [nonce, 0, after]);
            assert_eq!(found, expected, "{stored} {nonce} {after}");
        }
    }
}

#[test]
fn a_rule_that_is_not_taken_demands_ranges_only() {
    let rule = Rule::new();
    for stored in EDGES {
        assert!(rule.accepts(false, stored, [0, 0, 0]), "{stored}");
        assert!(rule.accepts(false, stored, [5, 6, 9]), "{stored}");
    }
    assert!(!rule.accepts(false, 0, [u32::MAX.into(), 0, 0]));
}

/// One consumption under test.
struct Bench {
    trial: Trial,
    consumption: Consumption,
    account: AccountTargets,
}

/// What is given to it.
#[derive(Clone)]
struct Case {
    taken: bool,
    state: Digest,
    user: u32,
    digest: Digest,
    new_key: [Felt; 3],
    account: AccountUse,
}

impl Bench {
    fn new(rotates: bool) -> Self {
        let (trial, (consumption, account)) = Trial::new(|b| {
            let consumption = Consumption {
                taken: b.add_virtual_bool_target_safe(),
                state: b.add_virtual_hash(),
                domain: b.add_virtual_hash(),
                user: b.add_virtual_target(),
                digest: b.add_virtual_hash(),
                new_key: rotates.then(|| b.add_virtual_target_arr()),
            };
            let stated = NonceTargets::build(b);
            let (account, moved) = AccountTargets::build(b, stated, &consumption);
            b.register_public_inputs(&moved.elements);
            (consumption, account)
        });
        Self {
            trial,
            consumption,
            account,
        }
    }

    fn inputs(&self, case: &Case) -> PartialWitness<F> {
        let mut pw = PartialWitness::new();
        let known = &self.consumption;
        for (target, digest) in [
            (known.state, &case.state),
            (known.domain, &DOMAIN),
            (known.digest, &case.digest),
        ] {
            pw.set_hash_target(target, to_hash(digest)).unwrap();
        }
        pw.set_bool_target(known.taken, case.taken).unwrap();
        let user = F::from_canonical_u32(case.user);
        pw.set_target(known.user, user).unwrap();
        if let Some(new_key) = known.new_key {
            pw.set_target_arr(&new_key, &case.new_key.map(to_field))
                .unwrap();
        }
        let account = Some(&case.account);
        self.account.set_witness(&mut pw, account).unwrap();
        pw
    }

    fn accepts(&self, case: &Case) -> bool {
        let violation = self.trial.first_violation(&self.inputs(case), &[]);
        violation.is_none()
    }

    fn moved(&self, case: &Case) -> Digest {
        let publics = self.trial.publics(&self.inputs(case), &[]);
        let limbs: Vec<Felt> = publics
            .iter()
            .map(|limb| Felt::new(limb.to_canonical_u64()).unwrap())
            .collect();
        limbs.try_into().unwrap()
    }
}

fn place() -> Key {
    Account::key(USER, LANE)
}

fn ledger(stored: u32, first_nonce: u32) -> Ledger {
    let own = account(stored, key(USER, LANE, first_nonce));
    let other = account(stored, key(USER, LANE + 1, 0));
    let bystander = (
        Key::new(1, 1, &[]).unwrap(),
        Value([5, 6, 7, 8].map(Felt::from_u32)),
    );
    Ledger::new([
        (place(), own),
        (Account::key(USER, LANE + 1), other),
        (Account::key(USER + 1, LANE), own),
        bystander,
    ])
}

/// An honest consumption, and the state after it.
fn honest(stored: u32, nonce: u32, after: u32) -> (Case, Ledger) {
    let first_nonce = if nonce >= LAST { LAST } else { 0 };
    let mut ledger = ledger(stored, first_nonce);
    let (state, digest) = (ledger.root(), random_digest(9));
    let signer = key(USER, LANE, first_nonce);
    let account = ledger.consume(USER, LANE, [nonce, after], signer, &digest);
    let case = Case {
        taken: true,
        state,
        user: USER,
        digest,
        new_key: [40, 41, 42].map(Felt::from_u32),
        account,
    };
    (case, ledger)
}

#[test]
fn a_nonce_is_consumed_as_natively() {
    let bench = Bench::new(false);
    for (stored, nonce, after) in [
        (5, 5, 0),
        (5, 9, 6),
        (0, 0, 1),
        (u32::MAX - 1, u32::MAX - 1, u32::MAX),
    ] {
        let (case, after) = honest(stored, nonce, after);
        assert!(bench.accepts(&case), "{stored} {nonce}");
        assert_eq!(bench.moved(&case), after.root());
    }
}

#[test]
fn a_new_key_replaces_the_old_one() {
    let bench = Bench::new(true);
    let (case, mut after) = honest(5, 6, 0);
    assert!(bench.accepts(&case));
    let rotated = Account {
        nonce: 7,
        key_root: case.new_key,
    };
    after.store(&place(), rotated.encode());
    assert_eq!(bench.moved(&case), after.root());
}

#[test]
fn what_is_not_taken_moves_nothing_and_needs_no_witness() {
    let bench = Bench::new(true);
    let (mut case, _) = honest(5, 6, 0);
    case.taken = false;
    assert!(bench.accepts(&case));
    assert_eq!(bench.moved(&case), case.state);
    case.digest[0] += Felt::ONE;
    case.account.opening.old.0[0] = Felt::new(saya_core::P - 1).unwrap();
    assert!(bench.accepts(&case));
    assert_eq!(bench.moved(&case), case.state);
    let mut pw = bench.inputs(&case);
    let zeros = {
        let mut zeros = PartialWitness::new();
        bench.account.set_witness(&mut zeros, None).unwrap();
        zeros
    };
    pw.target_values.extend(zeros.target_values);
    assert_eq!(bench.trial.first_violation(&pw, &[]), None);
}

/// Each rule violated in turn, everything else honest.
#[test]
fn every_rule_is_a_constraint() {
    let bench = Bench::new(false);
    let signer = key(USER, LANE, 0);
    let (good, _) = honest(5, 6, 0);
    assert!(bench.accepts(&good));
    let refused = |name: &str, change: &dyn Fn(&mut Case)| {
        let mut case = good.clone();
        change(&mut case);
        assert!(!bench.accepts(&case), "{name}");
    };
    let restated = |case: &mut Case, nonce: u32, after: u32| {
        case.account.nonce = nonce;
        case.account.after = after;
        case.account.signature = sign(signer, nonce, &case.digest);
    };
    refused("a nonce that is too small", &|case| restated(case, 4, 0));
    refused("after what is not stored", &|case| restated(case, 6, 5));
    refused("after what is not stored", &|case| restated(case, 6, 7));
    refused("a signature of another nonce", &|case| {
        case.account.signature = sign(signer, 7, &case.digest)
    });
    refused("a signature over another digest", &|case| {
        case.digest[2] += Felt::ONE
    });
    refused("another user's account", &|case| case.user = USER + 1);
    refused("another lane", &|case| case.account.lane = LANE + 1);
    refused("another lane's account and key", &|case| {
        let other = ledger(5, 0).open(&Account::key(USER, LANE + 1));
        case.account.opening = other;
        case.account.signature = sign(key(USER, LANE + 1, 0), 6, &case.digest);
    });
    refused("a key that is not the account's", &|case| {
        case.account.signature = sign(key(USER, LANE + 1, 0), 6, &case.digest)
    });
    refused("another state", &|case| case.state[1] += Felt::ONE);
    refused("another stored nonce", &|case| {
        case.account.opening.old.0[0] += Felt::ONE
    });
    refused("another stored key", &|case| {
        case.account.opening.old.0[3] += Felt::ONE
    });
}

/// The key of another user is registered in the user's own account: domain and lane are in the key root, the user is
/// in the place of the account.
#[test]
fn a_signature_is_of_the_account_that_is_opened() {
    let bench = Bench::new(false);
    let (mut case, _) = honest(5, 6, 0);
    // The account of the next user holds the same key.
    case.user = USER + 1;
    case.account.opening = ledger(5, 0).open(&Account::key(USER + 1, LANE));
    assert!(bench.accepts(&case), "whoever registers a key uses it");
    case.account.opening.index ^= 1;
    assert!(!bench.accepts(&case));
}

#[test]
fn a_nonce_is_not_consumed_twice() {
    let bench = Bench::new(false);
    let (case, mut ledger) = honest(5, 6, 0);
    let mut again = case.clone();
    again.state = ledger.root();
    again.account.opening = ledger.open(&place());
    assert!(!bench.accepts(&again), "nonce 6 after nonce 6");
    // Up to the last one: nothing follows it.
    let last = u32::MAX - 1;
    let (case, used_up) = honest(last, last, 0);
    assert!(bench.accepts(&case));
    let mut beyond = case.clone();
    beyond.state = used_up.root();
    beyond.account.opening = used_up.open(&place());
    for nonce in [last, u32::MAX] {
        beyond.account.nonce = nonce;
        assert!(!bench.accepts(&beyond), "{nonce}");
    }
    // What the L2 stores does not matter: no account is above 2^32 - 1.
    for stored in [1 << 32, saya_core::P - 1] {
        let mut value = ledger.get(&place());
        value.0[0] = Felt::new(stored).unwrap();
        ledger.store(&place(), value);
        let mut case = again.clone();
        case.state = ledger.root();
        case.account.opening = ledger.open(&place());
        assert!(!bench.accepts(&case), "{stored} is stored");
    }
}

/// No false cell gives another state, and no private witness has two values.
#[test]
fn the_state_is_determined() {
    let (case, _) = honest(5, 6, 6);
    for rotates in [false, true] {
        let bench = Bench::new(rotates);
        let inputs = bench.inputs(&case);
        bench.trial.assert_publics_determined(&inputs, 25);
        let NonceTargets { nonce, lane, after } = bench.account.stated;
        let private = [nonce, lane, after]
            .into_iter()
            .chain(bench.account.access.old);
        for target in private {
            let truth = inputs.target_values[&target];
            for lie in [truth + F::ONE, truth - F::ONE, F::NEG_ONE] {
                let lies = [(target, lie.to_canonical_u64())];
                let refused = bench.trial.first_violation(&inputs, &lies).is_some();
                assert!(refused, "{target:?} = {lie}");
            }
        }
    }
}

//! The auth leaf against the native definitions, and against a prover that lies.

use saya_core::account::Account;
use saya_core::bundle::Bundle;
use saya_core::calls::{calls_next, env};
use saya_core::header::{Auth, Header};
use saya_core::{limbs, Felt};

use super::*;
use crate::fixtures::accounts::{account, key, sign, Ledger};
use crate::fixtures::small;
use crate::gadgets::from_field;
use crate::gadgets::trial::{random_digest, Trial};

const SIGNER: u32 = 7;
const LANE: u32 = 3;

/// The leaf under test, its proof system taken away.
struct Bench {
    trial: Trial,
    targets: AuthLeafTargets,
}

impl Bench {
    fn new() -> Self {
        let (trial, targets) = Trial::new(AuthLeafTargets::build);
        Self { trial, targets }
    }

    fn accepts(&self, leaf: &AuthLeafWitness, lies: &[(Target, u64)]) -> bool {
        let inputs = self.targets.witness(leaf).unwrap();
        self.trial.first_violation(&inputs, lies).is_none()
    }

    fn header(&self, leaf: &AuthLeafWitness) -> Header {
        let publics = self
            .trial
            .publics(&self.targets.witness(leaf).unwrap(), &[]);
        let limbs: Vec<Felt> = publics.into_iter().map(from_field).collect();
        Header::from_limbs(&limbs).unwrap()
    }
}

fn ledger() -> Ledger {
    Ledger::new([
        (Account::key(SIGNER, LANE), account(5, key(SIGNER, LANE, 0))),
        (
            Account::key(SIGNER, LANE + 1),
            account(5, key(SIGNER, LANE + 1, 0)),
        ),
    ])
}

fn bundle(nonce: u32, after: u32) -> Bundle {
    Bundle {
        signer: SIGNER,
        lane: LANE,
        nonce,
        after,
    }
}

/// A bundle of the signer, who signs its first link.
fn honest(bundle: Bundle, chain: Digest) -> (AuthLeafWitness, Ledger) {
    let mut ledger = ledger();
    let start = ledger.start();
    let digest = bundle.digest(&start.scope(), &chain).unwrap();
    let signer = key(SIGNER, LANE, 0);
    let numbers = [bundle.nonce, bundle.after];
    let account = ledger.consume(SIGNER, LANE, numbers, signer, &digest);
    let leaf = AuthLeafWitness {
        start,
        signer: SIGNER,
        chain,
        account,
    };
    (leaf, ledger)
}

fn expected(leaf: &AuthLeafWitness, bundle: Bundle, after: &Ledger) -> Header {
    let start = &leaf.start;
    let digest = bundle.digest(&start.scope(), &leaf.chain).unwrap();
    Header {
        env: env(&start.scope(), start.t_min, start.t_max).unwrap(),
        state_in: start.state_in,
        state_out: after.root(),
        calls_in: start.calls_in,
        calls_out: calls_next(&start.calls_in, &digest),
        auth_out: Auth {
            signer: SIGNER,
            chain: leaf.chain,
        },
        log_in: start.log_in,
        log_out: start.log_in,
        ..Header::default()
    }
}

#[test]
fn the_header_is_that_of_the_bundle() {
    let bench = Bench::new();
    for (nonce, after) in [(5, 0), (5, 6), (900, 6)] {
        let bundle = bundle(nonce, after);
        let (leaf, after) = honest(bundle, random_digest(4));
        assert!(bench.accepts(&leaf, &[]));
        assert_eq!(bench.header(&leaf), expected(&leaf, bundle, &after));
    }
}

#[test]
fn the_header_is_determined_by_what_is_signed() {
    let bench = Bench::new();
    let (leaf, _) = honest(bundle(5, 0), random_digest(4));
    let inputs = bench.targets.witness(&leaf).unwrap();
    bench.trial.assert_publics_determined(&inputs, 30);
}

#[test]
fn whatever_is_not_signed_is_refused() {
    let bench = Bench::new();
    let (good, _) = honest(bundle(5, 6), random_digest(4));
    let refused = |name: &str, change: &dyn Fn(&mut AuthLeafWitness)| {
        let mut leaf = good.clone();
        change(&mut leaf);
        assert!(!bench.accepts(&leaf, &[]), "{name}");
    };
    refused("another signer", &|leaf| leaf.signer += 1);
    refused("other calls", &|leaf| leaf.chain[3] += Felt::ONE);
    refused("a nonce that is used up", &|leaf| leaf.account.nonce = 4);
    refused("another nonce", &|leaf| leaf.account.nonce = 6);
    refused("no order", &|leaf| leaf.account.after = 0);
    refused("another lane", &|leaf| leaf.account.lane += 1);
    refused("another lane and its account", &|leaf| {
        leaf.account.lane += 1;
        leaf.account.opening = ledger().open(&Account::key(SIGNER, LANE + 1));
    });
    refused("another world", &|leaf| leaf.start.domain[0] += Felt::ONE);
    refused("another set", &|leaf| leaf.start.set_root[0] += Felt::ONE);
    refused("another state", &|leaf| leaf.start.state_in[0] += Felt::ONE);
    refused("another key", &|leaf| {
        let digest = bundle(5, 6).digest(&leaf.start.scope(), &leaf.chain);
        leaf.account.signature = sign(key(SIGNER, LANE + 1, 0), 5, &digest.unwrap());
    });
}

/// A call cannot be passed for a bundle, nor one bundle for another: signed by the right key, in all cases.
#[test]
fn a_bundle_has_calls_and_a_signer() {
    let bench = Bench::new();
    let (empty, _) = honest(bundle(5, 0), limbs::ZERO);
    assert!(!bench.accepts(&empty, &[]), "no calls");
    for limb in 0..4 {
        let mut chain = limbs::ZERO;
        chain[limb] = Felt::ONE;
        assert!(bench.accepts(&honest(bundle(5, 0), chain).0, &[]));
    }
    // User 0 can register no key on the chain; here it has one.
    let nobody = Bundle {
        signer: 0,
        ..bundle(5, 0)
    };
    let signer = key(SIGNER, LANE, 0);
    let mut ledger = Ledger::new([(Account::key(0, LANE), account(5, signer))]);
    let start = ledger.start();
    let chain = random_digest(4);
    let digest = nobody.digest(&start.scope(), &chain).unwrap();
    let leaf = AuthLeafWitness {
        start,
        signer: 0,
        chain,
        account: ledger.consume(0, LANE, [5, 0], signer, &digest),
    };
    assert!(!bench.accepts(&leaf, &[]), "nobody");
}

#[test]
fn no_other_bundle_is_running() {
    let bench = Bench::new();
    let (mut leaf, _) = honest(bundle(5, 0), random_digest(4));
    for target in bench.targets.frame.start.auth.limbs() {
        assert!(!bench.accepts(&leaf, &[(target, 9)]));
    }
    leaf.start.auth_in = Auth {
        signer: 9,
        chain: random_digest(8),
    };
    let refused = bench.targets.witness(&leaf).unwrap_err().to_string();
    assert!(
        refused.contains("a bundle of user 9 is running"),
        "{refused}"
    );
}

/// A signer of 33 bits, whose account and signature are as they should be otherwise.
#[test]
fn a_signer_is_a_user_id() {
    let bench = Bench::new();
    let (chain, signer) = (random_digest(4), key(SIGNER, LANE, 0));
    for (number, accepted) in [(7, true), ((1 << 32) + 7, false)] {
        let number = Felt::new(number).unwrap();
        let mut place = Account::key(SIGNER, LANE);
        place.0[1] = number;
        let ledger = Ledger::new([(place, account(5, signer))]);
        let start = ledger.start();
        let numbers = [number, LANE.into(), 5.into(), 0.into()];
        let limbs = [&start.scope()[..], &numbers, &chain].concat();
        let digest = saya_core::hash(Tag::Bundle, &limbs);
        let account = AccountUse {
            nonce: 5,
            lane: LANE,
            after: 0,
            opening: ledger.open(&place),
            signature: sign(signer, 5, &digest),
        };
        let leaf = AuthLeafWitness {
            start,
            signer: SIGNER,
            chain,
            account,
        };
        let lies = [(bench.targets.bundle.signer, number.value())];
        assert_eq!(bench.accepts(&leaf, &lies), accepted, "{number:?}");
    }
}

#[test]
fn a_bundle_is_proven_in_the_uniform_shape() {
    let uniform = Uniform::new(&small(10));
    let circuit = AuthLeaf::build(&uniform).unwrap();
    assert_eq!(circuit.data.common, uniform.common);
    let (leaf, after) = honest(bundle(5, 0), random_digest(4));
    let proof = circuit.prove(&leaf).unwrap();
    let found: Vec<Felt> = proof
        .public_inputs
        .iter()
        .copied()
        .map(from_field)
        .collect();
    let expected = expected(&leaf, bundle(5, 0), &after);
    assert_eq!(found, expected.to_limbs());
    circuit.data.verify(proof).unwrap();
}

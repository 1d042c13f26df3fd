//! Signing and verifying: what is accepted, and each way to be refused.

use std::sync::OnceLock;
use std::time::Instant;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use saya_core::signature::params::{CHAINS, HEIGHT, LEAVES};
use saya_core::signature::{KeyId, PublicKey, Signature, SignatureError, SigningKey};
use saya_core::{Digest, Felt};

const MASTER: [u8; 32] = [42; 32];
const FIRST: u32 = 1_000;

fn id() -> KeyId {
    KeyId {
        domain: [1u32, 2, 3, 4].map(Felt::from),
        user: 5,
        lane: 6,
        epoch: 0,
    }
}

/// One key for all tests: making it is most of the work.
fn key() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::generate(&MASTER, &id(), FIRST))
}

fn digest(seed: u64) -> Digest {
    let mut rng = StdRng::seed_from_u64(seed);
    [(); 4].map(|()| Felt::reduce(rng.gen()))
}

/// A signature, its nonce and its digest.
fn signed() -> (u32, Digest, Signature) {
    let (nonce, digest) = (FIRST + 77, digest(1));
    (nonce, digest, key().sign(nonce, &digest).unwrap())
}

/// `verify`, as a caller who knows only what the account holds does it.
fn check(
    public: &PublicKey,
    nonce: u32,
    digest: &Digest,
    signature: &Signature,
) -> Result<(), SignatureError> {
    let account = key().public();
    public.expect(&account.domain, account.lane, &account.key_root())?;
    public.verify(nonce, digest, signature)
}

#[test]
fn every_leaf_signs_and_signing_is_deterministic() {
    let public = key().public();
    for nonce in [FIRST, FIRST + 1, FIRST + 2048, FIRST + LEAVES as u32 - 1] {
        let digest = digest(nonce.into());
        let signature = key().sign(nonce, &digest).unwrap();
        assert_eq!(check(public, nonce, &digest, &signature), Ok(()));
        assert_eq!(key().sign(nonce, &digest).unwrap(), signature);
        let again = Signature::from_bytes(&signature.to_bytes()).unwrap();
        assert_eq!(again, signature);
    }
}

#[test]
fn no_leaf_no_signature() {
    for nonce in [0, FIRST - 1, FIRST + LEAVES as u32] {
        let refused = key().sign(nonce, &digest(1)).unwrap_err();
        assert_eq!(refused.code(), "KEY_INDEX");
    }
}

#[test]
fn an_index_out_of_range_is_refused() {
    let (_, digest, signature) = signed();
    for nonce in [0, FIRST - 1, FIRST + LEAVES as u32, u32::MAX - 1] {
        let refused = check(key().public(), nonce, &digest, &signature).unwrap_err();
        let first_nonce = FIRST;
        assert_eq!(refused, SignatureError::Index { nonce, first_nonce });
    }
}

/// One randomiser in 3,520 gives a codeword, so these are all the refusals that other randomisers meet.
#[test]
fn wrong_weight_and_large_limbs_are_refused() {
    let (nonce, digest, good) = signed();
    let (mut weight, mut limb) = (0, [0; 2]);
    for rho in 0..4_000u32 {
        let mut signature = good.clone();
        signature.rho = [rho, 0].map(Felt::from);
        match check(key().public(), nonce, &digest, &signature).unwrap_err() {
            SignatureError::Weight { weight: found } => {
                assert_ne!(found, 60);
                weight += 1;
            }
            SignatureError::DigestLimb { index, value } => {
                assert!(value >= 1 << 60);
                limb[index] += 1;
            }
            // The message fits a codeword by chance, but the elements are those of another.
            other => assert_eq!(other, SignatureError::TreeRoot),
        }
    }
    assert!(weight > 0 && limb[0] > 3_000 && limb[1] > 100);
}

#[test]
fn another_message_or_nonce_is_refused() {
    let (nonce, digest, signature) = signed();
    let mut other = digest;
    other[3] += Felt::ONE;
    assert!(check(key().public(), nonce, &other, &signature).is_err());
    let refused = check(key().public(), nonce + 1, &digest, &signature);
    assert_eq!(refused, Err(SignatureError::TreeRoot));
}

#[test]
fn another_key_is_refused_with_the_part_that_differs() {
    let (nonce, digest, signature) = signed();
    let refused = |change: fn(&mut PublicKey)| {
        let mut other = *key().public();
        change(&mut other);
        check(&other, nonce, &digest, &signature).unwrap_err()
    };
    let domain = refused(|key| key.domain[2] += Felt::ONE);
    assert_eq!(domain, SignatureError::Domain);
    let expected = SignatureError::Lane {
        lane: 7,
        expected: 6,
    };
    assert_eq!(refused(|key| key.lane = 7), expected);
    assert_eq!(
        refused(|key| key.pp[0] += Felt::ONE),
        SignatureError::KeyRoot
    );
    assert_eq!(refused(|key| key.first_nonce -= 1), SignatureError::KeyRoot);
    let root = refused(|key| key.tree_root[3] += Felt::ONE);
    assert_eq!(root, SignatureError::KeyRoot);
}

/// A verifier that trusted the signer's own domain, lane or public parameter would still not accept.
#[test]
fn a_signature_is_bound_to_pp_by_itself() {
    let (nonce, digest, signature) = signed();
    for limb in 0..2 {
        let mut other = *key().public();
        other.pp[limb] += Felt::ONE;
        assert!(other.verify(nonce, &digest, &signature).is_err());
    }
}

#[test]
fn flipped_elements_and_nodes_are_refused() {
    let (nonce, digest, good) = signed();
    let refused = |signature: &Signature| {
        let refused = check(key().public(), nonce, &digest, signature);
        assert_eq!(refused, Err(SignatureError::TreeRoot));
    };
    for chain in 0..CHAINS {
        for limb in 0..2 {
            let mut signature = good.clone();
            signature.elements[chain][limb] += Felt::ONE;
            refused(&signature);
        }
    }
    for level in 0..HEIGHT {
        let mut signature = good.clone();
        signature.path[level][level % 4] += Felt::ONE;
        refused(&signature);
    }
    let mut swapped = good.clone();
    swapped.path.swap(0, 1);
    refused(&swapped);
}

#[test]
fn swapped_chains_are_refused() {
    let (nonce, digest, good) = signed();
    for (a, b) in [(0, 1), (0, 119), (59, 60)] {
        let mut signature = good.clone();
        signature.elements.swap(a, b);
        let refused = check(key().public(), nonce, &digest, &signature);
        assert_eq!(refused, Err(SignatureError::TreeRoot));
    }
}

#[test]
fn signatures_of_two_keys_do_not_mix() {
    let (nonce, digest, _) = signed();
    let others = [
        KeyId { user: 6, ..id() },
        KeyId { lane: 7, ..id() },
        KeyId { epoch: 1, ..id() },
    ];
    for other in others {
        let other = SigningKey::generate(&MASTER, &other, FIRST);
        let signature = other.sign(nonce, &digest).unwrap();
        assert!(check(key().public(), nonce, &digest, &signature).is_err());
        assert!(check(other.public(), nonce, &digest, &signature).is_err());
    }
}

#[test]
fn kept_leaves_make_the_same_key() {
    let leaves = key().leaves().to_vec();
    let again = SigningKey::from_leaves(&MASTER, &id(), FIRST, leaves.clone()).unwrap();
    assert_eq!(again.public(), key().public());
    assert!(SigningKey::from_leaves(&MASTER, &id(), FIRST, leaves[1..].to_vec()).is_none());
    let mut damaged = leaves;
    damaged[9][0] += Felt::ONE;
    let damaged = SigningKey::from_leaves(&MASTER, &id(), FIRST, damaged).unwrap();
    assert_ne!(damaged.public().key_root(), key().public().key_root());
    let refused = damaged.sign(FIRST + 9, &digest(1)).unwrap_err();
    assert_eq!(
        refused,
        SignatureError::TreeRoot,
        "a spoiled signature stays inside"
    );
}

#[test]
fn the_first_nonce_moves_the_leaves() {
    let later = SigningKey::generate(&MASTER, &id(), FIRST + 1);
    assert_eq!(later.leaves()[..4095], key().leaves()[1..]);
    // A key at the end of the range has leaves for nonces beyond it, which no call can carry.
    let last = SigningKey::generate(&MASTER, &id(), u32::MAX);
    assert_ne!(last.leaves()[0], last.leaves()[1]);
}

#[test]
fn times() {
    let start = Instant::now();
    let key = SigningKey::generate(&[1; 32], &id(), 0);
    println!("key generation: {:.2?}", start.elapsed());
    let start = Instant::now();
    let signatures: Vec<_> = (0..20)
        .map(|n| (n, digest(n.into()), key.sign(n, &digest(n.into())).unwrap()))
        .collect();
    println!("sign: {:.2?}", start.elapsed() / 20);
    let start = Instant::now();
    for (nonce, digest, signature) in &signatures {
        key.public().verify(*nonce, digest, signature).unwrap();
    }
    println!("verify: {:.2?}", start.elapsed() / 20);
}

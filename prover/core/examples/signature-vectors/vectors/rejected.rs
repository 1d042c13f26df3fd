//! What verification refuses, each with one fault.

use saya_core::limbs::to_hex;
use saya_core::signature::params::PUBLIC_KEY_LIMBS;
use saya_core::signature::{KeyRoot, PublicKey, Signature, SignatureError};
use saya_core::{Digest, Felt, P};
use serde_json::{json, Value as Json};

use super::keys::{bump, Case};
use super::source::{hex32, Source};

/// All that a verifier is given: of the account, of the call, of the signer.
#[derive(Clone)]
struct Given {
    domain: Digest,
    lane: u32,
    key_root: KeyRoot,
    nonce: u32,
    digest: Digest,
    public_key: Vec<u8>,
    signature: Vec<u8>,
}

impl Given {
    fn check(&self) -> Result<(), SignatureError> {
        let public = PublicKey::from_bytes(&self.public_key)?;
        let signature = Signature::from_bytes(&self.signature)?;
        public.expect(&self.domain, self.lane, &self.key_root)?;
        public.verify(self.nonce, &self.digest, &signature)
    }

    fn json(&self, name: &str) -> Json {
        let code = self.check().expect_err(name).code();
        json!({
            "name": name,
            "domain": hex32(&self.domain),
            "lane": self.lane,
            "key_root": self.key_root,
            "nonce": self.nonce,
            "digest": hex32(&self.digest),
            "public_key": to_hex(&self.public_key),
            "signature": to_hex(&self.signature),
            "code": code,
        })
    }
}

pub fn rejected(case: &Case) -> Json {
    let nonce = 77;
    let digest = Source::new("rejected signatures").digest();
    let public = *case.key.public();
    let signature = case.key.sign(nonce, &digest).expect("a nonce of this key");
    let good = Given {
        domain: public.domain,
        lane: public.lane,
        key_root: public.key_root(),
        nonce,
        digest,
        public_key: public.to_bytes().to_vec(),
        signature: signature.to_bytes().to_vec(),
    };
    good.check().expect("faultless before the fault");

    let with_signature = |change: &dyn Fn(&mut Signature)| {
        let mut signature = signature.clone();
        change(&mut signature);
        let signature = signature.to_bytes().to_vec();
        Given {
            signature,
            ..good.clone()
        }
    };
    let with_key = |change: &dyn Fn(&mut PublicKey)| {
        let mut public = public;
        change(&mut public);
        let public_key = public.to_bytes().to_vec();
        Given {
            public_key,
            ..good.clone()
        }
    };
    // The first small randomiser that is refused for a reason.
    let rho_that = |reason: &dyn Fn(&SignatureError) -> bool| {
        let found = (0u32..).map(|n| with_signature(&|s| s.rho = [n, 0].map(Felt::from)));
        let mut found = found.filter(|given| reason(&given.check().expect_err("not this message")));
        found.next().expect("nearly all randomisers are refused")
    };
    let limb_is = |wanted: usize| {
        rho_that(&|e| matches!(e, SignatureError::DigestLimb { index, .. } if *index == wanted))
    };
    let nonce = |nonce| Given {
        nonce,
        ..good.clone()
    };
    let bytes = |at: usize, word: u64| {
        let mut signature = good.signature.clone();
        signature[8 * at..8 * at + 8].copy_from_slice(&word.to_be_bytes());
        Given {
            signature,
            ..good.clone()
        }
    };
    let length = |length: usize| {
        let mut signature = good.signature.clone();
        signature.resize(length, 0);
        Given {
            signature,
            ..good.clone()
        }
    };
    let mut other_domain = good.clone();
    bump(&mut other_domain.domain[1]);
    let mut other_digest = good.clone();
    bump(&mut other_digest.digest[0]);
    let mut other_root = good.clone();
    bump(&mut other_root.key_root[2]);
    let other_lane = Given {
        lane: 1,
        ..good.clone()
    };

    let cases = [
        (
            "wrong weight",
            rho_that(&|e| matches!(e, SignatureError::Weight { .. })),
        ),
        ("first digest limb of 2^60 or more", limb_is(0)),
        ("second digest limb of 2^60 or more", limb_is(1)),
        ("nonce after the last leaf", nonce(4096)),
        ("largest nonce", nonce(u32::MAX - 1)),
        ("nonce outside its range", nonce(u32::MAX)),
        ("neighbouring nonce", nonce(78)),
        ("another digest", other_digest),
        ("account of another domain", other_domain),
        ("account of another lane", other_lane),
        ("account of another key", other_root),
        ("another pp", with_key(&|key| bump(&mut key.pp[1]))),
        ("another first nonce", with_key(&|key| key.first_nonce += 1)),
        (
            "another tree root",
            with_key(&|key| bump(&mut key.tree_root[3])),
        ),
        (
            "flipped element",
            with_signature(&|s| bump(&mut s.elements[63][1])),
        ),
        (
            "flipped node",
            with_signature(&|s| bump(&mut s.path[11][0])),
        ),
        ("swapped chains", with_signature(&|s| s.elements.swap(0, 1))),
        ("swapped nodes", with_signature(&|s| s.path.swap(3, 4))),
        ("limb p", bytes(5, P)),
        ("limb 2^64 - 1", bytes(289, u64::MAX)),
        ("one byte short", length(Signature::BYTES - 1)),
        ("one byte more", length(Signature::BYTES + 1)),
        ("empty", length(0)),
    ];
    let cases = cases.into_iter();
    cases.map(|(name, given)| given.json(name)).collect()
}

pub fn public_keys(case: &Case) -> Json {
    let good = case.key.public().to_bytes();
    let with = |limb: usize, value: u64| {
        let mut bytes = good.to_vec();
        bytes[8 * limb..8 * limb + 8].copy_from_slice(&value.to_be_bytes());
        bytes
    };
    let mut cases: Vec<(&str, Vec<u8>)> = vec![
        ("another scheme", with(4, 2)),
        ("lane of 2^32", with(5, 1 << 32)),
        ("first nonce of 2^32", with(6, 1 << 32)),
        ("one byte short", good[1..].to_vec()),
    ];
    cases.extend((0..PUBLIC_KEY_LIMBS).map(|limb| ("limb p", with(limb, P))));
    let case = |(name, bytes): (&str, Vec<u8>)| {
        let code = PublicKey::from_bytes(&bytes).expect_err(name).code();
        json!({"name": name, "public_key": to_hex(&bytes), "code": code})
    };
    cases.into_iter().map(case).collect()
}

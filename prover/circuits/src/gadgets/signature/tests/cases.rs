//! The committed vectors as cases for the gadget.

use saya_core::limbs::{digest_hex, parse_hex};
use saya_core::signature::{KeyRoot, PublicKey, Signature};
use saya_core::Digest;
use serde::Deserialize;

use super::super::SignatureWitness;

const VECTORS: &str = include_str!("../../../../../../tests/vectors/signatures.json");

#[derive(Deserialize)]
struct Vectors {
    keys: Vec<Key>,
    signatures: Vec<SignedDigest>,
    rejected: Vec<Rejected>,
}

#[derive(Deserialize)]
struct Key {
    public_key: String,
}

#[derive(Deserialize)]
struct SignedDigest {
    key: usize,
    nonce: u32,
    #[serde(with = "digest_hex")]
    digest: Digest,
    signature: String,
}

#[derive(Deserialize)]
struct Rejected {
    name: String,
    #[serde(with = "digest_hex")]
    domain: Digest,
    lane: u32,
    key_root: KeyRoot,
    nonce: u32,
    #[serde(with = "digest_hex")]
    digest: Digest,
    public_key: String,
    signature: String,
}

/// What the circuit knows, and what it is told in private.
#[derive(Clone)]
pub struct Case {
    pub domain: Digest,
    pub lane: u32,
    pub key_root: KeyRoot,
    pub digest: Digest,
    pub witness: SignatureWitness,
}

impl Case {
    pub fn accepted_natively(&self) -> bool {
        let SignatureWitness {
            public,
            nonce,
            signature,
        } = &self.witness;
        let expected = public.expect(&self.domain, self.lane, &self.key_root);
        let verified = public.verify(*nonce, &self.digest, signature);
        expected.and(verified).is_ok()
    }
}

fn public_key(text: &str) -> PublicKey {
    PublicKey::from_bytes(&parse_hex::<{ PublicKey::BYTES }>(text).unwrap()).unwrap()
}

/// `None` for bytes that are no signature: no circuit sees those.
fn signature(text: &str) -> Option<Signature> {
    let bytes = parse_hex::<{ Signature::BYTES }>(text).ok()?;
    Signature::from_bytes(&bytes).ok()
}

pub fn good() -> Vec<Case> {
    let vectors: Vectors = serde_json::from_str(VECTORS).unwrap();
    let case = |signed: &SignedDigest| {
        let public = public_key(&vectors.keys[signed.key].public_key);
        Case {
            domain: public.domain,
            lane: public.lane,
            key_root: public.key_root(),
            digest: signed.digest,
            witness: SignatureWitness {
                public,
                nonce: signed.nonce,
                signature: signature(&signed.signature).unwrap(),
            },
        }
    };
    vectors.signatures.iter().map(case).collect()
}

pub fn rejected() -> Vec<(String, Case)> {
    let vectors: Vectors = serde_json::from_str(VECTORS).unwrap();
    let case = |given: Rejected| {
        let case = Case {
            domain: given.domain,
            lane: given.lane,
            key_root: given.key_root,
            digest: given.digest,
            witness: SignatureWitness {
                public: public_key(&given.public_key),
                nonce: given.nonce,
                signature: signature(&given.signature)?,
            },
        };
        // The circuit computes the tree root from the path; it is not told one that could be false.
        (given.name != "another tree root").then_some((given.name, case))
    };
    vectors.rejected.into_iter().filter_map(case).collect()
}

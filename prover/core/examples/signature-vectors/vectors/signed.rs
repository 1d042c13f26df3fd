//! Signatures.

use saya_core::limbs::to_hex;
use saya_core::signature::{Codeword, SigningKey};
use saya_core::Digest;
use serde_json::{json, Value as Json};

use super::keys::Case;
use super::source::{hex32, Source};

pub fn signatures(keys: &[Case]) -> Json {
    let mut source = Source::new("signatures");
    let mut cases = vec![];
    for (number, case) in keys.iter().enumerate() {
        let first = case.key.public().first_nonce;
        // The second key starts so late that it has three nonces only.
        let nonces = [
            first,
            first + 1,
            first.saturating_add(4095).min(u32::MAX - 1),
        ];
        for nonce in nonces {
            cases.push(signature(number, case, nonce, &source.digest()));
        }
    }
    cases.into()
}

fn signature(number: usize, case: &Case, nonce: u32, digest: &Digest) -> Json {
    let key: &SigningKey = &case.key;
    let signature = key.sign(nonce, digest).expect("a nonce of this key");
    let seed = case.seed();
    let attempt = (0..).find(|attempt| seed.randomiser(digest, nonce, *attempt) == signature.rho);
    let codeword = Codeword::of(signature.rho, key.public().pp, digest).expect("a codeword");
    let bits: String = (codeword.bits().iter())
        .map(|bit| if *bit { '1' } else { '0' })
        .collect();
    json!({
        "key": number,
        "nonce": nonce,
        "digest": hex32(digest),
        "attempt": attempt.expect("the signer found it"),
        "codeword": bits,
        "signature": to_hex(&signature.to_bytes()),
    })
}

//! Keys, the pseudorandom function and leaves.

use saya_core::limbs::to_hex;
use saya_core::signature::{KeyId, Seed, SigningKey};
use saya_core::{limbs, Felt};
use serde_json::{json, Value as Json};

use super::source::{hex32, Source};

/// A key and what it was made from.
pub struct Case {
    pub master: [u8; 32],
    pub id: KeyId,
    pub key: SigningKey,
}

impl Case {
    fn new(master: [u8; 32], id: KeyId, first_nonce: u32) -> Case {
        let key = SigningKey::generate(&master, &id, first_nonce);
        Case { master, id, key }
    }

    pub fn seed(&self) -> Seed {
        Seed::derive(&self.master, &self.id)
    }
}

/// A first key, and one at the end of every range.
pub fn keys() -> Vec<Case> {
    let mut source = Source::new("signing keys");
    let mut case = |user, lane, epoch, first_nonce| {
        let master = source.word();
        let domain = source.digest();
        let id = KeyId {
            domain,
            user,
            lane,
            epoch,
        };
        Case::new(master, id, first_nonce)
    };
    let last = u32::MAX;
    vec![case(1, 0, 0, 0), case(last, last, last, last - 3)]
}

pub fn json(case: &Case) -> Json {
    let public = case.key.public();
    let first = u64::from(public.first_nonce);
    let seed = case.seed();
    let elements = [(first, 0), (first, 119), (first + 1, 60)].map(|(nonce, chain)| {
        json!({"nonce": nonce, "chain": chain, "element": seed.element(nonce, chain)})
    });
    let digest = limbs::ZERO;
    let randomisers = [0, 1, 3_000].map(|attempt| {
        let rho = seed.randomiser(&digest, public.first_nonce, attempt);
        json!({"digest": hex32(&digest), "nonce": first, "attempt": attempt, "rho": rho})
    });
    let leaves = [0, 1, 4095].map(|i| json!({"index": i, "leaf": hex32(&case.key.leaves()[i])}));
    json!({
        "master": to_hex(&case.master),
        "domain": hex32(&case.id.domain),
        "user": case.id.user,
        "lane": case.id.lane,
        "epoch": case.id.epoch,
        "first_nonce": public.first_nonce,
        "pp": public.pp,
        "tree_root": hex32(&public.tree_root),
        "key_root": public.key_root(),
        "public_key": to_hex(&public.to_bytes()),
        "elements": elements,
        "randomisers": randomisers,
        "leaves": leaves,
    })
}

/// A limb and one more.
pub fn bump(limb: &mut Felt) {
    *limb += Felt::ONE;
}

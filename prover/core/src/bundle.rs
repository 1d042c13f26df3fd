//! Bundles: calls authorised together by one signature.

use serde::{Deserialize, Serialize};

use crate::error::{check_below, CoreError};
use crate::felt::Felt;
use crate::hashing::{hash, Tag};
use crate::limbs::{self, Digest};

/// What the signer of a bundle signs beside its calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// User id: of the calls' user, or of the operator.
    pub signer: u32,
    pub lane: u32,
    /// Below 2^32 - 1.
    pub nonce: u32,
    #[serde(default)]
    pub after: u32,
}

impl Bundle {
    /// `H(BUNDLE; scope, signer, lane, nonce, after, A₁)`, which the signer signs; `first` is A₁.
    pub fn digest(&self, scope: &Digest, first: &Digest) -> Result<Digest, CoreError> {
        check_below("nonce", self.nonce, u32::MAX)?;
        let mut x = scope.to_vec();
        x.extend([self.signer, self.lane, self.nonce, self.after].map(Felt::from));
        x.extend(first);
        Ok(hash(Tag::Bundle, &x))
    }
}

/// `A_1, …, A_n, 0⁴` of `n` call digests in order: what is still authorised before each call, and after the last.
/// `A_i = H(AUTH; call_i, A_{i+1})`.
pub fn auth_chain(calls: &[Digest]) -> Vec<Digest> {
    let mut chain = vec![limbs::ZERO];
    for call in calls.iter().rev() {
        let rest = chain[chain.len() - 1];
        chain.push(hash(Tag::Auth, &[*call, rest].concat()));
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_ends_in_zero_and_names_every_call_in_order() {
        let digest = |n: u32| [0, 1, 2, 3].map(|i| Felt::from(4 * n + i));
        let calls = [digest(1), digest(2), digest(3)];
        let chain = auth_chain(&calls);
        assert_eq!(chain.len(), 4);
        assert_eq!(chain[3], limbs::ZERO);
        for (i, call) in calls.iter().enumerate() {
            let link = hash(Tag::Auth, &[*call, chain[i + 1]].concat());
            assert_eq!(chain[i], link);
        }
        assert_eq!(auth_chain(&calls[1..]), chain[1..]);
        assert_ne!(auth_chain(&[calls[1], calls[0], calls[2]])[0], chain[0]);
        assert_eq!(auth_chain(&[]), [limbs::ZERO]);
    }

    #[test]
    fn every_part_changes_the_digest() {
        let scope = [Felt::ONE; 4];
        let bundle = Bundle {
            signer: 1,
            lane: 2,
            nonce: 3,
            after: 4,
        };
        let of = |bundle: Bundle| bundle.digest(&scope, &limbs::ZERO).unwrap();
        let mut all = vec![
            of(bundle),
            of(Bundle {
                signer: 9,
                ..bundle
            }),
            of(Bundle { lane: 9, ..bundle }),
            of(Bundle { nonce: 9, ..bundle }),
            of(Bundle { after: 9, ..bundle }),
            bundle.digest(&limbs::ZERO, &limbs::ZERO).unwrap(),
            bundle.digest(&scope, &scope).unwrap(),
        ];
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 7);
        let last = Bundle {
            nonce: u32::MAX,
            ..bundle
        };
        let refused = last.digest(&scope, &limbs::ZERO).unwrap_err();
        assert_eq!(refused.code(), "RANGE");
    }
}

//! The public inputs of every inner proof: 48 limbs.

use serde::{Deserialize, Serialize};

use crate::error::{check_below, CoreError};
use crate::felt::Felt;
use crate::limbs::{self, digest_hex, Digest};

/// Limbs of a header.
pub const LENGTH: usize = 48;
/// Where each field starts.
pub mod offset {
    pub const VD: usize = 0;
    pub const ENV: usize = 4;
    pub const STATE_IN: usize = 8;
    pub const STATE_OUT: usize = 12;
    pub const CALLS_IN: usize = 16;
    pub const CALLS_OUT: usize = 20;
    pub const AUTH_IN: usize = 24;
    pub const AUTH_OUT: usize = 29;
    pub const LOG_IN: usize = 34;
    pub const LOG_OUT: usize = 38;
    pub const COUNT: usize = 42;
    pub const RESERVED: usize = 43;
}

/// The authorisation register: who signed, and the chain of calls still authorised. Zero when idle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Auth {
    /// User id.
    pub signer: u32,
    /// A of the next call; 0⁴ after the last.
    #[serde(with = "digest_hex")]
    pub chain: Digest,
}

/// A proof header. Fields in the order of their limbs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Verifier data of the aggregator; unconstrained in a leaf.
    #[serde(with = "digest_hex")]
    pub vd: Digest,
    #[serde(with = "digest_hex")]
    pub env: Digest,
    #[serde(with = "digest_hex")]
    pub state_in: Digest,
    #[serde(with = "digest_hex")]
    pub state_out: Digest,
    #[serde(with = "digest_hex")]
    pub calls_in: Digest,
    #[serde(with = "digest_hex")]
    pub calls_out: Digest,
    pub auth_in: Auth,
    pub auth_out: Auth,
    #[serde(with = "digest_hex")]
    pub log_in: Digest,
    #[serde(with = "digest_hex")]
    pub log_out: Digest,
    /// Calls.
    pub count: u32,
}

impl Header {
    /// The 48 limbs.
    pub fn to_limbs(&self) -> [Felt; LENGTH] {
        let mut all = [Felt::ZERO; LENGTH];
        let digests = [
            (offset::VD, &self.vd),
            (offset::ENV, &self.env),
            (offset::STATE_IN, &self.state_in),
            (offset::STATE_OUT, &self.state_out),
            (offset::CALLS_IN, &self.calls_in),
            (offset::CALLS_OUT, &self.calls_out),
            (offset::AUTH_IN + 1, &self.auth_in.chain),
            (offset::AUTH_OUT + 1, &self.auth_out.chain),
            (offset::LOG_IN, &self.log_in),
            (offset::LOG_OUT, &self.log_out),
        ];
        for (at, digest) in digests {
            all[at..at + 4].copy_from_slice(digest);
        }
        all[offset::AUTH_IN] = self.auth_in.signer.into();
        all[offset::AUTH_OUT] = self.auth_out.signer.into();
        all[offset::COUNT] = self.count.into();
        all
    }

    /// The header of 48 limbs; refuses other lengths, reserved limbs that are not 0, and a signer or count of
    /// 2^32 or more.
    pub fn from_limbs(all: &[Felt]) -> Result<Header, CoreError> {
        if all.len() != LENGTH {
            return Err(CoreError::HeaderLength { length: all.len() });
        }
        if let Some(index) = (offset::RESERVED..LENGTH).find(|&i| all[i] != Felt::ZERO) {
            return Err(CoreError::HeaderReserved { index });
        }
        let digest = |at: usize| {
            let mut digest = limbs::ZERO;
            digest.copy_from_slice(&all[at..at + 4]);
            digest
        };
        let small = |name, at: usize| {
            check_below(name, all[at].value(), 1u64 << 32).map(|()| all[at].value() as u32)
        };
        let auth = |at: usize| {
            Ok(Auth {
                signer: small("signer", at)?,
                chain: digest(at + 1),
            })
        };
        Ok(Header {
            vd: digest(offset::VD),
            env: digest(offset::ENV),
            state_in: digest(offset::STATE_IN),
            state_out: digest(offset::STATE_OUT),
            calls_in: digest(offset::CALLS_IN),
            calls_out: digest(offset::CALLS_OUT),
            auth_in: auth(offset::AUTH_IN)?,
            auth_out: auth(offset::AUTH_OUT)?,
            log_in: digest(offset::LOG_IN),
            log_out: digest(offset::LOG_OUT),
            count: small("count", offset::COUNT)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{rngs::StdRng, Rng, SeedableRng};

    fn random(rng: &mut StdRng) -> [Felt; LENGTH] {
        let mut all = [Felt::ZERO; LENGTH];
        for (i, limb) in all.iter_mut().enumerate().take(offset::RESERVED) {
            *limb = match i {
                offset::AUTH_IN | offset::AUTH_OUT | offset::COUNT => Felt::from_u32(rng.gen()),
                _ => Felt::reduce(rng.gen()),
            };
        }
        all
    }

    #[test]
    fn every_limb_has_one_place() {
        let mut rng = StdRng::seed_from_u64(8);
        for _ in 0..50 {
            let all = random(&mut rng);
            assert_eq!(Header::from_limbs(&all).unwrap().to_limbs(), all);
        }
    }

    #[test]
    fn reading_is_strict() {
        let mut rng = StdRng::seed_from_u64(9);
        let all = random(&mut rng);
        for length in [0, 47] {
            let refused = Header::from_limbs(&all[..length]).unwrap_err();
            assert_eq!(refused, CoreError::HeaderLength { length });
        }
        for index in offset::RESERVED..LENGTH {
            let mut bad = all;
            bad[index] = Felt::ONE;
            let refused = Header::from_limbs(&bad).unwrap_err();
            assert_eq!(refused, CoreError::HeaderReserved { index });
        }
        for index in [offset::AUTH_IN, offset::AUTH_OUT, offset::COUNT] {
            let mut bad = all;
            bad[index] = Felt::new(1 << 32).unwrap();
            assert_eq!(Header::from_limbs(&bad).unwrap_err().code(), "RANGE");
        }
    }
}

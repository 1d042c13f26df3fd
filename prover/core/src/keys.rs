//! Keys and values of the canonical state.

use serde::{Deserialize, Serialize};

use crate::error::{check_below, CoreError};
use crate::felt::Felt;
use crate::limbs::{self, Digest};
use crate::typed::Typed;

/// Contracts are numbered below this.
pub const CONTRACT_LIMIT: u64 = 1 << 31;

/// A state key `(contract·2^32 + slot, k0, k1, k2)`; ordered as its `bytes32`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Key(#[serde(with = "limbs::digest_hex")] pub Digest);

/// A state value of four limbs; 0⁴ for a key that was never written. Ordered as its `bytes32`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Value(#[serde(with = "limbs::digest_hex")] pub Digest);

impl Key {
    /// The key of state variable `slot` of `contract` at `map_keys`, which fill the three limbs from the left.
    ///
    /// Refuses a contract of 2^31 or more, map keys of more than three limbs, and the key 0.
    pub fn new(contract: u32, slot: u32, map_keys: &[Typed]) -> Result<Key, CoreError> {
        check_below("contract", contract, CONTRACT_LIMIT)?;
        let parts: Vec<Felt> = map_keys.iter().flat_map(|key| key.limbs()).collect();
        if parts.len() > 3 {
            return Err(CoreError::KeyTooWide { limbs: parts.len() });
        }
        let mut all = limbs::ZERO;
        all[0] = Felt::new((contract as u64) << 32 | slot as u64)?;
        all[1..=parts.len()].copy_from_slice(&parts);
        if all == limbs::ZERO {
            return Err(CoreError::KeyZero { index: 0 });
        }
        Ok(Key(all))
    }

    /// Four big-endian words, first limb first.
    pub fn to_bytes(&self) -> [u8; 32] {
        limbs::to_bytes(&self.0)
    }

    /// The key of a `bytes32`; limbs of p or more are refused. The key 0 is read; lists refuse it.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Key, CoreError> {
        limbs::from_bytes(bytes).map(Key)
    }
}

impl Value {
    /// The value of a key that was never written.
    pub const ZERO: Value = Value(limbs::ZERO);

    /// Four big-endian words, first limb first.
    pub fn to_bytes(&self) -> [u8; 32] {
        limbs::to_bytes(&self.0)
    }

    /// The value of a `bytes32`; limbs of p or more are refused.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Value, CoreError> {
        limbs::from_bytes(bytes).map(Value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::felt::P;
    use rand::{rngs::StdRng, Rng, SeedableRng};

    #[test]
    fn round_trip_and_order_follow_the_bytes() {
        let mut rng = StdRng::seed_from_u64(5);
        let keys: Vec<Key> = (0..200)
            .map(|_| {
                Key([(); 4]
                    .map(|()| Felt::reduce(rng.gen_range(0..3u128) * rng.gen::<u64>() as u128)))
            })
            .collect();
        for a in &keys {
            assert_eq!(Key::from_bytes(&a.to_bytes()).unwrap(), *a);
            let text = serde_json::to_string(a).unwrap();
            assert_eq!(serde_json::from_str::<Key>(&text).unwrap(), *a);
            for b in &keys {
                assert_eq!(a.cmp(b), a.to_bytes().cmp(&b.to_bytes()));
            }
        }
    }

    #[test]
    fn every_limb_position_is_strict() {
        for position in 0..4 {
            for bad in [P, P + 1, u64::MAX] {
                let mut bytes = [0; 32];
                bytes[8 * position..8 * position + 8].copy_from_slice(&bad.to_be_bytes());
                let refused = CoreError::LimbRange { value: bad };
                assert_eq!(Key::from_bytes(&bytes), Err(refused.clone()));
                assert_eq!(Value::from_bytes(&bytes), Err(refused));
                let text = format!("\"{}\"", limbs::to_hex(&bytes));
                assert!(serde_json::from_str::<Value>(&text).is_err());
            }
        }
    }

    #[test]
    fn map_keys_fill_three_limbs_and_no_more() {
        let key = Key::new(1, 2, &[Typed::U64(3 << 32 | 4), Typed::User(5)]).unwrap();
        assert_eq!(key.0.map(Felt::value), [1 << 32 | 2, 4, 3, 5]);
        let wide = Key::new(1, 2, &[Typed::U64(0), Typed::U64(0)]);
        assert_eq!(wide, Err(CoreError::KeyTooWide { limbs: 4 }));
        assert_eq!(Key::new(0, 0, &[]), Err(CoreError::KeyZero { index: 0 }));
        assert_eq!(Key::new(1 << 31, 1, &[]).unwrap_err().code(), "RANGE");
    }
}

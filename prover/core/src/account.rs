//! Entries of system contract 0 that say who may act: accounts and operators.

use thiserror::Error;

use crate::error::{check_below, CoreError};
use crate::felt::Felt;
use crate::keys::{Key, Value};
use crate::limbs;
use crate::signature::KeyRoot;
use crate::typed::Typed;

/// The contract of the system's own entries.
pub const SYSTEM_CONTRACT: u32 = 0;
/// Slot of `ACCOUNT(user, lane)`.
pub const ACCOUNT_SLOT: u32 = 1;
/// Slot of `OPERATOR(contract)`.
pub const OPERATOR_SLOT: u32 = 2;

/// The value of `ACCOUNT(user, lane)`: `(nonce, keyRoot[3])`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The least nonce that may be used now.
    pub nonce: u32,
    /// 0³ while no key is registered.
    pub key_root: KeyRoot,
}

/// The nonce rule refuses a nonce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NonceError {
    #[error("nonce {nonce} is used up: the account is at {stored}; sign again with that nonce or a later one")]
    Used { nonce: u32, stored: u32 },
    #[error(
        "it was signed to follow nonce {}, but the account is at {stored}; send what comes before it first, or sign again",
        after - 1
    )]
    Order { after: u32, stored: u32 },
}

impl Account {
    /// Where the account of a user and lane is kept.
    pub fn key(user: u32, lane: u32) -> Key {
        let parts = [Typed::User(user), Typed::U32(lane)];
        Key::new(SYSTEM_CONTRACT, ACCOUNT_SLOT, &parts).expect("two limbs, and slot 1")
    }

    /// The account in a state value; refuses a nonce of 2^32 or more.
    pub fn decode(value: &Value) -> Result<Self, CoreError> {
        let [nonce, a, b, c] = value.0;
        check_below("nonce", nonce.value(), 1u64 << 32).map_err(|_| CoreError::TypedValue {
            ty: "an account",
            value: value.to_bytes(),
            why: "its nonce is 2^32 or more",
        })?;
        Ok(Self {
            nonce: nonce.value() as u32,
            key_root: [a, b, c],
        })
    }

    /// The state value.
    pub fn encode(&self) -> Value {
        let [a, b, c] = self.key_root;
        Value([self.nonce.into(), a, b, c])
    }

    /// Whether a key is registered.
    pub fn has_key(&self) -> bool {
        self.key_root != [Felt::ZERO; 3]
    }

    /// The account once `nonce` is used: `nonce` must not be below the stored one, so gaps are allowed and reuse
    /// is not; `after` is 0, or one more than what must be stored. The caller checks `nonce < 2^32 - 1`.
    pub fn consume(&self, nonce: u32, after: u32) -> Result<Self, NonceError> {
        let stored = self.nonce;
        if nonce < stored {
            return Err(NonceError::Used { nonce, stored });
        }
        if after != 0 && after - 1 != stored {
            return Err(NonceError::Order { after, stored });
        }
        Ok(Self {
            nonce: nonce + 1,
            ..*self
        })
    }
}

/// Where the operator of a contract is kept; refuses a contract of 2^31 or more.
pub fn operator_key(contract: u32) -> Result<Key, CoreError> {
    Key::new(SYSTEM_CONTRACT, OPERATOR_SLOT, &[Typed::U32(contract)])
}

/// The user id in the value of an operator entry, 0 for none; refuses what is no user id.
pub fn operator_of(value: &Value) -> Result<u32, CoreError> {
    let [user, rest @ ..] = value.0;
    if rest != [Felt::ZERO; 3] || user.value() >> 32 != 0 {
        return Err(CoreError::TypedValue {
            ty: "an operator",
            value: value.to_bytes(),
            why: "it is not one limb below 2^32",
        });
    }
    Ok(user.value() as u32)
}

/// The value of an operator entry.
pub fn operator_value(user: u32) -> Value {
    let mut all = limbs::ZERO;
    all[0] = user.into();
    Value(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(nonce: u32) -> Account {
        Account {
            nonce,
            key_root: [1, 2, 3].map(Felt::from_u32),
        }
    }

    #[test]
    fn a_nonce_is_used_once_and_gaps_are_allowed() {
        let used = at(5).consume(5, 0).unwrap();
        assert_eq!(used, at(6));
        assert_eq!(at(5).consume(900, 0).unwrap(), at(901));
        let refused = NonceError::Used {
            nonce: 5,
            stored: 6,
        };
        assert_eq!(used.consume(5, 0), Err(refused));
        assert_eq!(at(0).consume(u32::MAX - 1, 0).unwrap(), at(u32::MAX));
    }

    #[test]
    fn after_demands_what_is_stored() {
        assert_eq!(at(5).consume(7, 6).unwrap(), at(8));
        assert_eq!(at(0).consume(0, 1).unwrap(), at(1));
        for after in [1, 5, 7, u32::MAX] {
            let refused = NonceError::Order { after, stored: 5 };
            assert_eq!(at(5).consume(7, after), Err(refused));
        }
    }

    #[test]
    fn values_are_strict() {
        for account in [at(0), at(u32::MAX), Account::default()] {
            assert_eq!(Account::decode(&account.encode()), Ok(account));
        }
        let mut value = at(0).encode();
        value.0[0] = Felt::new(1 << 32).unwrap();
        assert_eq!(Account::decode(&value).unwrap_err().code(), "TYPED_VALUE");
        assert!(at(0).has_key() && !Account::default().has_key());
        assert_eq!(operator_of(&operator_value(7)), Ok(7));
        for limb in 0..4 {
            let mut value = operator_value(7);
            value.0[limb] = Felt::new(1 << 32).unwrap();
            assert_eq!(operator_of(&value).unwrap_err().code(), "TYPED_VALUE");
        }
    }

    #[test]
    fn keys_are_those_of_contract_0() {
        assert_eq!(Account::key(7, 9).0.map(Felt::value), [1, 7, 9, 0]);
        let key = operator_key(3).unwrap();
        assert_eq!(key.0.map(Felt::value), [2, 3, 0, 0]);
    }
}

//! Groups of limbs as bytes and as text.
//!
//! A limb is 8 bytes big-endian. Four limbs are a `bytes32`, the first limb most significant; as JSON,
//! `0x` and 64 hexadecimal digits.

use serde::{Deserialize, Deserializer, Serializer};

use crate::error::CoreError;
use crate::felt::Felt;

/// A hash value, or another group of four limbs.
pub type Digest = [Felt; 4];

/// 0⁴.
pub const ZERO: Digest = [Felt::ZERO; 4];

/// The `bytes32` of four limbs.
pub fn to_bytes(limbs: &Digest) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (chunk, limb) in bytes.chunks_exact_mut(8).zip(limbs) {
        chunk.copy_from_slice(&limb.value().to_be_bytes());
    }
    bytes
}

/// The four limbs of a `bytes32`; a limb of p or more is refused.
pub fn from_bytes(bytes: &[u8; 32]) -> Result<Digest, CoreError> {
    let mut limbs = ZERO;
    for (limb, chunk) in limbs.iter_mut().zip(bytes.chunks_exact(8)) {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        *limb = Felt::new(u64::from_be_bytes(word))?;
    }
    Ok(limbs)
}

/// `0x` and lower-case hexadecimal digits.
pub fn to_hex(bytes: &[u8]) -> String {
    format!("0x{}", hex::encode(bytes))
}

/// The `N` bytes that a text of `0x` and exactly `2 N` hexadecimal digits stands for.
pub fn parse_hex<const N: usize>(text: &str) -> Result<[u8; N], CoreError> {
    let mut bytes = [0; N];
    text.strip_prefix("0x")
        .and_then(|digits| hex::decode_to_slice(digits, &mut bytes).ok())
        .ok_or_else(|| CoreError::Hex {
            text: text.chars().take(80).collect(),
            digits: 2 * N,
        })?;
    Ok(bytes)
}

/// Serde form of a [`Digest`]: `#[serde(with = "saya_core::limbs::digest_hex")]`.
pub mod digest_hex {
    use super::*;

    /// Writes four limbs as `bytes32` text.
    pub fn serialize<S: Serializer>(limbs: &Digest, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_hex(&to_bytes(limbs)))
    }

    /// Reads four limbs from `bytes32` text, strictly.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Digest, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_hex::<32>(&text)
            .and_then(|bytes| from_bytes(&bytes))
            .map_err(serde::de::Error::custom)
    }
}

/// Serde form of a byte array: `#[serde(with = "saya_core::limbs::bytes_hex")]`.
pub mod bytes_hex {
    use super::*;

    /// Writes bytes as `0x` text.
    pub fn serialize<S: Serializer, const N: usize>(
        bytes: &[u8; N],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_hex(bytes))
    }

    /// Reads exactly `N` bytes from `0x` text.
    pub fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        deserializer: D,
    ) -> Result<[u8; N], D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_hex(&text).map_err(serde::de::Error::custom)
    }
}

//! The signature and its bytes.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::SignatureError;
use super::params::{Element, CHAINS, HEIGHT, SIGNATURE_LIMBS};
use crate::felt::Felt;
use crate::limbs::{parse_hex, to_hex, Digest};

/// What a signer adds to a digest and a public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The randomiser ρ.
    pub rho: [Felt; 2],
    /// Of each chain its end where the codeword has a one, its start where it has a zero.
    pub elements: [Element; CHAINS],
    /// Siblings from the leaf upwards.
    pub path: [Digest; HEIGHT],
}

impl Signature {
    /// Bytes of a signature.
    pub const BYTES: usize = 8 * SIGNATURE_LIMBS;

    /// ρ, elements, path: 8 bytes big-endian a limb.
    pub fn to_bytes(&self) -> [u8; Signature::BYTES] {
        let limbs = [
            &self.rho,
            self.elements.as_flattened(),
            self.path.as_flattened(),
        ];
        let mut bytes = [0; Signature::BYTES];
        write_limbs(&limbs.concat(), &mut bytes);
        bytes
    }

    /// Strict: refuses another length and limbs of p or more, so a signature has one form.
    pub fn from_bytes(bytes: &[u8]) -> Result<Signature, SignatureError> {
        let limbs: [Felt; SIGNATURE_LIMBS] = read_limbs("signature", bytes)?;
        let (rho, rest) = limbs.split_at(2);
        let (elements, path) = rest.split_at(2 * CHAINS);
        Ok(Signature {
            rho: [rho[0], rho[1]],
            elements: std::array::from_fn(|c| [elements[2 * c], elements[2 * c + 1]]),
            path: std::array::from_fn(|i| std::array::from_fn(|j| path[4 * i + j])),
        })
    }
}

/// Its bytes as 0x-prefixed hex.
impl Serialize for Signature {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_hex(&self.to_bytes()))
    }
}

impl<'de> Deserialize<'de> for Signature {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes: [u8; Self::BYTES] = parse_hex(&text).map_err(D::Error::custom)?;
        Self::from_bytes(&bytes).map_err(D::Error::custom)
    }
}

/// Writes 8 bytes big-endian for each limb.
pub(super) fn write_limbs(limbs: &[Felt], bytes: &mut [u8]) {
    for (chunk, limb) in bytes.chunks_exact_mut(8).zip(limbs) {
        chunk.copy_from_slice(&limb.value().to_be_bytes());
    }
}

/// Reads exactly `N` canonical limbs.
pub(super) fn read_limbs<const N: usize>(
    what: &'static str,
    bytes: &[u8],
) -> Result<[Felt; N], SignatureError> {
    let (expected, length) = (8 * N, bytes.len());
    if length != expected {
        return Err(SignatureError::Length {
            what,
            expected,
            length,
        });
    }
    let mut limbs = [Felt::ZERO; N];
    for (index, (limb, chunk)) in limbs.iter_mut().zip(bytes.chunks_exact(8)).enumerate() {
        let value = chunk.iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
        *limb = Felt::new(value).map_err(|_| SignatureError::Limb { what, index, value })?;
    }
    Ok(limbs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::P;

    #[test]
    fn bytes_are_strict() {
        let limb = |i: usize| Felt::from(i as u32);
        let signature = Signature {
            rho: [limb(0), limb(1)],
            elements: std::array::from_fn(|c| [limb(2 + 2 * c), limb(3 + 2 * c)]),
            path: std::array::from_fn(|i| std::array::from_fn(|j| limb(242 + 4 * i + j))),
        };
        let good = signature.to_bytes();
        assert_eq!(good.len(), 2320);
        for (i, word) in good.chunks(8).enumerate() {
            assert_eq!(word, (i as u64).to_be_bytes());
        }
        assert_eq!(Signature::from_bytes(&good), Ok(signature));
        for length in [0, 2312, 2319, 2321] {
            let mut bytes = good.to_vec();
            bytes.resize(length, 0);
            let refused = Signature::from_bytes(&bytes).unwrap_err();
            assert_eq!(refused.code(), "SIGNATURE_LENGTH");
        }
        for index in [0, 1, 2, 241, 242, 289] {
            for value in [P, P + index as u64, u64::MAX] {
                let mut bytes = good;
                bytes[8 * index..8 * index + 8].copy_from_slice(&value.to_be_bytes());
                let what = "signature";
                let refused = SignatureError::Limb { what, index, value };
                assert_eq!(Signature::from_bytes(&bytes), Err(refused));
            }
        }
    }
}

//! Sizes of scheme 1. The gadget, the documents and the tests take them from here.

use crate::felt::Felt;

/// Number of this scheme in a key root.
pub const SCHEME: u32 = 1;
/// Levels of the tree over the one-time keys.
pub const HEIGHT: usize = 12;
/// Signatures of one key.
pub const LEAVES: usize = 1 << HEIGHT;
/// Bits that a codeword takes from each of the two limbs of a message digest; the limb must be below
/// `2^LIMB_BITS`.
pub const LIMB_BITS: usize = 60;
/// Chains of a one-time key: one for each bit of a codeword.
pub const CHAINS: usize = 2 * LIMB_BITS;
/// Ones in every codeword.
pub const WEIGHT: usize = 60;
/// Randomisers that signing tries. One in about 3,520 gives a codeword, so all of them fail with probability
/// below 2^-107.
pub const MAX_ATTEMPTS: u32 = 1 << 18;
/// Limbs of a signature: randomiser, elements, path.
pub const SIGNATURE_LIMBS: usize = 2 + 2 * CHAINS + 4 * HEIGHT;
/// Limbs of a public key: what a key root hashes.
pub const PUBLIC_KEY_LIMBS: usize = 13;

/// A value of a chain.
pub type Element = [Felt; 2];
/// The public parameter of a key: keeps the hashes of different keys apart.
pub type Pp = [Felt; 2];
/// What an account stores of a public key.
pub type KeyRoot = [Felt; 3];

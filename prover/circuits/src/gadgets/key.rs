//! State keys: `(contract·2^32 + slot, k0, k1, k2)`.

use plonky2::field::types::Field;
use plonky2::iop::target::Target;
use saya_executor::validate::KEY_LIMBS;

use super::value::ValueTarget;
use crate::types::{Builder, F};

/// Key of `contract`'s variable `slot` at the given map keys; their limbs fill from the left.
///
/// No private witness. The first limb is a constant, not zero because slots start at 1: the key is never 0.
pub fn state_key(b: &mut Builder, contract: u32, slot: u32, keys: &[ValueTarget]) -> [Target; 4] {
    let limbs: Vec<Target> = keys.iter().flat_map(ValueTarget::limbs).collect();
    assert!(limbs.len() <= KEY_LIMBS, "map keys wider than three limbs");
    let mut key = [b.zero(); 4];
    key[0] = b.constant(F::from_canonical_u64(
        (u64::from(contract) << 32) + u64::from(slot),
    ));
    key[1..=limbs.len()].copy_from_slice(&limbs);
    key
}

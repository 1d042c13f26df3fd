//! State keys: `(contract·2^32 + slot, k0, k1, k2)`.
//!
//! | part | rows | holds |
//! |---|---|---|
//! | key | 0 | a constant, the limbs of the map keys as they are, zeros |

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

#[cfg(test)]
mod tests {
    use saya_core::{Key, Typed};

    use super::*;
    use crate::gadgets::trial::{pairs, Trial};

    #[test]
    fn keys_agree_with_the_native_ones() {
        let cases: [&[Typed]; 4] = [
            &[],
            &[Typed::User(9)],
            &[Typed::U64(5 << 32 | 6), Typed::U32(7)],
            &[Typed::Bool(true), Typed::User(8), Typed::U32(3)],
        ];
        for keys in cases {
            let (trial, (limbs, key)) = Trial::new(|b| {
                let mut limbs = vec![];
                let values: Vec<ValueTarget> = (keys.iter())
                    .map(|key| {
                        let own = b.add_virtual_targets(key.ty().width());
                        limbs.extend(own.clone());
                        ValueTarget::checked(b, key.ty(), &own)
                    })
                    .collect();
                let key = state_key(b, 200, 4, &values);
                b.register_public_inputs(&key);
                (limbs, key)
            });
            let encoded: Vec<_> = keys.iter().flat_map(|key| key.limbs()).collect();
            let inputs = pairs(&limbs, &encoded);
            assert!(trial.accepts(&inputs));
            let native = Key::new(200, 4, keys).unwrap();
            for (target, limb) in key.into_iter().zip(native.0) {
                assert_eq!(trial.value(&inputs, target), limb.value());
            }
        }
    }
}

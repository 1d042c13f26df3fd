//! The language's own hash, `poseidon(a, b, …)`.

use plonky2::iop::target::Target;
use saya_core::Tag;

use super::hash::hash;
use super::value::ValueTarget;
use crate::types::Builder;

/// `H(USER_HASH; limbs of all inputs)`: a row for each 8 limbs. No private witness.
pub fn user_hash(b: &mut Builder, inputs: &[ValueTarget]) -> ValueTarget {
    let limbs: Vec<Target> = inputs.iter().flat_map(ValueTarget::limbs).collect();
    ValueTarget::Hash(hash(b, Tag::UserHash, &limbs))
}

#[cfg(test)]
mod tests {
    use saya_core::{Felt, Typed};
    use saya_executor::ir::Type;

    use super::*;
    use crate::gadgets::twin::{samples, Twin};

    #[test]
    fn it_agrees_with_the_native_hash_and_is_determined() {
        let cases: [&[Type]; 4] = [
            &[Type::Bool],
            &[Type::U64, Type::User],
            &[Type::U128, Type::Hash],
            &[Type::Hash, Type::Felt, Type::U16, Type::Hash],
        ];
        for types in cases {
            let twin = Twin::new(types, user_hash, |x| {
                let limbs: Vec<Felt> = x.iter().flat_map(|x| x.limbs()).collect();
                Some(Typed::Hash(saya_core::hash(Tag::UserHash, &limbs)))
            });
            for i in 0..2 {
                let operands: Vec<Typed> = types.iter().map(|&ty| samples(ty)[i]).collect();
                twin.check(&operands);
                twin.check_lies(&operands);
            }
        }
    }
}

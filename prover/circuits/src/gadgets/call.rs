//! The digest of one call and the running digest of all calls.

use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::Target;
use saya_core::Tag;

use super::hash::hash;
use crate::types::{Builder, F};

/// A call of authorisation mode none: nonce, lane, after and mode are 0.
pub struct UnsignedCall<'a> {
    pub args: &'a [Target],
    pub user: Target,
    /// `contract·2^32 + function`.
    pub fn_id: u64,
    pub valid_until: Target,
}

/// `H(CALL; scope, H(ARGS; args), user, 0, 0, fn_id, valid_until, 0, 0)`.
pub fn call_digest(b: &mut Builder, scope: HashOutTarget, call: &UnsignedCall) -> HashOutTarget {
    let zero = b.zero();
    let fn_id = b.constant(F::from_canonical_u64(call.fn_id));
    let args = hash(b, Tag::Args, call.args);
    let mut limbs = [scope.elements, args.elements].concat();
    let (nonce, lane, after, auth_mode) = (zero, zero, zero, zero);
    limbs.extend([
        call.user,
        nonce,
        lane,
        fn_id,
        call.valid_until,
        after,
        auth_mode,
    ]);
    hash(b, Tag::Call, &limbs)
}

/// `calls' = H(CALLS; calls, digest)`.
pub fn append_call(b: &mut Builder, calls: HashOutTarget, digest: HashOutTarget) -> HashOutTarget {
    hash(b, Tag::Calls, &[calls.elements, digest.elements].concat())
}

#[cfg(test)]
mod tests {
    use saya_core::calls::{self, AuthMode, Call};

    use super::*;
    use crate::gadgets::trial::{pairs, random_digest, random_limbs, Trial};

    #[test]
    fn digest_and_chain_agree_with_the_native_ones() {
        for width in [0, 1, 2, 8, 11] {
            let call = Call {
                contract: 3,
                function: 9,
                args: random_limbs(5, width),
                user: 77,
                valid_until: 1_900_000_000,
                nonce: 0,
                lane: 0,
                after: 0,
                auth_mode: AuthMode::None,
            };
            let (trial, (scope, args, user, valid_until, before, digest, after)) =
                Trial::new(|b| {
                    let (scope, before) = (b.add_virtual_hash(), b.add_virtual_hash());
                    let args = b.add_virtual_targets(width);
                    let (user, valid_until) = (b.add_virtual_target(), b.add_virtual_target());
                    let unsigned = UnsignedCall {
                        args: &args,
                        user,
                        fn_id: call.fn_id(),
                        valid_until,
                    };
                    let digest = call_digest(b, scope, &unsigned);
                    let after = append_call(b, before, digest);
                    b.register_public_inputs(&after.elements);
                    (scope, args, user, valid_until, before, digest, after)
                });
            let (scope_limbs, before_limbs) = (random_digest(1), random_digest(2));
            let mut inputs = pairs(&scope.elements, &scope_limbs);
            inputs.extend(pairs(&before.elements, &before_limbs));
            inputs.extend(pairs(&args, &call.args));
            inputs.extend([(user, 77), (valid_until, call.valid_until)]);
            assert!(trial.accepts(&inputs));
            let native = call.digest(&scope_limbs).unwrap();
            assert_eq!(trial.digest(&inputs, digest), native);
            let native = calls::calls_next(&before_limbs, &native);
            assert_eq!(trial.digest(&inputs, after), native);
            trial.assert_determined(&inputs, &after.elements, 20);
        }
    }
}

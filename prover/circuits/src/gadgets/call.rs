//! The digest of one call and the running digest of all calls.

use plonky2::field::types::Field;
use plonky2::hash::hash_types::HashOutTarget;
use plonky2::iop::target::Target;
use saya_core::calls::AuthMode;
use saya_core::Tag;

use super::account::NonceTargets;
use super::hash::hash;
use crate::types::{Builder, F};

/// What the digest of a call is made of.
pub struct CallFields<'a> {
    pub args: &'a [Target],
    pub user: Target,
    /// Nonce, lane and `after`: 0 unless the mode is inline.
    pub stated: NonceTargets,
    /// `contract·2^32 + function`.
    pub fn_id: u64,
    pub valid_until: Target,
    pub auth_mode: AuthMode,
}

/// `H(CALL; scope, H(ARGS; args), user, nonce, lane, fn_id, valid_until, after, auth_mode)`.
///
/// No private witness. Function and mode are constants of the circuit.
pub fn call_digest(b: &mut Builder, scope: HashOutTarget, call: &CallFields) -> HashOutTarget {
    let fn_id = b.constant(F::from_canonical_u64(call.fn_id));
    let auth_mode = b.constant(F::from_canonical_u32(call.auth_mode as u32));
    let args = hash(b, Tag::Args, call.args);
    let mut limbs = [scope.elements, args.elements].concat();
    let NonceTargets { nonce, lane, after } = call.stated;
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
    use saya_core::calls::{self, Call};

    use super::*;
    use crate::gadgets::trial::{pairs, random_digest, random_limbs, Trial};

    /// A call of each mode; only inline ones have a nonce, a lane and an `after`.
    fn native(auth_mode: AuthMode, width: usize) -> Call {
        let stated = |number| match auth_mode {
            AuthMode::Inline => number,
            _ => 0,
        };
        Call {
            contract: 3,
            function: 9,
            args: random_limbs(5, width),
            user: 77,
            valid_until: 1_900_000_000,
            nonce: stated(u32::MAX - 1),
            lane: stated(5),
            after: stated(8),
            auth_mode,
        }
    }

    #[test]
    fn digest_and_chain_agree_with_the_native_ones() {
        let modes = [AuthMode::None, AuthMode::Inline, AuthMode::Pop];
        for (width, auth_mode) in [0, 1, 2, 8, 11].into_iter().zip(modes.into_iter().cycle()) {
            let call = native(auth_mode, width);
            let (trial, (scope, args, numbers, before, digest, after)) = Trial::new(|b| {
                let (scope, before) = (b.add_virtual_hash(), b.add_virtual_hash());
                let args = b.add_virtual_targets(width);
                let [user, valid_until, nonce, lane, after] = b.add_virtual_target_arr();
                let fields = CallFields {
                    args: &args,
                    user,
                    stated: NonceTargets { nonce, lane, after },
                    fn_id: call.fn_id(),
                    valid_until,
                    auth_mode,
                };
                let digest = call_digest(b, scope, &fields);
                let numbers = [user, valid_until, nonce, lane, after];
                let after = append_call(b, before, digest);
                b.register_public_inputs(&after.elements);
                (scope, args, numbers, before, digest, after)
            });
            let (scope_limbs, before_limbs) = (random_digest(1), random_digest(2));
            let mut inputs = pairs(&scope.elements, &scope_limbs);
            inputs.extend(pairs(&before.elements, &before_limbs));
            inputs.extend(pairs(&args, &call.args));
            let stated = [call.nonce, call.lane, call.after].map(u64::from);
            let values = [&[77, call.valid_until], &stated[..]].concat();
            inputs.extend(numbers.into_iter().zip(values));
            assert!(trial.accepts(&inputs));
            let native = call.digest(&scope_limbs).unwrap();
            assert_eq!(trial.digest(&inputs, digest), native);
            let native = calls::calls_next(&before_limbs, &native);
            assert_eq!(trial.digest(&inputs, after), native);
            trial.assert_determined(&inputs, &after.elements, 20);
        }
    }
}

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

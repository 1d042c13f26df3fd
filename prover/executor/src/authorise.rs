//! The rules of authorisation, natively: what the lanes and the leaf of a bundle demand in circuits.

use saya_core::account::{operator_key, operator_of, Account};
use saya_core::calls::Call;
use saya_core::system_calls::SystemCall;
use saya_core::{Digest, Key, Value};

use crate::refusal::Refusal;
use crate::state::State;
use crate::submission::{Signed, SignedBundle};

/// An entry that was opened: its value before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touch {
    pub key: Key,
    pub old: Value,
    pub new: Value,
}

/// Who signs what, with which nonce.
struct Use<'a> {
    domain: &'a Digest,
    user: u32,
    lane: u32,
    nonce: u32,
    after: u32,
    digest: &'a Digest,
    signed: &'a Signed,
}

/// Uses the nonce of a call that is signed for itself.
pub fn inline(
    domain: &Digest,
    call: &Call,
    digest: &Digest,
    signed: &Signed,
    state: &mut dyn State,
) -> Result<Touch, Refusal> {
    use_nonce(&of_call(domain, call, digest, signed), state, |used| used)
}

/// Uses the nonce of a bundle; `digest` is the bundle's.
pub fn bundle(
    domain: &Digest,
    SignedBundle { bundle, signed, .. }: &SignedBundle,
    digest: &Digest,
    state: &mut dyn State,
) -> Result<Touch, Refusal> {
    let used = Use {
        domain,
        user: bundle.signer,
        lane: bundle.lane,
        nonce: bundle.nonce,
        after: bundle.after,
        digest,
        signed,
    };
    use_nonce(&used, state, |used| used)
}

/// Uses the nonce of a system call and moves the keys as it says.
pub fn system(
    domain: &Digest,
    call: &Call,
    meant: &SystemCall,
    digest: &Digest,
    signed: &Signed,
    state: &mut dyn State,
) -> Result<Vec<Touch>, Refusal> {
    let used = of_call(domain, call, digest, signed);
    match *meant {
        SystemCall::Rotate { key_root } => {
            let rotated = use_nonce(&used, state, |used| Account { key_root, ..used })?;
            Ok(vec![rotated])
        }
        SystemCall::Open { lane, key_root } => {
            if call.lane != 0 {
                return Err(Refusal::OpenLane { lane: call.lane });
            }
            let signer = use_nonce(&used, state, |used| used)?;
            let key = Account::key(call.user, lane);
            let old = state.get(&key);
            if old != Value::ZERO {
                return Err(Refusal::LaneHasKey { lane });
            }
            let nonce = 0;
            let new = Account { nonce, key_root }.encode();
            state.set(key, new);
            Ok(vec![signer, Touch { key, old, new }])
        }
    }
}

/// Reads who operates `contract`, who must be `signer`.
pub fn operator(signer: u32, contract: u32, state: &dyn State) -> Result<Touch, Refusal> {
    let key = operator_key(contract)?;
    let value = state.get(&key);
    let operator = operator_of(&value)?;
    if operator == 0 || operator != signer {
        return Err(Refusal::NotTheOperator {
            signer,
            contract,
            operator,
        });
    }
    Ok(Touch {
        key,
        old: value,
        new: value,
    })
}

fn of_call<'a>(domain: &'a Digest, call: &Call, digest: &'a Digest, signed: &'a Signed) -> Use<'a> {
    Use {
        domain,
        user: call.user,
        lane: call.lane,
        nonce: call.nonce,
        after: call.after,
        digest,
        signed,
    }
}

/// Verifies the signature with the key that the account holds, and writes what `then` makes of the account.
fn use_nonce(
    used: &Use,
    state: &mut dyn State,
    then: impl Fn(Account) -> Account,
) -> Result<Touch, Refusal> {
    let Use {
        domain,
        user,
        lane,
        nonce,
        ..
    } = *used;
    if user == 0 {
        return Err(Refusal::Nobody);
    }
    let key = Account::key(user, lane);
    let old = state.get(&key);
    let account = Account::decode(&old)?;
    if !account.has_key() {
        return Err(Refusal::NoKey { user, lane });
    }
    let after = account.consume(nonce, used.after)?;
    let public = &used.signed.public_key;
    public.expect(domain, lane, &account.key_root)?;
    public.verify(nonce, used.digest, &used.signed.signature)?;
    let new = then(after).encode();
    state.set(key, new);
    Ok(Touch { key, old, new })
}

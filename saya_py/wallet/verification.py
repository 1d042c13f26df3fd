"""Checking signed submissions natively, as a batcher does before it executes them."""

from __future__ import annotations

from saya_py import _native
from saya_py.core.accounts import Account
from saya_py.core.calls import scope_of
from saya_py.core.errors import SignatureRejected
from saya_py.core.limbs import Digest, to_bytes
from saya_py.core.submissions import PlainCall, Submission


def verify_submission(submission: Submission, account: Account, domain: Digest, set_root: Digest) -> Account:
    """Check nonce, order, key and signature against the signer's account, and return the account with the nonce used.

    `account` is the value of `ACCOUNT(signer, lane)` now, `domain` and `set_root` are the world's. Who may call which
    function is not checked here: that takes the contracts.

    Raises:
        SignatureRejected: it is not authorised; `code` is NONCE_USED, NONCE_ORDER, KEY_MISSING, UNSIGNED, or the
            reason why the signature does not hold.
        EncodingError: a number in it is out of range.
    """
    if isinstance(submission, PlainCall):
        raise SignatureRejected("UNSIGNED", "the call is not signed; sign it with the user's wallet")
    if not account.has_key:
        raise SignatureRejected(
            "KEY_MISSING",
            f"user {submission.signer} has registered no key for lane {submission.lane}; register one first",
        )
    used = account.consume(submission.nonce, submission.after)
    digest = submission.digest(scope_of(domain, set_root))
    _native.verify_signature(
        submission.public_key,
        to_bytes(domain),
        submission.lane,
        to_bytes(account.key_root),
        submission.nonce,
        to_bytes(digest),
        submission.signature,
    )
    return used

"""What an account signs: calls and bundles, each complete but for its nonce."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from saya_py.core.bundles import Bundle
from saya_py.core.calls import AuthMode, Call, scope_of
from saya_py.core.errors import EncodingError, WalletError
from saya_py.core.limbs import Digest
from saya_py.core.submissions import SignedBundle, SignedCall
from saya_py.wallet.contents import AccountId
from saya_py.wallet.signed import SignedDigest

Sign = Callable[[AccountId, Callable[[int], Digest]], SignedDigest]
"""Takes an account's next nonce and signs the digest that is computed for it."""


def sign_call(sign: Sign, account: AccountId, call: Call, set_root: Digest, follows: int | None) -> SignedCall:
    """Sign a call of this account."""
    if (call.user, call.lane) != (account.user, account.lane):
        raise WalletError(f"the call is of user {call.user}, lane {call.lane}, but is to be signed by {account}")
    scope = scope_of(account.domain, set_root)
    after = _after(call.after, follows)

    def with_nonce(nonce: int) -> Call:
        _check_order(after, nonce)
        return replace(call, nonce=nonce, after=after, auth_mode=AuthMode.INLINE)

    signed = sign(account, lambda nonce: with_nonce(nonce).digest(scope))
    return SignedCall(with_nonce(signed.nonce), signed.public_key, signed.signature)


def sign_bundle(
    sign: Sign,
    account: AccountId,
    calls: Sequence[Call],
    set_root: Digest,
    *,
    operator: bool,
    follows: int | None,
) -> SignedBundle:
    """Sign calls together: the signer's own, or as an operator those of anybody."""
    popped = tuple(replace(call, nonce=0, lane=0, after=0, auth_mode=AuthMode.POP) for call in calls)
    for call in popped:
        if call.user == 0:
            raise WalletError("a call of user 0 is nobody's and would be refused; give it a user")
        if call.user != account.user and not operator:
            raise WalletError(
                f"a call of the bundle is of user {call.user}, but {account} signs: a player's bundle has the player's "
                "calls only. Sign as the operator if the functions are declared for one"
            )
    scope = scope_of(account.domain, set_root)
    digests = [call.digest(scope) for call in popped]
    after = _after(0, follows)

    def with_nonce(nonce: int) -> Bundle:
        _check_order(after, nonce)
        return Bundle(account.user, account.lane, nonce, after)

    signed = sign(account, lambda nonce: with_nonce(nonce).digest_of(scope, digests))
    return SignedBundle(with_nonce(signed.nonce), popped, signed.public_key, signed.signature)


def _after(given: int, follows: int | None) -> int:
    """The `after` of what comes directly after nonce `follows`."""
    if follows is None:
        return given
    if given:
        raise EncodingError("CALL_AUTH", "the call says `after` itself; do not say what it follows, too")
    # The account stores `follows + 1` then, and `after` is one more than what is stored.
    return follows + 2


def _check_order(after: int, nonce: int) -> None:
    if after and after - 1 > nonce:
        raise WalletError(
            f"it would never run: it waits until the account is at {after - 1}, and its nonce {nonce} is used up then"
        )

"""Entries of system contract 0 that say who may act: accounts and operators."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from saya_py.core.errors import EncodingError, SignatureRejected
from saya_py.core.field import below, limb
from saya_py.core.keys import U32_LIMIT, ValueType, make_key
from saya_py.core.limbs import Digest

NONCE_LIMIT = U32_LIMIT - 1
"""Nonces of calls are below this, so the one after them is a 32-bit number too."""

KeyRoot: TypeAlias = tuple[int, int, int]
"""What an account holds of a public key: three limbs."""

SYSTEM_CONTRACT = 0
"""The contract of the system's own entries."""

_ACCOUNT_SLOT = 1
_OPERATOR_SLOT = 2


def account_key(user: int, lane: int) -> Digest:
    """The key of `ACCOUNT(user, lane)`; raises `EncodingError` for numbers of 2^32 or more."""
    return make_key(SYSTEM_CONTRACT, _ACCOUNT_SLOT, [(ValueType.USER, user), (ValueType.U32, lane)])


@dataclass(frozen=True)
class Account:
    """The value of an account."""

    nonce: int
    """The least nonce that a call may carry now, below 2^32."""
    key_root: KeyRoot
    """Three zeros: no key was registered."""

    @property
    def has_key(self) -> bool:
        """Whether a key was registered."""
        return any(self.key_root)

    def consume(self, nonce: int, after: int = 0) -> Account:
        """The account once `nonce` is used. Gaps are allowed, reuse is not.

        `after` is 0, or one more than what must be stored.

        Raises:
            SignatureRejected: the nonce was used (NONCE_USED), or it is to follow another one (NONCE_ORDER).
            EncodingError: a number is out of range.
        """
        below("nonce", nonce, NONCE_LIMIT)
        below("after", after, U32_LIMIT)
        if nonce < self.nonce:
            raise SignatureRejected(
                "NONCE_USED",
                f"nonce {nonce} is used up: the account is at {self.nonce}; sign again with that nonce or a later one",
            )
        if after and after - 1 != self.nonce:
            raise SignatureRejected(
                "NONCE_ORDER",
                f"it runs only when the account is at {after - 1}, but the account is at {self.nonce}; send what comes "
                "before it first, or sign again",
            )
        return replace(self, nonce=nonce + 1)

    @classmethod
    def decode(cls, value: Digest) -> Account:
        """The account in a state value; raises `EncodingError` (TYPED_VALUE) for a nonce of 2^32 or more."""
        nonce, a, b, c = value
        if nonce >= U32_LIMIT:
            raise EncodingError(
                "TYPED_VALUE", f"an account's nonce is {nonce}, but must be below 2^32; the value is no account"
            )
        return cls(nonce, (a, b, c))

    def encode(self) -> Digest:
        """The state value."""
        a, b, c = (limb(part) for part in self.key_root)
        return below("nonce", self.nonce, U32_LIMIT), a, b, c


def operator_key(contract: int) -> Digest:
    """The key of `OPERATOR(contract)`; raises `EncodingError` for a contract of 2^32 or more."""
    return make_key(SYSTEM_CONTRACT, _OPERATOR_SLOT, [(ValueType.U32, contract)])


def operator_of(value: Digest) -> int:
    """The user id in the value of an operator entry, 0 for none; raises `EncodingError` (TYPED_VALUE) for others."""
    return ValueType.USER.decode(value)

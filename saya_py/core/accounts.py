"""Accounts: entries `ACCOUNT(user, lane)` of system contract 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from saya_py.core.errors import EncodingError
from saya_py.core.field import below, limb
from saya_py.core.keys import U32_LIMIT, ValueType, make_key
from saya_py.core.limbs import Digest

NONCE_LIMIT = U32_LIMIT - 1
"""Nonces of calls are below this, so the one after them is a 32-bit number too."""

KeyRoot: TypeAlias = tuple[int, int, int]
"""What an account holds of a public key: three limbs."""

_SYSTEM_CONTRACT = 0
_ACCOUNT_SLOT = 1


def account_key(user: int, lane: int) -> Digest:
    """The key of `ACCOUNT(user, lane)`; raises `EncodingError` for numbers of 2^32 or more."""
    return make_key(_SYSTEM_CONTRACT, _ACCOUNT_SLOT, [(ValueType.USER, user), (ValueType.U32, lane)])


@dataclass(frozen=True)
class Account:
    """The value of an account."""

    nonce: int
    """The least nonce that a call may carry now, below 2^32."""
    key_root: KeyRoot
    """Three zeros: no key was registered."""

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

"""The functions of system contract 0, which move keys of accounts. They are calls of mode inline like any other."""

from __future__ import annotations

from saya_py.core.accounts import SYSTEM_CONTRACT, KeyRoot
from saya_py.core.calls import AuthMode, Call
from saya_py.core.errors import EncodingError
from saya_py.core.field import below
from saya_py.core.keys import U32_LIMIT

OPEN = 1
"""`OPEN(lane, keyRoot[3])`, signed in lane 0: gives another lane of the user, which has none, its first key."""
ROTATE = 2
"""`ROTATE(keyRoot[3])`, signed in its own lane by the old key: gives the lane another key."""


def open_call(user: int, lane: int, key_root: KeyRoot, *, valid_until: int, nonce: int = 0, after: int = 0) -> Call:
    """The call that opens `lane` of `user` with a key, not signed.

    Raises `EncodingError` for a lane of 2^32 or more, and for the key root 0³, which is no key.
    """
    args = (below("lane", lane, U32_LIMIT), *_key_root(key_root))
    return Call(SYSTEM_CONTRACT, OPEN, args, user, valid_until, nonce, 0, after, AuthMode.INLINE)


def rotate_call(user: int, lane: int, key_root: KeyRoot, *, valid_until: int, nonce: int = 0, after: int = 0) -> Call:
    """The call that gives `lane` of `user` another key, not signed; raises `EncodingError` for the key root 0³."""
    args = _key_root(key_root)
    return Call(SYSTEM_CONTRACT, ROTATE, args, user, valid_until, nonce, lane, after, AuthMode.INLINE)


def _key_root(key_root: KeyRoot) -> KeyRoot:
    if not any(key_root):
        raise EncodingError("KEY_ROOT_ZERO", "the key root 0, 0, 0 would leave the account without a key; pass a key's")
    return key_root

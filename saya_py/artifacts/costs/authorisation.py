"""What authorising calls takes beside the rows in their leaves: entries of accounts, and the leaf of a bundle."""

from __future__ import annotations

from dataclasses import dataclass

from saya_py.artifacts.costs.gas import NO_ENTRIES, Entries
from saya_py.core.calls import AuthMode
from saya_py.lang.schema import Auth


@dataclass(frozen=True)
class Authorising:
    """What a mode takes in a full sub-block of calls of one function. A bundle fills the sub-block."""

    of_each: Entries = NO_ENTRIES
    """Entries of every call."""
    once: Entries = NO_ENTRIES
    """Entries that all calls share."""
    leaves: int = 0
    """Leaves that all calls share."""


_ACCOUNT = Entries(changed=1, read=0)
_OPERATOR = Entries(changed=0, read=1)


def authorising(mode: AuthMode, auth: Auth) -> Authorising:
    """What authorising calls takes.

    A call that is signed for itself uses up a nonce of its user's account. A bundle uses up one of its signer's, in a
    leaf of its own, and an operator's calls ask all at once who the operator is.
    """
    match mode:
        case AuthMode.NONE:
            return Authorising()
        case AuthMode.INLINE:
            return Authorising(of_each=_ACCOUNT)
        case AuthMode.POP:
            return Authorising(once=_ACCOUNT + _OPERATOR if auth == "operator" else _ACCOUNT, leaves=1)

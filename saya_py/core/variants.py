"""Which circuits a contract set has: one for each way in which a call may be authorised, and the system's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from saya_py.core.calls import AuthMode
from saya_py.core.system_calls import OPEN, ROTATE

Authorisation: TypeAlias = Literal["signed", "none"]
"""Who may call: whoever signs, or (in development sets only) anybody."""

BUNDLE = 0
"""Number of the system circuit that verifies the signature of a bundle; no call names it."""
SYSTEM_MODE = AuthMode.INLINE
"""Mode of all circuits of system contract 0: each verifies signatures itself."""

_SYSTEM: Mapping[str, int] = {"bundle": BUNDLE, "open": OPEN, "rotate": ROTATE}


def system_functions(authorisation: Authorisation) -> Mapping[str, int]:
    """Numbers of the system circuits of a set, by name, in order. Where nobody signs there are none."""
    return _SYSTEM if authorisation == "signed" else {}


def function_modes(authorisation: Authorisation, auth: Literal["user", "operator"]) -> tuple[AuthMode, ...]:
    """Modes for which a set has a circuit of a function that its user, or the contract's operator, authorises."""
    if authorisation == "none":
        return (AuthMode.NONE,)
    return (AuthMode.INLINE, AuthMode.POP) if auth == "user" else (AuthMode.POP,)

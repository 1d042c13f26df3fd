"""Calls that must wait because a requested key or operator may be applied before their sub-block settles.

Applying one changes an entry that the call reads, and anybody may do it: the sub-block would be stale, and proven for
nothing. What was not requested at some time cannot be applied for the world's delay, so an account is asked about
once in that time.
"""

from __future__ import annotations

from collections.abc import Iterable

from saya_py.batcher.canonical import CanonicalState
from saya_py.core.accounts import account_key, operator_key
from saya_py.core.limbs import from_bytes, to_bytes
from saya_py.core.window import Window

_ACCOUNT = to_bytes(account_key(1, 0))[:8]
_OPERATOR = to_bytes(operator_key(1))[:8]


class PendingChanges:
    """Which accounts and operators may change soon."""

    def __init__(self, chain: CanonicalState) -> None:
        """Ask `chain`."""
        self._chain = chain
        self._delay: int | None = None
        self._safe_until: dict[bytes, int] = {}

    def unsafe(self, keys: Iterable[bytes], window: Window) -> set[bytes]:
        """Those of `keys` whose value a requested change can replace in `window`, which begins at the latest block.

        Raises:
            ChainError: the chain cannot be read.
        """
        if self._delay is None:
            self._delay = self._chain.delay()
        found = set()
        for key in keys:
            if key[:8] not in (_ACCOUNT, _OPERATOR) or self._safe_until.get(key, -1) > window.t_max:
                continue
            ready_at = self._ready_at(key)
            if ready_at is None:
                self._safe_until[key] = window.t_min + self._delay
            elif ready_at <= window.t_max:
                found.add(key)
        return found

    def _ready_at(self, key: bytes) -> int | None:
        _, first, second, _ = from_bytes(key)
        if key[:8] == _ACCOUNT:
            return self._chain.key_change_from(first, second)
        return self._chain.operator_change_from(first)

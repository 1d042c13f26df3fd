"""The time window of a sub-block that is sealed now."""

from __future__ import annotations

import time
from collections.abc import Callable

from saya_py.batcher.canonical import CanonicalState
from saya_py.core.window import Window

Clock = Callable[[], int]
"""Unix milliseconds."""


class Times:
    """Windows from the time of the chain and of this machine.

    A window begins at the latest block, which the next one does not precede. That may be long ago on a chain that
    makes blocks only when there is something in them, so the window's length counts from this machine's time if it is
    later.
    """

    def __init__(self, chain: CanonicalState, window_seconds: int, clock: Clock) -> None:
        """For windows of `window_seconds`."""
        self.now_ms = clock
        self._chain = chain
        self._seconds = window_seconds
        self._read = (0, time.monotonic())

    def read(self) -> Window:
        """The window of a sub-block sealed now; raises `ChainError` when the chain cannot be read."""
        latest = self._chain.now()
        self._read = (latest, time.monotonic())
        return self._from(latest)

    def estimate(self) -> Window:
        """The same without asking the chain: it was asked before, and as much time passed there as here."""
        latest, at = self._read
        return self._from(latest + int(time.monotonic() - at))

    def _from(self, latest: int) -> Window:
        return Window(latest, max(latest, self.now_ms() // 1000) + self._seconds)

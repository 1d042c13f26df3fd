"""Doubting what is strange: acting on it only when it is told for a while."""

from __future__ import annotations

from collections.abc import Callable, Hashable


class Doubts:
    """Things that a node says and that would be strange, each with the time since which it says so."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        """Believe after `seconds` of `clock`."""
        self._clock = clock
        self._seconds = seconds
        self._since: dict[Hashable, float] = {}

    def believed(self, thing: Hashable) -> bool:
        """Hear a thing; True when it was heard first long enough ago."""
        now = self._clock()
        return now - self._since.setdefault(thing, now) >= self._seconds

    def settled(self, thing: Hashable) -> None:
        """Forget a thing, because it is not so, or was acted on."""
        self._since.pop(thing, None)

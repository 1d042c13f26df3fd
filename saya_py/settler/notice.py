"""What keeps a settler from going on, told once when it begins, changes and ends."""

from __future__ import annotations

from collections.abc import Callable


class Notice:
    """A reason that lasts; `tell` hears it when it changes, and None when it is over."""

    def __init__(self, tell: Callable[[str | None], None]) -> None:
        """Nothing lasts yet."""
        self._tell = tell
        self.reason: str | None = None

    def set(self, reason: str | None) -> None:
        """Now it is this reason; None for nothing."""
        if reason != self.reason:
            self.reason = reason
            self._tell(reason)

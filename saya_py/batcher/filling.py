"""When the queue is to be sealed: it fills a sub-block, its first submission waited long enough, or somebody asked."""

from __future__ import annotations

from collections.abc import Sequence

from saya_py.batcher.load import Lanes, Load
from saya_py.batcher.policy import SealingPolicy
from saya_py.batcher.queued import Queued


class Filling:
    """How far the queue fills the next sub-block, by the soft receipts."""

    def __init__(self, policy: SealingPolicy, lanes: Lanes) -> None:
        """Of an empty queue."""
        self._policy = policy
        self._lanes = lanes
        self._asked_to = 0
        self.restart()

    def restart(self) -> None:
        """The queue begins elsewhere now."""
        self._load = Load(self._policy, self._lanes)
        self._counted = 0
        self._full = False

    def ask(self, ordinal: int) -> None:
        """Wait for nothing up to this ordinal."""
        self._asked_to = max(self._asked_to, ordinal)

    def due(self, queue: Sequence[Queued], now_ms: int) -> bool:
        """Whether a sub-block is to be sealed; `now_ms` in Unix milliseconds."""
        if not queue:
            return False
        first = queue[0]
        old = now_ms - first.accepted_at >= self._policy.age_seconds * 1000
        return old or first.ordinal <= self._asked_to or self._fills(queue)

    def _fills(self, queue: Sequence[Queued]) -> bool:
        while not self._full and self._counted < len(queue):
            item = queue[self._counted]
            why = self._load.add(item.circuits, item.call_count, item.receipt)
            self._full = why is not None or self._load.calls >= self._policy.calls
            self._counted += 1
        return self._full

"""What workers tell about jobs, as events about nodes."""

from __future__ import annotations

from collections.abc import Callable

from saya_py.proving.ledger import ProofTrees
from saya_py.proving.plan import Place
from saya_py.proving.progress import (
    Events,
    NodeDamaged,
    NodeEvent,
    NodeFailed,
    NodeFinished,
    NodeStarted,
    StoreAway,
)
from saya_py.store.records import Job


class NodeEvents:
    """Tells `events` of the jobs whose sub-block is known; others are none of this process."""

    def __init__(self, trees: ProofTrees, events: Events) -> None:
        """Look up in `trees` where nodes stand."""
        self._trees = trees
        self._events = events

    def started(self, job: Job) -> None:
        """A worker has begun with it."""
        self._tell(job, NodeStarted)

    def finished(self, job: Job, seconds: float) -> None:
        """Its proof is kept."""
        self._tell(job, lambda seq, place: NodeFinished(seq, place, seconds))

    def failed(self, job: Job, reason: str, again: bool) -> None:
        """It was not proven."""
        self._tell(job, lambda seq, place: NodeFailed(seq, place, reason, again))

    def damaged(self, job: Job, reason: str) -> None:
        """Its proof is made again."""
        self._tell(job, lambda seq, place: NodeDamaged(seq, place, reason))

    def store_away(self, reason: str) -> None:
        """A worker waits."""
        self._events(StoreAway(reason))

    def _tell(self, job: Job, event: Callable[[int, Place], NodeEvent]) -> None:
        if (found := self._trees.place(job.key)) is not None:
            self._events(event(found[0].seq, found[1]))

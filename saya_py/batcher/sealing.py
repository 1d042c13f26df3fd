"""Making a batch of the queue: executed again on the values that the chain has now, within the policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from saya_py.batcher.batch import Execution
from saya_py.batcher.canonical import CanonicalState
from saya_py.batcher.lists import lists_of
from saya_py.batcher.load import Lanes, Load
from saya_py.batcher.pending_changes import PendingChanges
from saya_py.batcher.policy import SealingPolicy, SetVersion
from saya_py.batcher.queued import Queued
from saya_py.batcher.running import Executor, Unknown, run
from saya_py.batcher.times import Times
from saya_py.core.window import Window
from saya_py.store.records import Batch, SealedSubmission, SoftReceipt


@dataclass(frozen=True)
class Choice:
    """What becomes of the queue: its sub-block, None when nothing can be sealed, and what leaves it with the reason.

    `as_promised` says that all of it did, one after the other, what its soft confirmation said.
    """

    batch: Batch | None
    dropped: tuple[tuple[Queued, str], ...]
    as_promised: bool


@dataclass
class _Draft:
    window: Window
    load: Load
    included: list[Queued] = field(default_factory=list)
    dropped: list[tuple[Queued, str]] = field(default_factory=list)
    held_reads: set[bytes] = field(default_factory=set)
    held_writes: set[bytes] = field(default_factory=set)
    as_promised: bool = True

    def hold(self, item: Queued) -> None:
        """Leave a submission in the queue: what has to do with its entries stays behind it."""
        self.as_promised = False
        self.held_reads |= item.touched
        self.held_writes |= item.receipt.writes.keys()

    def behind_held(self, reads: Iterable[bytes], writes: Iterable[bytes]) -> bool:
        """Whether it would go before a held one that it must follow."""
        return not self.held_writes.isdisjoint(reads) or not self.held_reads.isdisjoint(writes)

    def drop(self, item: Queued, reason: str) -> None:
        """Take a submission out."""
        self.as_promised = False
        self.dropped.append((item, reason))


class Sealer:
    """Chooses what goes into the next sub-block."""

    def __init__(
        self,
        executor: Executor,
        chain: CanonicalState,
        times: Times,
        policy: SealingPolicy,
        version: SetVersion,
        lanes: Lanes,
    ) -> None:
        """Execute with `executor` on the values of `chain`; `lanes` tells how many calls share a leaf."""
        self._times = times
        self._executor = executor
        self._chain = chain
        self._policy = policy
        self._version = version
        self._lanes = lanes
        self._changes = PendingChanges(chain)

    def choose(self, queue: Sequence[Queued], outputs: Mapping[bytes, bytes]) -> Choice:
        """Execute the queue in order on the canonical values under `outputs`, those of the unfinished sub-blocks.

        Raises:
            ChainError: the chain cannot be read.
        """
        draft = _Draft(self._times.read(), Load(self._policy, self._lanes))
        values = dict(outputs)
        self._fetch({key for item in queue[: self._policy.calls] for key in item.touched} - values.keys(), values)
        for item in queue:
            done = self._run(item, draft.window, values)
            if draft.behind_held(item.touched | done.reads, item.receipt.writes.keys() | done.writes.keys()):
                draft.hold(item)
            elif done.failure is not None:
                draft.drop(item, done.failure)
            elif self._changes.unsafe(done.reads, draft.window):
                draft.hold(item)
            elif not self._include(draft, item, SoftReceipt({key: values[key] for key in done.reads}, done.writes)):
                break
            else:
                values |= done.writes
        return Choice(self._batch(draft), tuple(draft.dropped), draft.as_promised)

    def _include(self, draft: _Draft, item: Queued, receipt: SoftReceipt) -> bool:
        """Add a submission that ran; returns False when the sub-block is full."""
        why = draft.load.add(item.circuits, item.call_count, receipt)
        if why is None:
            draft.as_promised &= receipt == item.receipt
            draft.included.append(item.ran(receipt))
        elif not draft.included:
            draft.drop(item, f"{why}; it fits no sub-block")
        return why is None or not draft.included

    def _batch(self, draft: _Draft) -> Batch | None:
        if not draft.included:
            return None
        lists = lists_of(draft.load.start, draft.load.end)
        return Batch(
            t_min=draft.window.t_min,
            t_max=draft.window.t_max,
            os_version=self._version.os_version,
            set_root=self._version.set_root,
            inputs=lists.inputs,
            outputs=lists.outputs,
            submissions=tuple(SealedSubmission(item.id, item.receipt) for item in draft.included),
        )

    def _run(self, item: Queued, window: Window, values: dict[bytes, bytes]) -> Execution:
        while isinstance(ran := run(self._executor, item.text, window, values, item.touched), Unknown):
            self._fetch(ran.keys, values)
        return ran

    def _fetch(self, keys: set[bytes] | frozenset[bytes], values: dict[bytes, bytes]) -> None:
        ordered = sorted(keys)
        if ordered:
            values.update(zip(ordered, self._chain.values(ordered), strict=True))

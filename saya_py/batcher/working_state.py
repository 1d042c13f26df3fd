"""The working state of a thread: what its submissions run on at once.

It is the canonical values, under the outputs of the thread's own unfinished sub-blocks, under what the queue wrote.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from saya_py.batcher.queued import Queued
from saya_py.batcher.running import Executor, Unknown, run
from saya_py.core.window import Window
from saya_py.store.records import SoftReceipt


@dataclass
class WorkingState:
    """The values that are known, and the queue in order. What is not known is read from the chain when it is needed."""

    values: dict[bytes, bytes] = field(default_factory=dict)
    queue: list[Queued] = field(default_factory=list)

    def learn(self, found: Mapping[bytes, bytes]) -> None:
        """Take canonical values of keys that were not known."""
        for key, value in found.items():
            self.values.setdefault(key, value)

    def append(self, item: Queued) -> None:
        """A submission that ran here and was accepted."""
        self.values |= item.receipt.writes
        self.queue.append(item)


@dataclass(frozen=True)
class Done:
    """A submission that ran on the working state."""

    receipt: SoftReceipt
    failure: str | None


class Trial:
    """Runs submissions one after the other over values, which stay as they are."""

    def __init__(self, executor: Executor, window: Window, values: dict[bytes, bytes]) -> None:
        """Execute in `window`, on `values`."""
        self._executor = executor
        self._window = window
        self._written: dict[bytes, bytes] = {}
        self._values: ChainMap[bytes, bytes] = ChainMap(self._written, values)

    def run(self, text: str, hint: Iterable[bytes] = ()) -> Done | Unknown:
        """Run a submission."""
        ran = run(self._executor, text, self._window, self._values, hint)
        if isinstance(ran, Unknown):
            return ran
        return Done(SoftReceipt({key: self._values[key] for key in ran.reads}, ran.writes), ran.failure)

    def keep(self, receipt: SoftReceipt) -> None:
        """Let the next ones run on what a submission wrote."""
        self._written |= receipt.writes

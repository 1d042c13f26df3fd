"""Choosing what goes into a sub-block: execute the calls in order, leave out those that fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from saya_py.core.window import Window


@dataclass(frozen=True)
class Execution:
    """What one execution of a call did, on 32-byte keys and values.

    `reads` has every key that it looked at. A failed call has a `failure` message and no writes.
    """

    reads: frozenset[bytes]
    writes: dict[bytes, bytes]
    failure: str | None


class Executable(Protocol):
    """A call that can run on a state in which a missing key has the value zero."""

    def execute(self, window: Window, state: Mapping[bytes, bytes]) -> Execution:
        """Run in the time window on `state` without changing it."""


C = TypeVar("C", bound=Executable)


@dataclass
class Batch(Generic[C]):
    """The calls of a sub-block in order, the refused ones with their reason, and the state that they start from.

    `state` has the canonical value of every key that an included call touches.
    """

    calls: list[C] = field(default_factory=list)
    refused: list[tuple[C, str]] = field(default_factory=list)
    state: dict[bytes, bytes] = field(default_factory=dict)


def execute_batch(calls: Iterable[C], window: Window, fetch: Callable[[Sequence[bytes]], Sequence[bytes]]) -> Batch[C]:
    """Execute `calls` one after the other in `window` on the canonical values that `fetch` reads.

    Which keys a call touches is only known from running it, so a call that looked at keys never fetched runs again
    once they are there.
    """
    batch: Batch[C] = Batch()
    canonical: dict[bytes, bytes] = {}
    working: dict[bytes, bytes] = {}
    for call in calls:
        done = call.execute(window, working)
        while unknown := sorted(done.reads - canonical.keys()):
            values = dict(zip(unknown, fetch(unknown), strict=True))
            canonical |= values
            working |= values
            done = call.execute(window, working)
        if done.failure is not None:
            batch.refused.append((call, done.failure))
            continue
        batch.calls.append(call)
        batch.state |= {key: canonical[key] for key in done.reads}
        working |= done.writes
    return batch

"""What children of the crash tests do: one operation, and a SIGKILL at some point of it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import Engine, event

from saya_py.store import BlobFolder, OwnedThread, Store, files
from saya_py.store.records import NewJob, SeenBlock
from tests.unit.store import steps
from tests.unit.store.steps import h

# The same in every process.
SENT = replace(steps.transaction(3), hash=h("sent"))
WAITING = replace(steps.transaction(4), hash=h("waiting"))


def prepare(store: Store, thread: OwnedThread) -> None:
    """A thread with something of everything: 1 settled, 2 sent, 3 proven, 4 in proof, and a queue."""
    steps.settled(thread, 1, 10, "a", "b")
    thread.cursor.saw(SeenBlock(number, h("block", number)) for number in (9, 10))
    thread.settlements.record(steps.proven(thread, 2, "c").id, SENT)
    steps.proven(thread, 3, "d", "e")
    fourth = steps.seal(thread, 4, "f")
    thread.sub_blocks.start_proving(fourth.id)
    store.jobs.want(fourth.id, [NewJob(h("job", n), "leaf", h("inputs", n)) for n in range(2)])
    steps.accept(thread, "g", "h", "i")


def _latest(thread: OwnedThread, seq: int) -> int:
    return thread.generations(seq)[-1].id


OPERATIONS: dict[str, Callable[[Store, OwnedThread], object]] = {
    "accept": lambda store, thread: steps.accept(thread, "new"),
    "seal": lambda store, thread: thread.sub_blocks.seal(5, steps.batch(thread.queue())),
    "prove": lambda store, thread: thread.sub_blocks.prove(_latest(thread, 4), steps.proof("crash")),
    "withdraw": lambda store, thread: thread.sub_blocks.withdraw(3, "stale"),
    "record": lambda store, thread: thread.settlements.record(_latest(thread, 3), WAITING),
    "resolve": lambda store, thread: thread.settlements.resolve(SENT.hash, steps.mined(11)),
    "rewind": lambda store, thread: thread.cursor.rewind(9),
    "claim": lambda store, thread: store.jobs.claim("worker", 1_000),
}
SAFE_TO_REPEAT = ("accept", "prove", "record", "resolve", "rewind")


def run_operation(url: str, blobs: str, name: str, point: int) -> None:
    """Do one operation and die at its `point`-th point, or do it whole and exit with the number of its points.

    There is one before each statement, one before each commit, and one at the end.
    """
    with Store.open(url, Path(blobs), busy_seconds=60, clock=lambda: 2_000_000) as store:
        thread = steps.own_soon(store)
        counter = Counter(point)
        event.listen(Engine, "before_cursor_execute", counter.pass_one)
        event.listen(Engine, "commit", counter.pass_one)
        OPERATIONS[name](store, thread)
        counter.pass_one()
    sys.exit(counter.passed)


def run_thread(url: str, blobs: str, running: Connection) -> None:
    """Run a thread until killed, and say when it is running."""
    thread = Store.open(url, Path(blobs)).own(1, 2)
    running.send(thread.info().owner)
    time.sleep(600)


def put_blob(folder: str, data: bytes, point: int) -> None:
    """Put a blob and die before or after one of its steps on the disk; points are counted as above."""
    counter = Counter(point)

    def step(real: Callable[..., object]) -> Callable[..., object]:
        def dying(*arguments: object, **named: object) -> object:
            counter.pass_one()
            return real(*arguments, **named)

        return dying

    files._sync = step(files._sync)  # type: ignore[assignment]
    Path.open = step(Path.open)  # type: ignore[method-assign,assignment]
    Path.replace = step(Path.replace)  # type: ignore[method-assign,assignment]
    Path.mkdir = step(Path.mkdir)  # type: ignore[method-assign,assignment]
    BlobFolder(Path(folder)).put(data)
    counter.pass_one()
    sys.exit(counter.passed)


class Counter:
    """Kills its process at the given point."""

    def __init__(self, point: int) -> None:
        self.point = point
        self.passed = 0

    def pass_one(self, *_: object) -> None:
        self.passed += 1
        if self.passed == self.point:
            os.kill(os.getpid(), signal.SIGKILL)

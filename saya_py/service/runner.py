"""Running a thread until somebody says stop, also through times in which its store is away."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

from saya_py.batcher.answers import Answer
from saya_py.core.errors import StoreBusy, StoreFull, StoreUnavailable
from saya_py.service.assembly import Assembly
from saya_py.service.circuits import Circuits
from saya_py.service.following import submission_state
from saya_py.service.intake import Intake
from saya_py.service.lines import GoodLine
from saya_py.service.loops import Loops
from saya_py.service.running import Signing, SubmissionState
from saya_py.service.session import Failed, Session
from saya_py.service.status import thread_status
from saya_py.service.telling import Happening, Tell

FIRST_PAUSE_SECONDS = 0.5
"""How long to wait when the store is away, at first; then twice as long each time."""
LONGEST_PAUSE_SECONDS = 30.0
"""How long to wait at most before the store is tried again."""
_PASSING = (StoreUnavailable, StoreBusy, StoreFull)


class Runner:
    """A thread that this process runs; what it answers is described in `RunningThread`."""

    def __init__(self, assembly: Assembly, tell: Tell) -> None:
        """Run the thread of `assembly`; `tell` hears what happens, from several threads of the process."""
        self._assembly = assembly
        self._tell = tell
        self._session: Session | None = None
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Have `run` return: what is under way is finished, what waits stays in the store."""
        self._stopping.set()

    def run(self, intakes: Sequence[Intake], until_settled: bool = False, failed: Failed = "retry") -> None:
        """Take submissions from `intakes` and settle them, until `stop`.

        With `until_settled`, also until the intakes are at their end and everything is settled or dropped. `failed`
        says what to do first with sub-blocks that were set aside.
        While the store is away, or its disk is full, the thread waits and begins again where it was.

        Raises:
            StoreError: another process has the thread, the store belongs to another chain or version, or is damaged; or
                a reorganisation reached what counted as final.
            NeedsAttention: with `until_settled`, a sub-block was set aside, so that not everything can settle.
            InternalError: a fault of this software; nothing that was accepted is lost.
        """
        circuits = Circuits(lambda: self._assembly.build(self._progress))
        try:
            self._run(circuits, intakes, until_settled, failed)
        finally:
            circuits.close()

    def _run(self, circuits: Circuits, intakes: Sequence[Intake], until_settled: bool, failed: Failed) -> None:
        pause = FIRST_PAUSE_SECONDS
        first: Failed | None = failed
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                with Session(self._assembly, circuits, self._tell) as session:
                    session.start(first)
                    first = None
                    if circuits.begin():
                        text = "building circuits; submissions are taken already"
                        self._tell(Happening("building", "info", text, {}))
                    self._session = session
                    try:
                        Loops(session, intakes, until_settled, self._tell).run(self._stopping)
                    finally:
                        self._session = None
                return
            except _PASSING as error:
                if time.monotonic() - began > LONGEST_PAUSE_SECONDS:
                    pause = FIRST_PAUSE_SECONDS
                self._tell(
                    Happening("store_trouble", "warning", f"{error} (tried again in {pause:g} s)", {"pause": pause})
                )
                self._stopping.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def submit(self, lines: Sequence[GoodLine]) -> list[Answer]:
        """Execute submissions at once and put the good ones into the queue."""
        return self._running().batcher.submit(lines)

    def flush(self) -> None:
        """Have sub-blocks made of what was accepted so far, whatever its age."""
        self._running().batcher.flush()

    def submission(self, digest: bytes) -> SubmissionState | None:
        """What became of a submission."""
        return submission_state(self._running().thread, digest)

    def value(self, key: bytes) -> bytes:
        """The value of a key after all that was accepted so far."""
        return self._running().batcher.value(key)

    def canonical(self, key: bytes) -> bytes:
        """The value of a key on the chain."""
        (value,) = self._assembly.client.values(self._assembly.folder.settings.thread.world, [key])
        return value

    def status(self) -> Mapping[str, Any]:
        """The JSON object of `sayapy status --json`."""
        thread = self._assembly.folder.settings.thread
        return thread_status(self._running().store, thread.world, thread.number).to_json()

    def signing(self) -> Signing:
        """What signatures for this thread are bound to."""
        return self._assembly.signing

    def _progress(self, part: str, seconds: float) -> None:
        data = {"part": part, "seconds": seconds}
        self._tell(Happening("circuit_built", "detail", f"circuits: {part} built in {seconds:.1f} s", data))

    def _running(self) -> Session:
        session = self._session
        if session is None:
            raise StoreUnavailable("the thread is starting, ending, or waiting for its store; try again")
        return session

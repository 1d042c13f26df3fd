"""Running a thread: one loop takes submissions, another one proves and settles, until somebody says stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from saya_py.batcher.answers import Answer
from saya_py.core.errors import ChainError, NeedsAttention, StoreBusy, StoreFull, StoreUnavailable
from saya_py.service.assembly import Assembly
from saya_py.service.circuits import Circuits
from saya_py.service.following import submission_state
from saya_py.service.intake import Intake
from saya_py.service.lines import GoodLine
from saya_py.service.running import Signing, SubmissionState
from saya_py.service.session import Failed, Session
from saya_py.service.status import thread_status
from saya_py.service.telling import Happening, Tell
from saya_py.store.states import State, Status

IDLE_SECONDS = 0.02
"""How often new submissions are looked for."""
SETTLE_SECONDS = 0.5
"""How often the chain is looked at."""
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
        pause = SETTLE_SECONDS
        while not self._stopping.is_set():
            try:
                with Session(self._assembly, circuits, self._tell) as session:
                    session.start(failed)
                    if circuits.begin():
                        text = "building circuits; submissions are taken already"
                        self._tell(Happening("building", "info", text, {}))
                    pause = SETTLE_SECONDS
                    self._session = session
                    try:
                        _Loops(session, intakes, until_settled, self._stopping, self._tell).run()
                    finally:
                        self._session = None
                return
            except _PASSING as error:
                self._tell(
                    Happening("store_trouble", "warning", f"{error} (tried again in {pause:g} s)", {"pause": pause})
                )
                self._stopping.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def submit(self, lines: Sequence[GoodLine]) -> list[Answer]:
        """Execute submissions at once and put the good ones into the queue."""
        return self._running().batcher.submit(lines)

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


class _Loops:
    """The two loops over one session. What ends one ends the other."""

    def __init__(
        self,
        session: Session,
        intakes: Sequence[Intake],
        until_settled: bool,
        stopping: threading.Event,
        tell: Tell,
    ) -> None:
        self._session = session
        self._intakes = intakes
        self._until_settled = until_settled
        self._stopping = stopping
        self._tell = tell
        self._over = threading.Event()
        self._fault: BaseException | None = None

    def run(self) -> None:
        loops = [
            threading.Thread(target=self._guarded, args=(loop,), name=name)
            for name, loop in (("confirming", self._confirm), ("settling", self._settle))
        ]
        for loop in loops:
            loop.start()
        while not self._stopping.is_set() and not self._over.is_set():
            # Short waits, so that signals are handled by this thread.
            self._over.wait(0.1)
        self._over.set()
        for loop in loops:
            loop.join()
        if self._fault is not None:
            raise self._fault

    def _guarded(self, loop: Callable[[], None]) -> None:
        try:
            loop()
        except BaseException as error:  # noqa: BLE001 - raised again by `run`
            self._fault = self._fault or error
        finally:
            self._over.set()

    def _confirm(self) -> None:
        trouble = _Trouble("confirming", self._tell)
        while not self._over.is_set():
            taken, sealed = False, None
            try:
                for intake in self._intakes:
                    taken |= intake.step(self._session.batcher.submit)
                ended = self._until_settled and all(intake.finished for intake in self._intakes)
                if ended:
                    self._session.batcher.flush()
                sealed = self._session.batcher.tick()
                trouble.over()
            except ChainError as error:
                trouble.met(error)
                self._over.wait(SETTLE_SECONDS)
                continue
            if sealed is not None:
                text = f"sub-block {sealed.seq}: sealed with {sealed.call_count} calls"
                data = {"seq": sealed.seq, "generation": sealed.generation, "calls": sealed.call_count}
                self._tell(Happening("sealed", "info", text, data))
            elif ended and self._settled():
                return
            if not taken and sealed is None:
                self._over.wait(IDLE_SECONDS)

    def _settled(self) -> bool:
        """Whether everything that was accepted is settled or dropped."""
        thread = self._session.thread
        unfinished = thread.unfinished()
        for sub_block in unfinished:
            if sub_block.state is State.FAILED:
                raise NeedsAttention(
                    f"sub-block {sub_block.seq} was set aside, so that it and all after it do not settle: "
                    f"{sub_block.reason}; start again to have it tried again, or with --replace-failed to have its "
                    "calls executed and proven anew"
                )
        if any(sub_block.state is not State.SETTLED for sub_block in unfinished):
            return False
        return not thread.submission_counts()[Status.ACCEPTED]

    def _settle(self) -> None:
        trouble = _Trouble("settling", self._tell)
        while not self._over.is_set():
            try:
                self._session.settle_step()
                trouble.over()
            except ChainError as error:
                trouble.met(error)
            self._over.wait(SETTLE_SECONDS)


class _Trouble:
    """Tells once when the chain cannot be asked, and once when it can again."""

    def __init__(self, what: str, tell: Tell) -> None:
        self._what = what
        self._tell = tell
        self._told: str | None = None

    def met(self, error: ChainError) -> None:
        if self._told != str(error):
            self._told = str(error)
            self._tell(Happening("chain_trouble", "warning", f"{self._what} waits for the chain: {error}", {}))

    def over(self) -> None:
        if self._told is not None:
            self._told = None
            self._tell(Happening("chain_well", "info", f"{self._what} goes on", {}))

"""What a running thread does all the time: take submissions, seal sub-blocks, prove and settle."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from saya_py.core.errors import ChainError, NeedsAttention
from saya_py.service.intake import Intake
from saya_py.service.session import Session
from saya_py.service.telling import Happening, Tell
from saya_py.store.records import SubBlock
from saya_py.store.states import State, Status

TAKE_SECONDS = 0.02
"""How often new submissions are looked for."""
SEAL_SECONDS = 0.05
"""How often it is asked whether a sub-block is due."""
SETTLE_SECONDS = 0.5
"""How often the chain is looked at."""


class Loops:
    """Three loops over one session, so that none waits for what another one asks the chain. What ends one ends all."""

    def __init__(self, session: Session, intakes: Sequence[Intake], until_settled: bool, tell: Tell) -> None:
        """Take submissions from `intakes`; with `until_settled` the loops end when all of them are settled."""
        self._session = session
        self._intakes = intakes
        self._until_settled = until_settled
        self._tell = tell
        self._over = threading.Event()
        self._fault: BaseException | None = None
        self._flushed = False

    def run(self, stopping: threading.Event) -> None:
        """Until `stopping` is set, or there is nothing left to do; raises what ended a loop."""
        loops = [
            threading.Thread(target=self._loop, args=(name, step, seconds), name=name)
            for name, step, seconds in (
                ("taking submissions", self._take, TAKE_SECONDS),
                ("sealing", self._seal, SEAL_SECONDS),
                ("settling", self._settle, SETTLE_SECONDS),
            )
        ]
        for loop in loops:
            loop.start()
        while not stopping.is_set() and not self._over.is_set():
            # Short waits, so that signals are handled by this thread.
            self._over.wait(0.1)
        self._over.set()
        for loop in loops:
            loop.join()
        if self._fault is not None:
            raise self._fault

    def _loop(self, name: str, step: Callable[[], bool], seconds: float) -> None:
        """Do steps; after one with nothing to do, or with trouble on the chain, wait."""
        trouble = _Trouble(name, self._tell)
        try:
            while not self._over.is_set():
                busy = False
                try:
                    busy = step()
                    trouble.over()
                except ChainError as error:
                    trouble.met(error)
                if not busy:
                    self._over.wait(SETTLE_SECONDS if trouble.is_met else seconds)
        except BaseException as error:  # noqa: BLE001 - raised again by `run`
            self._fault = self._fault or error
        finally:
            self._over.set()

    def _take(self) -> bool:
        taken = False
        for intake in self._intakes:
            taken |= intake.step(self._session.batcher.submit)
        return taken

    def _seal(self) -> bool:
        ended = self._until_settled and all(intake.finished for intake in self._intakes)
        if ended and not self._flushed:
            self._session.batcher.flush()
            self._flushed = True
        sealed = self._session.batcher.tick()
        if sealed is not None:
            self._tell(_sealed(sealed))
        elif ended and self._settled():
            self._over.set()
        return sealed is not None

    def _settle(self) -> bool:
        self._session.settle_step()
        return False

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


class _Trouble:
    """Tells once when the chain cannot be asked, and once when it can again."""

    def __init__(self, what: str, tell: Tell) -> None:
        self._what = what
        self._tell = tell
        self._told: str | None = None

    @property
    def is_met(self) -> bool:
        return self._told is not None

    def met(self, error: ChainError) -> None:
        if self._told != str(error):
            self._told = str(error)
            self._tell(Happening("chain_trouble", "warning", f"{self._what} waits for the chain: {error}", {}))

    def over(self) -> None:
        if self._told is not None:
            self._told = None
            self._tell(Happening("chain_well", "info", f"{self._what} goes on", {}))


def _sealed(sub_block: SubBlock) -> Happening:
    again = "" if sub_block.generation == 1 else f", generation {sub_block.generation}"
    text = f"sub-block {sub_block.seq}: sealed with {sub_block.call_count} calls{again}"
    data = {"seq": sub_block.seq, "generation": sub_block.generation, "calls": sub_block.call_count}
    return Happening("sealed", "info", text, data)

"""Running new submissions on the working state: which of them can be accepted, and why others cannot."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from saya_py.batcher.answers import GoodSubmission, Refused
from saya_py.batcher.canonical import CanonicalState
from saya_py.batcher.load import Lanes, Load
from saya_py.batcher.policy import SealingPolicy
from saya_py.batcher.queued import calls_of, circuits_of
from saya_py.batcher.running import Executor, Unknown, run
from saya_py.batcher.working_state import Trial
from saya_py.core.errors import UserError
from saya_py.core.window import Window
from saya_py.store.records import NewSubmission


@dataclass(frozen=True)
class Failed:
    """It failed on the values of `keys`, for a reason in words."""

    reason: str
    keys: frozenset[bytes]


Judgement: TypeAlias = NewSubmission | Refused | Failed | Unknown


@dataclass(frozen=True)
class Judge:
    """Runs new submissions, and says which can be part of some sub-block."""

    executor: Executor
    policy: SealingPolicy
    lanes: Lanes

    def judge(
        self, lines: Iterable[GoodSubmission], window: Window, values: dict[bytes, bytes]
    ) -> dict[bytes, Judgement]:
        """By digest, one after the other on `values` in the window of a sub-block that is sealed now.

        Those that need values which are not known are `Unknown`, and the next ones run as if they were not there.
        """
        trial = Trial(self.executor, window, values)
        return {line.digest: self._judge(line, window, trial) for line in lines}

    def discover(
        self,
        unknown: Iterable[tuple[GoodSubmission, Unknown]],
        chain: CanonicalState,
        window: Window,
        values: dict[bytes, bytes],
    ) -> dict[bytes, bytes]:
        """Read what the submissions need beyond `values`, together as far as that goes; at least what they lack first.

        Raises:
            ChainError: the chain cannot be read.
        """
        found: dict[bytes, bytes] = {}
        view = ChainMap(found, values)
        pending = list(unknown)
        while pending:
            missing = sorted({key for _, lacking in pending for key in lacking.keys})
            found.update(zip(missing, chain.values(missing), strict=True))
            runs = [(line, run(self.executor, line.text, window, view)) for line, _ in pending]
            pending = [(line, ran) for line, ran in runs if isinstance(ran, Unknown)]
        return found

    def _judge(self, line: GoodSubmission, window: Window, trial: Trial) -> Judgement:
        if why := self._too_late(line, window):
            return Refused(why)
        try:
            done = trial.run(line.text)
        except UserError as error:
            return Refused(str(error))
        if isinstance(done, Unknown):
            return done
        if done.failure is not None:
            return Failed(done.failure, frozenset(done.receipt.reads))
        circuits, call_count = circuits_of(line.submission), len(calls_of(line.submission))
        if why := Load(self.policy, self.lanes).add(circuits, call_count, done.receipt):
            return Refused(f"no sub-block can hold it: {why}")
        trial.keep(done.receipt)
        return NewSubmission(line.digest, line.text, call_count, done.receipt)

    def _too_late(self, line: GoodSubmission, window: Window) -> str | None:
        least = window.t_max + self.policy.room_seconds
        valid_until = min(call.valid_until for call in calls_of(line.submission))
        if valid_until >= least:
            return None
        return (
            f"it is valid until {valid_until}, but a call that is submitted now must be valid until {least} or later: "
            f"a sub-block may settle for {self.policy.window_seconds} s after it was sealed, and the call waits before "
            "that"
        )

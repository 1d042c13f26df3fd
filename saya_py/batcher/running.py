"""Running a submission on values of which only some are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from saya_py.batcher.batch import Execution
from saya_py.core.window import Window


class Executor(Protocol):
    """Authorises and runs submissions (JSON) on values by key, where a missing key has the value zero."""

    def execute(self, submission: str, window: Window, state: Mapping[bytes, bytes]) -> Execution:
        """Run one without changing the state."""


@dataclass(frozen=True)
class Unknown:
    """What a submission does depends on keys whose values are not known; more may follow."""

    keys: frozenset[bytes]


Ran: TypeAlias = Execution | Unknown


def run(
    executor: Executor, submission: str, window: Window, values: Mapping[bytes, bytes], hint: Iterable[bytes] = ()
) -> Ran:
    """Run a submission on `values`.

    The executor is given the keys that the submission needs and no others, so the time does not grow with the state.
    Which these are is only known from running it; `hint` names some, and spares that many attempts.
    """
    state = {key: values[key] for key in hint if key in values}
    while True:
        done = executor.execute(submission, window, state)
        missing = done.reads - state.keys()
        if not missing:
            return done
        known = {key: values[key] for key in missing if key in values}
        if not known:
            return Unknown(missing)
        state |= known

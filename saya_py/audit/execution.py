"""The calls of a sub-block, executed again on its input list alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from saya_py import _native
from saya_py.core.calls import Call
from saya_py.core.errors import ProverRefused
from saya_py.core.limbs import Digest, from_hex, limb_from_hex, parse_hex
from saya_py.core.submissions import SignedBundle, Submission
from saya_py.core.window import Window
from saya_py.core.wire import dump_submission

AccessKind: TypeAlias = Literal["authorise", "read", "write"]


@dataclass(frozen=True)
class Position:
    """Where in the sub-block: a submission and, in a bundle, a call of it; both from 0.

    `call` is None for what is about a submission as a whole, such as a bundle's signature.
    """

    submission: int
    call: int | None = None


@dataclass(frozen=True)
class Access:
    """An entry that was opened: key, value before and after, 32 bytes each."""

    kind: AccessKind
    key: bytes
    old: bytes
    new: bytes


@dataclass(frozen=True)
class Emitted:
    """An event: its contract, its number there, its data."""

    contract: int
    event: int
    data: tuple[int, ...]


@dataclass(frozen=True)
class Step:
    """A call, or the signature of a bundle (`call` is None then)."""

    position: Position
    call: Call | None
    digest: Digest
    accesses: tuple[Access, ...]
    events: tuple[Emitted, ...]


@dataclass(frozen=True)
class Stop:
    """Why the execution did not go on. `key` is an entry that is needed and not in the list."""

    position: Position
    reason: str
    key: bytes | None = None


@dataclass(frozen=True)
class Execution:
    """What the calls did. `stop` is None when all were executed; `log` is the digest of the events, 32 bytes."""

    steps: tuple[Step, ...]
    stop: Stop | None
    log: bytes

    def final_values(self) -> Mapping[bytes, bytes]:
        """The value at the end of every key that was touched."""
        return {access.key: access.new for _, access in self._accesses()}

    def last_write(self, key: bytes) -> Step | None:
        """The last step that changed a key."""
        changes = [step for step, access in self._accesses() if access.key == key and access.new != access.old]
        return changes[-1] if changes else None

    def first_touch(self, key: bytes) -> Step | None:
        """The first step that opened a key."""
        return next((step for step, access in self._accesses() if access.key == key), None)

    def _accesses(self) -> Iterator[tuple[Step, Access]]:
        for step in self.steps:
            for access in step.accesses:
                yield step, access


def calls_of(submission: Submission) -> Sequence[Call]:
    """The calls in a submission, in order."""
    return submission.calls if isinstance(submission, SignedBundle) else (submission.call,)


def execute(
    executor: _native.Executor,
    submissions: Sequence[Submission],
    window: Window,
    inputs: Mapping[bytes, bytes],
) -> Execution:
    """Execute `submissions` in order in exactly `window` on the values of the input list, by key.

    It stops at the first one that is refused, or that needs an entry which is not in the list.
    """
    state = dict(inputs)
    log = bytes(32)
    steps: list[Step] = []
    for index, submission in enumerate(submissions):
        try:
            text = executor.trace(dump_submission(submission), window.t_min, window.t_max, state, log)
        except ProverRefused as error:
            return Execution(tuple(steps), Stop(Position(index), str(error)), log)
        told = json.loads(text)
        if told["unlisted"] is not None:
            key = parse_hex(told["unlisted"], 32)
            return Execution(tuple(steps), Stop(Position(index), "it needs an entry that is not in the list", key), log)
        if told["status"] == "refused":
            return Execution(tuple(steps), Stop(Position(index, told["call"]), told["reason"]), log)
        for step in _steps(index, submission, told["steps"]):
            steps.append(step)
            state |= {access.key: access.new for access in step.accesses}
        log = parse_hex(told["steps"][-1]["log"], 32)
    return Execution(tuple(steps), None, log)


def _steps(index: int, submission: Submission, links: Sequence[dict[str, Any]]) -> Iterator[Step]:
    calls = calls_of(submission)
    in_bundle = isinstance(submission, SignedBundle)
    done = 0
    for link in links:
        call = calls[done] if link["is_call"] else None
        yield Step(
            position=Position(index, done if in_bundle and call is not None else None),
            call=call,
            digest=from_hex(link["digest"]),
            accesses=tuple(_access(each) for each in link["accesses"]),
            events=tuple(_event(each) for each in link["events"]),
        )
        done += link["is_call"]


def _access(told: dict[str, Any]) -> Access:
    key, old, new = (parse_hex(told[name], 32) for name in ("key", "old", "new"))
    return Access(told["kind"], key, old, new)


def _event(told: dict[str, Any]) -> Emitted:
    return Emitted(told["contract"], told["event"], tuple(limb_from_hex(each) for each in told["data"]))

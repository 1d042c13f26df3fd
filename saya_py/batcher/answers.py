"""What a thread is handed, and what it answers at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from saya_py.core.submissions import Submission
from saya_py.store.records import SoftReceipt
from saya_py.store.states import Status


class GoodSubmission(Protocol):
    """A well-formed submission: `digest` (32 bytes) names its content, and `text` is its one spelling as JSON."""

    @property
    def submission(self) -> Submission:
        """Its content."""

    @property
    def digest(self) -> bytes:
        """SHA-256 of `text`."""

    @property
    def text(self) -> str:
        """JSON."""


@dataclass(frozen=True)
class Accepted:
    """Executed and in the queue: it survives any crash, and ends settled or dropped with a reason.

    `receipt` is what its execution read and wrote, `ordinal` its place in the order of acceptance, from 1.
    """

    receipt: SoftReceipt
    ordinal: int


@dataclass(frozen=True)
class Repeated:
    """The thread accepted the same content before: where that stands, and why it was dropped if it was."""

    status: Status
    reason: str | None


@dataclass(frozen=True)
class Refused:
    """It failed, and is not in the queue; `reason` is the contract's message, or why it was not executed."""

    reason: str


Answer: TypeAlias = Accepted | Repeated | Refused


def in_order(lines: Sequence[GoodSubmission], answers: Mapping[bytes, Answer]) -> list[Answer]:
    """The answers to lines, from those by digest; the second line with a content repeats what the first did."""
    told: list[Answer] = []
    seen = set()
    for line in lines:
        answer = answers[line.digest]
        if line.digest in seen and isinstance(answer, Accepted):
            answer = Repeated(Status.ACCEPTED, None)
        seen.add(line.digest)
        told.append(answer)
    return told

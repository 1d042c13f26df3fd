"""What a thread answers to a submission, at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from saya_py.store.records import SoftReceipt
from saya_py.store.states import Status


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

"""A submission that waits for its sub-block, as a batcher keeps it in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from saya_py.core.accounts import SYSTEM_CONTRACT
from saya_py.core.calls import AuthMode, Call
from saya_py.core.submissions import SignedBundle
from saya_py.core.submissions import Submission as Content
from saya_py.core.variants import BUNDLE, SYSTEM_MODE
from saya_py.core.wire import load_submission
from saya_py.store.records import SoftReceipt, Submission

Mode: TypeAlias = Literal["none", "inline", "pop"]
Circuit: TypeAlias = tuple[int, int, Mode]
"""Contract, function and authorisation mode: what `Engine.lanes` takes."""

_MODES: Mapping[AuthMode, Mode] = {AuthMode.NONE: "none", AuthMode.INLINE: "inline", AuthMode.POP: "pop"}


@dataclass(frozen=True)
class Queued:
    """What is kept of an accepted submission."""

    id: int
    ordinal: int
    text: str
    """Its JSON."""
    circuits: tuple[Circuit, ...]
    """One for each step that it takes: its calls, and before them the signature of a bundle."""
    call_count: int
    receipt: SoftReceipt
    """Of its latest execution."""
    accepted_at: int
    """Unix milliseconds."""

    @property
    def touched(self) -> frozenset[bytes]:
        """Every key that it reads or writes."""
        return frozenset(self.receipt.reads)

    def ran(self, receipt: SoftReceipt) -> Queued:
        """The same after another execution."""
        return replace(self, receipt=receipt)


def queued(stored: Submission, content: Content | None = None) -> Queued:
    """From the store; `content` spares reading its body."""
    return Queued(
        id=stored.id,
        ordinal=stored.ordinal,
        text=stored.body,
        circuits=circuits_of(load_submission(stored.body) if content is None else content),
        call_count=stored.call_count,
        receipt=stored.receipt,
        accepted_at=stored.accepted_at,
    )


def calls_of(content: Content) -> tuple[Call, ...]:
    """The calls of a submission."""
    return content.calls if isinstance(content, SignedBundle) else (content.call,)


def circuits_of(content: Content) -> tuple[Circuit, ...]:
    """The circuits that prove a submission, in order."""
    calls = tuple((call.contract, call.function, _MODES[call.auth_mode]) for call in calls_of(content))
    return ((SYSTEM_CONTRACT, BUNDLE, _MODES[SYSTEM_MODE]), *calls) if isinstance(content, SignedBundle) else calls

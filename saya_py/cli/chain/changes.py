"""Changes that wait for the world's delay: the same command requests them, and applies them when they are ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from saya_py.chain.evm.contract import Pending
    from saya_py.chain.evm.transactions import Mined

T = TypeVar("T")


@dataclass
class Outcome:
    """How far a change came; `ready_at` (Unix seconds) is when a requested one can be applied."""

    state: Literal["done", "requested", "cancelled"]
    sent: list[dict[str, str]] = field(default_factory=list)
    ready_at: int | None = None

    def note(self, what: str, mined: Mined) -> None:
        """A transaction was mined."""
        self.sent.append({"what": what, "transaction": mined.transaction})

    def to_json(self) -> dict[str, Any]:
        """By name."""
        return {"state": self.state, "sent": self.sent, "ready_at": self.ready_at}

    def lines(self) -> list[str]:
        """For people."""
        told = [f"sent      {step['what']} in {step['transaction']}" for step in self.sent]
        if self.ready_at is not None:
            when = datetime.fromtimestamp(self.ready_at, UTC).isoformat(sep=" ")
            return [*told, f"requested, and can be applied from {when} on: run this again then"]
        if self.state == "cancelled":
            return [*told, "the request is taken back"]
        return told or ["it is so already; nothing was sent"]


@dataclass(frozen=True)
class Change(Generic[T]):
    """Something of a world that is to become `wanted`.

    `first`, where there is one, sets the first value, which needs no delay.
    """

    wanted: T
    current: Callable[[], T | None]
    pending: Callable[[], Pending[T] | None]
    now: Callable[[], int]
    request: Callable[[], Mined]
    apply: Callable[[], Mined]
    first: Callable[[], Mined] | None = None

    def carry_out(self) -> Outcome:
        """Send what can be sent now.

        Raises:
            ChainReverted: the contract refuses a step.
        """
        outcome = Outcome("done")
        while (current := self.current()) != self.wanted:
            pending = self.pending()
            if current is None and self.first is not None:
                outcome.note("set", self.first())
            elif pending is None or pending.value != self.wanted:
                outcome.note("request", self.request())
            elif self.now() < pending.ready_at:
                return Outcome("requested", outcome.sent, pending.ready_at)
            else:
                outcome.note("apply", self.apply())
        return outcome

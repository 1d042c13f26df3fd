"""The states of a sub-block, a submission, a settlement attempt and a proof job, and every way a sub-block changes its.

SEALED ──> PROVING ──> PROVEN ──> SETTLING ──> SETTLED ──> FINAL
   ^          │         ^ ^          │  ^         │
   │        FAILED ─────┘ └──────────┘  └─────────┘
   └──────────┘       retried     retracted    reorganised

SEALED, PROVING, PROVEN, SETTLING ──> FAILED: it needs somebody to look at it
these and FAILED ──> STALE: its calls went back into the queue; a new generation follows
PROVEN, FAILED, STALE ──> SETTLED: a transaction that seemed lost was mined after all
"""

from __future__ import annotations

from enum import StrEnum

from saya_py.core.errors import IllegalTransition


class State(StrEnum):
    """Where a sub-block stands."""

    SEALED = "sealed"
    """Its calls, window and lists are fixed."""
    PROVING = "proving"
    """Its proof jobs may run."""
    PROVEN = "proven"
    """Its proof is kept; no transaction of it may be mined any more."""
    SETTLING = "settling"
    """A transaction of it is recorded, and may have been sent."""
    SETTLED = "settled"
    """Its transaction is mined, and could still be reorganised away."""
    FINAL = "final"
    """Its transaction is so deep that it counts as final."""
    STALE = "stale"
    """Replaced: its calls are in the queue, or in a later generation."""
    FAILED = "failed"
    """It needs somebody to look at it; `reason` says why."""


class Event(StrEnum):
    """What happens to a sub-block."""

    PROVING_STARTED = "proving_started"
    PROVED = "proved"
    SENT = "sent"
    """A transaction was recorded, to be sent next."""
    RETRACTED = "retracted"
    """No transaction of it can be mined any more, or the mined one reverted."""
    MINED = "mined"
    REORGANISED = "reorganised"
    """The block of its transaction is no longer part of the chain."""
    FINALISED = "finalised"
    WITHDRAWN = "withdrawn"
    """Its start values, its window or its predecessor no longer hold."""
    GAVE_UP = "gave_up"
    PROOF_RETRIED = "proof_retried"
    SETTLEMENT_RETRIED = "settlement_retried"


_TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.SEALED, Event.PROVING_STARTED): State.PROVING,
    (State.PROVING, Event.PROVED): State.PROVEN,
    (State.PROVEN, Event.SENT): State.SETTLING,
    (State.SETTLING, Event.RETRACTED): State.PROVEN,
    (State.SETTLING, Event.MINED): State.SETTLED,
    (State.SETTLED, Event.REORGANISED): State.SETTLING,
    (State.SETTLED, Event.FINALISED): State.FINAL,
    **{(state, Event.MINED): State.SETTLED for state in (State.PROVEN, State.STALE, State.FAILED)},
    (State.FAILED, Event.PROOF_RETRIED): State.SEALED,
    (State.FAILED, Event.SETTLEMENT_RETRIED): State.PROVEN,
    **{
        (state, Event.WITHDRAWN): State.STALE
        for state in (State.SEALED, State.PROVING, State.PROVEN, State.SETTLING, State.FAILED)
    },
    **{(state, Event.GAVE_UP): State.FAILED for state in (State.SEALED, State.PROVING, State.PROVEN, State.SETTLING)},
}

PROVABLE = (State.SEALED, State.PROVING)
"""States in which proof jobs of a sub-block are worth running."""

OVER = (State.FINAL, State.STALE)
"""States in which nothing is left to do."""


def transition(state: State, event: Event) -> State:
    """The state after `event`.

    Raises:
        IllegalTransition: `event` cannot happen in `state`.
    """
    after = _TRANSITIONS.get((state, event))
    if after is None:
        raise IllegalTransition(
            f"a sub-block that is {state} cannot be {event}: it has changed since it was read, or this software is "
            "wrong about it; read it again"
        )
    return after


class Status(StrEnum):
    """Where a submission stands."""

    ACCEPTED = "accepted"
    """In the queue."""
    INCLUDED = "included"
    """Part of a sub-block."""
    SETTLED = "settled"
    """Part of a sub-block whose transaction is mined."""
    DROPPED = "dropped"
    """Out, for the reason that it has."""


class AttemptKind(StrEnum):
    """What a transaction of the settler is for."""

    SETTLE = "settle"
    CANCEL = "cancel"
    """Takes the nonce of a settlement that is no longer wanted."""


class Outcome(StrEnum):
    """What became of a transaction."""

    PENDING = "pending"
    """Nobody knows yet: it may be mined at any time."""
    SUCCEEDED = "succeeded"
    REVERTED = "reverted"
    """Mined, without effect but its fee."""
    REPLACED = "replaced"
    """Another transaction took its nonce."""


class JobState(StrEnum):
    """Where a proof job stands."""

    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"

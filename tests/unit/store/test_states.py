"""The state machine of sub-blocks: all pairs of a state and an event."""

from __future__ import annotations

import pytest

from saya_py.core.errors import IllegalTransition
from saya_py.store.states import OVER, Event, State, transition

S, E = State, Event
LEGAL = {
    S.SEALED: {E.PROVING_STARTED: S.PROVING, E.WITHDRAWN: S.STALE, E.GAVE_UP: S.FAILED},
    S.PROVING: {E.PROVED: S.PROVEN, E.WITHDRAWN: S.STALE, E.GAVE_UP: S.FAILED},
    S.PROVEN: {E.SENT: S.SETTLING, E.MINED: S.SETTLED, E.WITHDRAWN: S.STALE, E.GAVE_UP: S.FAILED},
    S.SETTLING: {E.MINED: S.SETTLED, E.RETRACTED: S.PROVEN, E.WITHDRAWN: S.STALE, E.GAVE_UP: S.FAILED},
    S.SETTLED: {E.REORGANISED: S.SETTLING, E.FINALISED: S.FINAL},
    S.FINAL: {},
    S.STALE: {E.MINED: S.SETTLED},
    S.FAILED: {
        E.PROOF_RETRIED: S.SEALED,
        E.SETTLEMENT_RETRIED: S.PROVEN,
        E.MINED: S.SETTLED,
        E.WITHDRAWN: S.STALE,
    },
}


@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("state", State)
def test_every_pair(state: State, event: Event) -> None:
    after = LEGAL[state].get(event)
    if after is None:
        with pytest.raises(IllegalTransition, match=f"a sub-block that is {state} cannot be {event}"):
            transition(state, event)
    else:
        assert transition(state, event) is after


def test_every_unfinished_state_can_still_settle() -> None:
    """Nothing is stuck: from each state there is a way to FINAL, and to replacing what cannot settle."""
    for start in set(State) - {State.FINAL}:
        reached = {start}
        while (more := reached | {after for state in reached for after in LEGAL[state].values()}) != reached:
            reached = more
        assert State.FINAL in reached
        assert State.STALE in reached or start in OVER

"""A settler that dies between any two things that it does: the next one goes on, and nothing settles twice."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from saya_py.chain.evm.rpc import SteadyProvider
from saya_py.store.states import State
from tests.support.settling import Rig


class Killed(BaseException):
    """What happens to the process."""


class Reaper:
    """Counts what a settler asks of the node and of the store, and kills it before or after the one that is due."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, rig: Rig) -> None:
        self.due: int | None = None
        self.done = 0
        monkeypatch.setattr(SteadyProvider, "_ask", self._asked(SteadyProvider._ask))
        for part in (rig.thread.settlements, rig.thread.cursor, rig.thread.sub_blocks):
            for name in ("record", "broadcast", "resolve", "finalise", "saw", "rewind", "withdraw"):
                if hasattr(part, name):
                    monkeypatch.setattr(part, name, self._watched(getattr(part, name)))

    def _asked(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        """Only the settler's questions: the tests themselves ask with more patience."""
        watched = self._watched(ask)
        return lambda provider, *rest: (watched if provider._patience.tries == 2 else ask)(provider, *rest)

    def _watched(self, action: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **named: Any) -> Any:
            self._passes()
            result = action(*arguments, **named)
            self._passes()
            return result

        return watched

    def _passes(self) -> None:
        self.done += 1
        if self.due is not None and self.done == self.due:
            self.due = None
            raise Killed


def run(rig: Rig, reaper: Reaper, due: int, until: Callable[[], bool]) -> bool:
    """Step until something is so, with a death at the `due`-th moment; whether that came."""
    reaper.due, reaper.done = due, 0
    for _ in range(40):
        if until():
            break
        try:
            rig.settler.step()
        except Killed:
            rig.restart()
    else:
        raise AssertionError((rig.settler.waiting, rig.settler.trouble, rig.events[-5:]))
    died = reaper.due is None
    reaper.due = None
    return died


def test_a_settlement_interrupted_anywhere_happens_once(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    reaper = Reaper(monkeypatch, rig)
    for number in count():
        sub_block = rig.proven({1: (number, number + 1)})
        if not run(rig, reaper, number + 1, lambda made=sub_block: rig.states(made.id) == {State.SETTLED}):
            break
    assert number > 40, "so many moments there are"
    assert rig.world.value(1) == number + 1
    assert rig.thread.costs().settled.transactions == number + 1
    assert rig.thread.costs().reverted.transactions == 0


def test_a_reorganisation_interrupted_anywhere_is_followed(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.tune(finality_blocks=100)
    reaper = Reaper(monkeypatch, rig)
    value = 0
    for moment in count(1, 3):
        blocks = [rig.settled({1: (value + each, value + each + 1)}).id for each in range(2)]
        value += 2
        rig.chain.reorganise(2)

        def again(blocks: list[int] = blocks) -> bool:
            head = rig.chain.w3.eth.get_block("latest")["hash"]
            return rig.states(*blocks) == {State.SETTLED} and rig.thread.seen()[0].hash == head

        reaper_died = run(rig, reaper, moment, again)
        assert rig.world.value(1) == value
        if not reaper_died:
            break
    assert moment > 20, "so many moments there are"
    assert rig.thread.costs().settled.transactions == value


def test_a_withdrawal_interrupted_anywhere_happens(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    reaper = Reaper(monkeypatch, rig)
    for moment in count(1):
        rig.world.write(1, 0)
        sub_block = rig.proven({1: (0, 5)})
        rig.world.write(1, moment)
        if not run(rig, reaper, moment, lambda made=sub_block: rig.states(made.id) == {State.STALE}):
            break
    assert moment > 10, "so many moments there are"
    assert rig.thread.costs().lost_races == moment
    assert len(rig.thread.queue()) == moment

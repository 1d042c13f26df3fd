"""The chain is reorganised: what was settled in the lost blocks is settled again, or withdrawn when it cannot be."""

from __future__ import annotations

import pytest

from saya_py.core.errors import ReorgTooDeep
from saya_py.settler.events import Reorganised, Resent, Sent
from saya_py.store.states import Outcome, State
from tests.support.settling import Rig


def settled_chain(rig: Rig, count: int) -> list[int]:
    """So many settled sub-blocks, each in its own block; their ids."""
    return [rig.settled({1: (number, number + 1)}).id for number in range(count)]


@pytest.mark.parametrize("depth", [1, 2, 5, 10])
def test_what_was_settled_in_lost_blocks_is_settled_again(rig: Rig, depth: int) -> None:
    rig.tune(finality_blocks=20)
    ids = settled_chain(rig, 10)
    rig.chain.reorganise(depth)
    assert rig.world.value(1) == 10 - depth
    rig.steps()
    rig.until(lambda: rig.states(*ids) == {State.SETTLED})
    assert rig.world.value(1) == 10
    (reorganised,) = rig.told(Reorganised)
    assert reorganised.unsettled == depth
    assert len(rig.told(Resent)) == depth
    assert len(rig.told(Sent)) == 10  # nothing was signed anew
    assert rig.thread.costs().settled.transactions == 10


def test_a_settlement_that_is_stale_on_the_new_chain_is_cancelled_and_withdrawn(rig: Rig) -> None:
    first, second = settled_chain(rig, 2)
    rig.chain.hold()
    rig.chain.reorganise(2)
    rig.world.overtake(1, 9)
    rig.chain.mine()
    rig.steps()
    for _ in range(3):
        rig.chain.mine()
        rig.steps()
    assert [rig.thread.sub_block(each).state for each in (first, second)] == [State.STALE] * 2
    assert len(rig.thread.queue()) == 2
    assert rig.world.value(1) == 9


def test_final_sub_blocks_are_not_taken_back(rig: Rig) -> None:
    (settled,) = settled_chain(rig, 1)
    rig.chain.mine(3)
    rig.steps()
    assert rig.thread.sub_block(settled).state is State.FINAL
    rig.chain.reorganise(4)
    with pytest.raises(ReorgTooDeep):
        rig.steps()
    assert rig.thread.sub_block(settled).state is State.FINAL


def test_a_chain_that_became_shorter_is_doubted_first(rig: Rig) -> None:
    rig.tune(doubt_seconds=10.0)
    first, second = settled_chain(rig, 2)
    rig.chain.hold()
    rig.chain.do("anvil_rollback", 1)
    rig.steps(2)
    assert rig.settler.trouble is not None
    assert "it is behind, or the chain became shorter" in rig.settler.trouble
    assert rig.thread.sub_block(second).state is State.SETTLED
    rig.clock.ahead = 11
    rig.steps()
    assert rig.settler.trouble is None
    assert rig.thread.sub_block(second).state is State.SETTLING
    rig.chain.mine()
    rig.steps()
    assert [rig.thread.sub_block(each).state for each in (first, second)] == [State.SETTLED] * 2


def test_a_revert_in_a_lost_block_may_succeed_on_the_new_chain(rig: Rig) -> None:
    rig.chain.hold()
    sub_block = rig.proven({1: (0, 5)})
    rig.steps()
    rig.world.overtake(1, 9)
    rig.chain.mine()
    rig.steps(2)
    assert rig.thread.sub_block(sub_block.id).state is State.STALE
    rig.chain.reorganise(1)
    rig.steps()
    rig.chain.mine()
    rig.steps()
    assert rig.thread.sub_block(sub_block.id).state is State.SETTLED
    (attempt,) = rig.thread.attempts(sub_block.id)
    assert attempt.outcome is Outcome.SUCCEEDED
    assert rig.world.value(1) == 5
    assert rig.withdrawn == 2

"""The usual way of a sub-block: tried out, sent, mined, final."""

from __future__ import annotations

from saya_py.settler.events import Final, Mined, Sent, Withdrawn
from saya_py.store.states import Outcome, State
from tests.support.settling import Rig


def test_a_proven_sub_block_is_sent_mined_and_final(rig: Rig) -> None:
    sub_block = rig.proven({1: (0, 5), 2: (0, 0)})
    rig.steps(2)
    assert rig.thread.sub_block(sub_block.id).state is State.SETTLED
    assert rig.world.value(1) == 5
    rig.chain.mine(3)
    rig.steps()
    assert rig.thread.sub_block(sub_block.id).state is State.FINAL
    (sent,), (mined,), (final,) = rig.told(Sent), rig.told(Mined), rig.told(Final)
    assert sent.transaction == mined.transaction
    assert final.count == 1
    costs = rig.thread.costs()
    assert costs.settled.transactions == 1
    assert costs.settled.wei == mined.fee > 0


def test_pipelined_sub_blocks_settle_in_order(rig: Rig) -> None:
    first, second = rig.proven({1: (0, 5)}), rig.proven({1: (5, 6)})
    third = rig.seal({1: (6, 7)})
    assert rig.settler.fresh(third)
    rig.prove(third)
    rig.steps(4)
    assert [rig.thread.sub_block(each.id).state for each in (first, second, third)] == [State.SETTLED] * 3
    assert rig.world.value(1) == 7


def test_a_stale_sub_block_is_withdrawn_before_anything_is_paid(rig: Rig) -> None:
    first, second = rig.proven({1: (0, 5)}), rig.proven({2: (0, 1)})
    rig.world.write(1, 9)
    rig.steps(2)
    assert [rig.thread.sub_block(each.id).state for each in (first, second)] == [State.STALE] * 2
    (withdrawn,) = rig.told(Withdrawn)
    assert withdrawn.seqs == (1, 2)
    assert "sub-block 1 lost a race" in withdrawn.reason
    assert rig.withdrawn == 1
    assert len(rig.thread.queue()) == 2
    assert rig.told(Sent) == []


def test_a_stale_sub_block_is_not_proven(rig: Rig) -> None:
    sealed = rig.seal({1: (0, 5)})
    assert rig.settler.fresh(sealed)
    rig.world.write(1, 9)
    assert not rig.settler.fresh(sealed)
    assert rig.thread.sub_block(sealed.id).state is State.STALE


def test_a_transaction_that_waits_is_resolved_by_the_next_process(rig: Rig) -> None:
    rig.chain.hold()
    sub_block = rig.proven({1: (0, 5)})
    rig.steps(2)
    assert rig.thread.sub_block(sub_block.id).state is State.SETTLING
    rig.restart()
    rig.chain.mine()
    rig.steps()
    assert rig.thread.sub_block(sub_block.id).state is State.SETTLED
    (attempt,) = rig.thread.attempts(sub_block.id)
    assert attempt.outcome is Outcome.SUCCEEDED


def test_threads_that_share_an_account_take_different_nonces(rig: Rig) -> None:
    other = rig.second_thread()
    rig.chain.hold()
    blocks = [each.proven({number: (0, 5)}).id for number, each in ((1, rig), (2, other))]
    rig.steps()
    rig.chain.do("anvil_dropAllTransactions")  # so that the node does not know the first one's nonce
    other.steps()
    assert [each.told(Sent)[0].nonce for each in (rig, other)] == [0, 1]
    rig.clock.ahead = 16
    rig.steps()
    rig.chain.mine()
    rig.steps()
    other.steps()
    assert [each.states(block) for each, block in zip((rig, other), blocks, strict=True)] == [{State.SETTLED}] * 2
    other.thread.close()

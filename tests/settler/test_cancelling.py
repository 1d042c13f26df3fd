"""A settlement that waits and can no longer succeed is cancelled: its nonce is taken by a transaction to itself."""

from __future__ import annotations

from saya_py.settler.events import Cancelled, Reverted, Sent, Withdrawn
from saya_py.store.states import AttemptKind, Outcome, State
from tests.support.settling import Rig


def wait_and_lose(rig: Rig, seconds: int = 3600) -> int:
    """A settlement that waits, underpriced, while its input changes; the sub-block's id."""
    sub_block = rig.proven({1: (0, 5)}, seconds)
    rig.chain.hold()
    rig.steps(2)
    rig.chain.do("anvil_dropAllTransactions")
    rig.world.overtake(1, 9)
    rig.chain.mine()
    return sub_block.id


def test_a_waiting_settlement_that_lost_its_race_is_cancelled_then_withdrawn(rig: Rig) -> None:
    sub_block = wait_and_lose(rig)
    rig.steps()
    settle, cancel = rig.told(Sent)
    assert cancel.kind is AttemptKind.CANCEL
    assert cancel.nonce == settle.nonce
    assert rig.thread.sub_block(sub_block).state is State.SETTLING
    rig.steps(2)
    assert len(rig.told(Sent)) == 2
    rig.chain.mine()
    rig.steps(2)
    assert rig.thread.sub_block(sub_block).state is State.STALE
    assert len(rig.told(Cancelled)) == 1
    (withdrawn,) = rig.told(Withdrawn)
    assert "lost a race" in withdrawn.reason
    assert rig.thread.costs().cancelled.gas == 21_000


def test_a_cancellation_that_comes_too_late_is_replaced_by_what_was_mined(rig: Rig) -> None:
    sub_block = wait_and_lose(rig)
    rig.steps()
    settle, _ = rig.thread.attempts(sub_block)
    rig.chain.do("anvil_dropAllTransactions")
    rig.chain.do("eth_sendRawTransaction", "0x" + settle.transaction.raw.hex())
    rig.chain.mine()
    rig.steps(2)
    assert [each.outcome for each in rig.thread.attempts(sub_block)] == [Outcome.REVERTED, Outcome.REPLACED]
    (reverted,) = rig.told(Reverted)
    assert reverted.reason.startswith("StaleInput(")
    assert rig.thread.sub_block(sub_block).state is State.STALE


def test_a_window_that_ends_while_waiting_cancels(rig: Rig) -> None:
    sub_block = rig.proven({1: (0, 5)}, seconds=600)
    rig.chain.hold()
    rig.steps(2)
    rig.chain.do("anvil_dropAllTransactions")
    rig.chain.do("evm_increaseTime", 700)
    rig.chain.mine()
    rig.steps()
    rig.chain.mine()
    rig.steps(2)
    assert rig.thread.sub_block(sub_block.id).state is State.STALE
    (withdrawn,) = rig.told(Withdrawn)
    assert "window" in withdrawn.reason


def test_a_window_that_ends_soon_withdraws_what_is_not_sent(rig: Rig) -> None:
    proven = rig.proven({1: (0, 5)}, seconds=20)
    rig.steps()
    assert rig.thread.sub_block(proven.id).state is State.STALE
    sealed = rig.seal({1: (0, 5)}, seconds=20)
    assert not rig.settler.fresh(sealed)
    assert [event.seqs for event in rig.told(Withdrawn)] == [(1,), (1,)]
    assert rig.told(Sent) == []

"""Transactions: recorded before they are sent, resolved once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from saya_py.core.errors import IllegalTransition, NonceTaken
from saya_py.store import OwnedThread, Store
from saya_py.store.races import lost_race
from saya_py.store.records import Spent
from saya_py.store.states import AttemptKind, Event, Outcome, State, Status
from tests.unit.store.steps import HUGE, h, mined, proven, seal, settled, transaction


def test_a_transaction_is_known_to_whoever_comes_after_a_crash(
    thread: OwnedThread, reopen: Callable[[], Store]
) -> None:
    made = proven(thread, 1, "a")
    thread.settlements.record(made.id, sent := transaction(5))
    view = reopen().view(1, 2)
    assert view is not None
    (found,) = view.pending()
    assert (found.sub_block_id, found.transaction, found.broadcast_at) == (made.id, sent, None)
    assert found.transaction.max_fee == HUGE, "more than 64 bits"
    assert view.sub_block(made.id).state is State.SETTLING


def test_recording_and_resolving_twice_are_once(thread: OwnedThread) -> None:
    made = proven(thread, 1, "a")
    sent = transaction(5)
    for _ in range(2):
        thread.settlements.record(made.id, sent)
        thread.settlements.broadcast(sent.hash)
    for _ in range(2):
        thread.settlements.resolve(sent.hash, mined(10))
    (attempt,) = thread.attempts(made.id)
    assert (attempt.outcome, attempt.inclusion, attempt.broadcast_at) == (Outcome.SUCCEEDED, mined(10), 1_000_000)
    assert thread.sub_block(made.id).settled_block == 10
    assert thread.submissions_of(made.id)[0].status is Status.SETTLED
    assert [change.event for change in thread.history(made.id)][-2:] == [Event.SENT, Event.MINED]


def test_a_bump_has_the_nonce_of_what_it_replaces(thread: OwnedThread) -> None:
    made = proven(thread, 1, "a")
    first, second = transaction(5, fee=100), transaction(5, fee=110)
    thread.settlements.record(made.id, first)
    with pytest.raises(IllegalTransition, match="a second one must have its nonce"):
        thread.settlements.record(made.id, transaction(6))
    thread.settlements.record(made.id, second)
    assert len(thread.pending()) == 2
    thread.settlements.resolve(first.hash, mined(10))
    assert [(a.transaction.hash, a.outcome) for a in thread.attempts(made.id)] == [
        (first.hash, Outcome.SUCCEEDED),
        (second.hash, Outcome.REPLACED),
    ]
    assert thread.pending() == []


def test_a_nonce_belongs_to_one_sub_block(thread: OwnedThread, store: Store) -> None:
    first, second = proven(thread, 1, "a"), proven(thread, 2, "b")
    thread.settlements.record(first.id, taken := transaction(5))
    with pytest.raises(NonceTaken, match=taken.hash.hex()):
        thread.settlements.record(second.id, transaction(5))
    thread.settlements.record(second.id, replace(transaction(5), account=b"\x0d" * 20))
    with store.own(1, 3) as other:
        third = proven(other, 1, "a")
        with pytest.raises(NonceTaken, match=taken.hash.hex()):
            other.settlements.record(third.id, transaction(5))
    thread.settlements.resolve(taken.hash, mined(10))
    assert thread.sub_block(first.id).state is State.SETTLED


def test_sub_blocks_are_sent_in_order(thread: OwnedThread) -> None:
    first, second = proven(thread, 1, "a"), proven(thread, 2, "b")
    with pytest.raises(IllegalTransition, match="sub-block 2 cannot settle before 1, which is proven"):
        thread.settlements.record(second.id, transaction(6))
    thread.settlements.record(first.id, transaction(5))
    thread.settlements.record(second.id, transaction(6))
    assert [s.state for s in thread.unfinished()] == [State.SETTLING, State.SETTLING]


def test_what_is_not_proven_is_not_sent(thread: OwnedThread) -> None:
    made = settled(thread, 1, 10, "a")
    with pytest.raises(IllegalTransition, match="a sub-block that is settled cannot be sent"):
        thread.settlements.record(made.id, transaction(7))
    assert thread.pending() == []


def test_a_revert_costs_and_leaves_the_proof(thread: OwnedThread) -> None:
    made = proven(thread, 1, "a")
    thread.settlements.record(made.id, sent := transaction(5))
    thread.settlements.resolve(sent.hash, mined(10, fee=HUGE, revert="StaleInput(0x01)"))
    after = thread.sub_block(made.id)
    assert (after.state, after.reason) == (State.PROVEN, "StaleInput(0x01)")
    assert thread.submissions_of(made.id)[0].status is Status.INCLUDED
    assert thread.costs().reverted == Spent(1, 1_000, HUGE)
    thread.sub_blocks.withdraw(1, "StaleInput(0x01)")
    costs = thread.costs()
    assert (costs.stale_generations, costs.stale_proving_ms) == (1, 12_000)


def test_races_are_counted_once_for_the_sub_block_that_lost(thread: OwnedThread) -> None:
    for seq in range(1, 13):
        seal(thread, seq, f"call {seq}")
    # With the first everything after it is withdrawn, with the same reason; 11 and 12 begin with a 1 as well.
    thread.sub_blocks.withdraw(1, lost_race(1, "0x00 is another now"))
    assert thread.costs().lost_races == 1
    seal(thread, 1, "again")
    thread.sub_blocks.withdraw(1, lost_race(1, "0x00 is another now"))
    seal(thread, 1, "once more")
    thread.sub_blocks.withdraw(1, "the window of sub-block 1 ended before it was mined")
    assert thread.costs().lost_races == 2


def test_costs_are_exact_and_apart(thread: OwnedThread) -> None:
    settled(thread, 1, 10, "a")
    made = proven(thread, 2, "b")
    for nonce, fee in ((2, HUGE), (3, HUGE - 1)):
        thread.settlements.record(made.id, sent := transaction(nonce))
        thread.settlements.resolve(sent.hash, mined(10 + nonce, fee, revert="StaleInput"))
    thread.settlements.record(made.id, sent := transaction(4))
    thread.settlements.record(made.id, cancel := transaction(4, kind=AttemptKind.CANCEL))
    thread.settlements.resolve(cancel.hash, mined(20, fee=3))
    costs = thread.costs()
    assert costs.settled == Spent(1, 1_000, 10)
    assert costs.reverted == Spent(2, 2_000, 2 * HUGE - 1)
    assert costs.cancelled == Spent(1, 1_000, 3)
    assert thread.sub_block(made.id).state is State.PROVEN
    assert [a.outcome for a in thread.attempts(made.id)][-2:] == [Outcome.REPLACED, Outcome.SUCCEEDED]


def test_only_a_pending_transaction_can_be_cancelled(thread: OwnedThread) -> None:
    made = proven(thread, 1, "a")
    with pytest.raises(IllegalTransition, match="no pending transaction that could be cancelled"):
        thread.settlements.record(made.id, transaction(5, kind=AttemptKind.CANCEL))


def test_a_nonce_that_somebody_else_used_frees_the_sub_block(thread: OwnedThread) -> None:
    made = proven(thread, 1, "a")
    thread.settlements.record(made.id, sent := transaction(5))
    thread.settlements.nonce_lost(sent.account, 5)
    after = thread.sub_block(made.id)
    assert after.state is State.PROVEN
    assert after.reason is not None
    assert "nonce 5 was taken" in after.reason
    thread.settlements.record(made.id, again := transaction(6))
    thread.settlements.resolve(again.hash, mined(11))
    assert thread.sub_block(made.id).state is State.SETTLED


def test_a_transaction_that_was_never_recorded_is_not_ours(thread: OwnedThread) -> None:
    with pytest.raises(IllegalTransition, match="was never recorded"):
        thread.settlements.resolve(h("stranger"), mined(10))


def test_finality(thread: OwnedThread) -> None:
    settled(thread, 1, 10, "a")
    settled(thread, 2, 12, "b")
    assert thread.settlements.finalise(9) == 0
    assert thread.settlements.finalise(11) == 1
    assert [(s.seq, s.state) for s in thread.unfinished()] == [(2, State.SETTLED)]
    assert thread.settlements.finalise(12) == 1
    assert thread.settlements.finalise(12) == 0
    assert thread.unfinished() == []

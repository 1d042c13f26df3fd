"""What a reorganisation of the chain takes back."""

from __future__ import annotations

import pytest

from saya_py.core.errors import IllegalTransition, ReorgTooDeep
from saya_py.store import OwnedThread
from saya_py.store.cursor import KEPT_BLOCKS
from saya_py.store.records import SeenBlock, Spent
from saya_py.store.states import Outcome, State, Status
from tests.unit.store.steps import accept, batch, h, mined, proven, settled, transaction


def seen(*numbers: int, fork: str = "") -> list[SeenBlock]:
    return [SeenBlock(number, h("block", number, fork)) for number in numbers]


def test_blocks_are_remembered_newest_first(thread: OwnedThread) -> None:
    thread.cursor.saw(seen(10, 11))
    thread.cursor.saw(seen(11, 12))
    assert thread.seen() == seen(12, 11, 10)
    with pytest.raises(IllegalTransition, match="rewind to the last common block first"):
        thread.cursor.saw(seen(12, fork="other"))
    thread.cursor.rewind(11)
    thread.cursor.saw(seen(12, fork="other"))
    assert thread.seen() == seen(12, fork="other") + seen(11, 10)


def test_only_the_latest_blocks_are_kept(thread: OwnedThread) -> None:
    thread.cursor.saw(seen(*range(1, KEPT_BLOCKS + 50)))
    kept = thread.seen()
    assert len(kept) == KEPT_BLOCKS
    assert kept[-1].number == 50


def test_sub_blocks_behind_the_common_block_are_settling_again(thread: OwnedThread) -> None:
    for seq in range(1, 11):
        settled(thread, seq, 100 + seq, f"call {seq}")
    for depth in (0, 1, 4, 10):
        assert thread.cursor.rewind(110 - depth) == depth
        assert thread.cursor.rewind(110 - depth) == 0
        states = [s.state for s in thread.unfinished()]
        assert states == [State.SETTLED] * (10 - depth) + [State.SETTLING] * depth
        assert thread.submission_counts()[Status.SETTLED] == 10 - depth
        assert thread.costs().settled == Spent(10 - depth, 1_000 * (10 - depth), 10 * (10 - depth))
        pending = thread.pending()
        assert len(pending) == depth
        for attempt in pending:
            block = mined(100 + attempt.transaction.nonce, fork=f"reorganised by {depth}")
            thread.settlements.resolve(attempt.transaction.hash, block)
        assert {s.state for s in thread.unfinished()} == {State.SETTLED}
        assert thread.costs().settled == Spent(10, 10_000, 100)


def test_a_bump_that_lost_may_win_on_the_new_chain(thread: OwnedThread) -> None:
    made = proven(thread, 1, "a")
    first, second = transaction(5), transaction(5)
    thread.settlements.record(made.id, first)
    thread.settlements.record(made.id, second)
    thread.settlements.resolve(first.hash, mined(10))
    with pytest.raises(IllegalTransition, match="rewind to the last common block first"):
        thread.settlements.resolve(second.hash, mined(10, fork="new"))
    thread.cursor.rewind(9)
    thread.settlements.resolve(second.hash, mined(10, fork="new"))
    assert [a.outcome for a in thread.attempts(made.id)] == [Outcome.REPLACED, Outcome.SUCCEEDED]
    assert thread.sub_block(made.id).state is State.SETTLED


def test_a_reverted_settlement_may_succeed_on_the_new_chain(thread: OwnedThread) -> None:
    made = proven(thread, 1, "a")
    thread.settlements.record(made.id, sent := transaction(5))
    thread.settlements.resolve(sent.hash, mined(10, revert="StaleInput"))
    thread.cursor.rewind(9)
    assert thread.sub_block(made.id).state is State.SETTLING
    assert thread.costs().reverted == Spent()
    thread.settlements.resolve(sent.hash, mined(11))
    assert thread.sub_block(made.id).state is State.SETTLED


def test_what_was_final_is_not_taken_back(thread: OwnedThread) -> None:
    settled(thread, 1, 10, "a")
    settled(thread, 2, 11, "b")
    thread.settlements.finalise(10)
    with pytest.raises(ReorgTooDeep, match="raise the finality depth; nothing was changed"):
        thread.cursor.rewind(9)
    assert [s.state for s in thread.generations(2)] == [State.SETTLED]
    assert thread.cursor.rewind(10) == 1


def test_a_replaced_generation_that_is_mined_after_all_counts(thread: OwnedThread) -> None:
    """Generation 1 reverts, is replaced, and a reorganisation lets its transaction succeed."""
    old = proven(thread, 1, "a", "b")
    thread.settlements.record(old.id, sent := transaction(5))
    thread.settlements.resolve(sent.hash, mined(10, revert="StaleInput"))
    thread.sub_blocks.withdraw(1, "StaleInput")
    first, second = thread.queue()
    thread.submissions.drop(second.id, "fails on the new values")
    (late,) = accept(thread, "c")
    new = thread.sub_blocks.seal(1, batch([first, late]))
    thread.sub_blocks.start_proving(new.id)
    after = proven_next = accept(thread, "d")
    thread.sub_blocks.seal(2, batch(proven_next))

    thread.cursor.rewind(9)
    assert [a.transaction.hash for a in thread.pending()] == [sent.hash]
    thread.settlements.resolve(sent.hash, mined(11))

    assert [(s.generation, s.state) for s in thread.generations(1)] == [(1, State.SETTLED), (2, State.STALE)]
    assert [s.state for s in thread.generations(2)] == [State.STALE]
    assert [(s.digest, s.status, s.reason) for s in thread.submissions_of(old.id)] == [
        (h("a"), Status.SETTLED, None),
        (h("b"), Status.SETTLED, None),
    ]
    assert [s.digest for s in thread.queue()] == [h("c"), after[0].digest]
    latest = thread.latest()
    assert latest is not None
    assert latest.id == old.id

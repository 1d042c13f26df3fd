"""Sealing, proving, giving up and withdrawing sub-blocks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from saya_py.core.errors import IllegalTransition, SettlementPending
from saya_py.store import OwnedThread, Store
from saya_py.store.records import SealedSubmission
from saya_py.store.states import Event, State, Status
from tests.unit.store.conftest import Clock
from tests.unit.store.steps import HUGE, accept, batch, h, proof, proven, receipt, seal, settled, transaction


def test_a_sub_block_comes_back_as_it_was_sealed(thread: OwnedThread, reopen: Callable[[], Store]) -> None:
    queued = [*accept(thread, "a", calls=2), *accept(thread, "b")]
    made = thread.sub_blocks.seal(7, batch(queued[::-1]))
    view = reopen().view(1, 2)
    assert view is not None
    assert view.sub_block(made.id) == made
    assert (made.seq, made.generation, made.state, made.call_count) == (7, 1, State.SEALED, 3)
    assert (made.t_min, made.t_max, made.os_version, made.set_root) == (100, 4_000, HUGE, h("set root"))
    lists = view.lists(made.id)
    assert (lists.inputs, lists.outputs) == (b"\x01" * 64, b"\x02" * 36)
    inside = view.submissions_of(made.id)
    assert [(s.digest, s.status, s.position) for s in inside] == [
        (h("b"), Status.INCLUDED, 0),
        (h("a"), Status.INCLUDED, 1),
    ]
    assert view.queue() == []


def test_sealing_keeps_the_receipts_of_the_last_execution(thread: OwnedThread) -> None:
    (queued,) = accept(thread, "a")
    plan = batch([queued])
    again = SealedSubmission(queued.id, receipt("on other values"))
    made = thread.sub_blocks.seal(1, type(plan)(*(*list(vars(plan).values())[:-1], (again,))))
    assert thread.submissions_of(made.id)[0].receipt == receipt("on other values")


def test_numbers_follow_each_other(thread: OwnedThread) -> None:
    seal(thread, 5, "a")
    (queued,) = accept(thread, "b")
    for wrong in (4, 5, 7):
        with pytest.raises(IllegalTransition, match="the next one is 6"):
            thread.sub_blocks.seal(wrong, batch([queued]))
    assert thread.sub_blocks.seal(6, batch([queued])).seq == 6
    assert [s.seq for s in thread.unfinished()] == [5, 6]


def test_sealing_what_is_not_in_the_queue_changes_nothing(thread: OwnedThread, store: Store) -> None:
    included, waiting = accept(thread, "a", "b")
    thread.sub_blocks.seal(1, batch([included]))
    with store.own(1, 3) as other:
        (foreign,) = accept(other, "c")
    for wrong in ([], [waiting, included], [waiting, waiting], [waiting, foreign]):
        with pytest.raises(IllegalTransition, match=r"not in the queue|would be empty"):
            thread.sub_blocks.seal(2, batch(wrong))
    assert thread.queue() == [waiting]
    assert [s.seq for s in thread.unfinished()] == [1]


def test_the_way_of_a_sub_block_is_written_down(thread: OwnedThread, clock: Clock) -> None:
    made = seal(thread, 1, "a")
    clock.now += 5
    thread.sub_blocks.start_proving(made.id)
    thread.sub_blocks.start_proving(made.id)
    clock.now += 7
    thread.sub_blocks.prove(made.id, proof("first"))
    thread.sub_blocks.prove(made.id, proof("second"))
    assert thread.sub_block(made.id).proof == proof("first")
    assert [(c.event, c.state, c.at) for c in thread.history(made.id)] == [
        (Event.PROVING_STARTED, State.PROVING, 1_000_005),
        (Event.PROVED, State.PROVEN, 1_000_012),
    ]


def test_a_proof_comes_only_while_proving(thread: OwnedThread) -> None:
    made = seal(thread, 1, "a")
    with pytest.raises(IllegalTransition, match="a sub-block that is sealed cannot be proved"):
        thread.sub_blocks.prove(made.id, proof())
    assert thread.sub_block(made.id).proof is None


def test_withdrawing_puts_a_tail_back_into_the_queue_in_order(thread: OwnedThread) -> None:
    settled(thread, 1, 10, "a")
    proven(thread, 2, "b", "c")
    seal(thread, 3, "d")
    accept(thread, "e")
    gone = thread.sub_blocks.withdraw(2, "key 0x01 changed")
    assert [(s.seq, s.generation, s.state, s.reason) for s in gone] == [
        (2, 1, State.STALE, "key 0x01 changed"),
        (3, 1, State.STALE, "key 0x01 changed"),
    ]
    assert [s.digest for s in thread.queue()] == [h("b"), h("c"), h("d"), h("e")]
    assert [s.seq for s in thread.unfinished()] == [1]

    waiting = thread.queue()
    thread.submissions.drop(waiting[1].id, "fails on the new values")
    again = thread.sub_blocks.seal(2, batch([waiting[0], waiting[2]]))
    assert (again.seq, again.generation) == (2, 2)
    assert [s.generation for s in thread.generations(2)] == [1, 2]
    assert thread.sub_blocks.seal(3, batch([waiting[3]])).generation == 2
    assert thread.submissions_of(gone[0].id) == []


def test_nothing_is_withdrawn_when_a_part_cannot_be(thread: OwnedThread) -> None:
    first = settled(thread, 1, 10, "a")
    second = proven(thread, 2, "b")
    third = proven(thread, 3, "c")
    thread.settlements.record(second.id, transaction(2))
    with pytest.raises(IllegalTransition, match="settled cannot be withdrawn"):
        thread.sub_blocks.withdraw(1, "no")
    with pytest.raises(SettlementPending, match="may still be mined"):
        thread.sub_blocks.withdraw(2, "no")
    assert [s.state for s in thread.unfinished()] == [State.SETTLED, State.SETTLING, State.PROVEN]
    assert thread.submissions_of(first.id)[0].status is Status.SETTLED
    assert thread.sub_blocks.withdraw(3, "yes")[0].id == third.id


def test_a_failed_sub_block_goes_on_where_it_failed(thread: OwnedThread) -> None:
    unproven = seal(thread, 1, "a")
    thread.sub_blocks.start_proving(unproven.id)
    thread.sub_blocks.give_up(unproven.id, "the prover ran out of memory")
    assert thread.sub_block(unproven.id).reason == "the prover ran out of memory"
    assert thread.sub_blocks.retry(unproven.id).state is State.SEALED
    thread.sub_blocks.start_proving(unproven.id)
    thread.sub_blocks.prove(unproven.id, proof())
    thread.settlements.record(unproven.id, sent := transaction(1))
    with pytest.raises(SettlementPending, match=sent.hash.hex()):
        thread.sub_blocks.give_up(unproven.id, "impatient")
    thread.settlements.nonce_lost(sent.account, sent.nonce)
    thread.sub_blocks.give_up(unproven.id, "OsVersionNotAdopted")
    assert thread.sub_blocks.retry(unproven.id).state is State.PROVEN


def test_sub_blocks_of_other_threads_are_out_of_reach(thread: OwnedThread, store: Store) -> None:
    made = seal(thread, 1, "a")
    with store.own(1, 3) as other:
        with pytest.raises(IllegalTransition, match="no sub-block with id"):
            other.sub_blocks.start_proving(made.id)
        with pytest.raises(IllegalTransition, match="no sub-block with id"):
            other.sub_block(made.id)
        assert other.latest() is None
    assert thread.sub_block(made.id).state is State.SEALED


def test_latest_and_recent(thread: OwnedThread) -> None:
    seal(thread, 1, "a")
    seal(thread, 2, "b")
    thread.sub_blocks.withdraw(2, "stale")
    latest = thread.latest()
    assert latest is not None
    assert latest.seq == 1
    assert [(s.seq, s.state) for s in thread.recent(5)] == [(2, State.STALE), (1, State.SEALED)]


def test_a_proof_that_cannot_be_read_is_discarded(thread: OwnedThread) -> None:
    made = proven(thread, 1, "a")
    again = thread.sub_blocks.discard_proof(made.id, "damaged")
    assert (again.state, again.proof) == (State.SEALED, None)
    assert [change.state for change in thread.history(made.id)][-2:] == [State.FAILED, State.SEALED]
    with pytest.raises(IllegalTransition, match="is sealed"):
        thread.sub_blocks.discard_proof(made.id, "damaged")
    thread.sub_blocks.start_proving(made.id)
    thread.sub_blocks.prove(made.id, proof("another"))
    thread.settlements.record(made.id, transaction(1))
    with pytest.raises(SettlementPending):
        thread.sub_blocks.discard_proof(made.id, "damaged")

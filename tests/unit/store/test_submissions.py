"""The queue."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from saya_py.core.errors import IllegalTransition
from saya_py.store import OwnedThread, Store
from saya_py.store.records import NewSubmission, SoftReceipt
from saya_py.store.states import Status
from tests.unit.store.steps import accept, h, receipt, seal


def test_a_submission_comes_back_as_it_was_accepted(thread: OwnedThread, reopen: Callable[[], Store]) -> None:
    body = '{"call": {"args": [1], "note": "héé"}}'
    given = SoftReceipt(reads={h(2): h(3), h(1): bytes(32)}, writes={h(1): h(4)})
    (answer,) = thread.submissions.accept(NewSubmission(h("a"), body, 3, given))
    assert answer.is_new
    view = reopen().view(1, 2)
    assert view is not None
    found = view.submission(h("a"))
    assert found == answer.submission
    assert (found.body, found.call_count, found.receipt) == (body, 3, given)
    assert (found.status, found.sub_block_id, found.reason, found.accepted_at) == (
        Status.ACCEPTED,
        None,
        None,
        1_000_000,
    )


def test_the_queue_is_in_order_of_acceptance(thread: OwnedThread) -> None:
    accept(thread, "c", "a", "b")
    assert [s.digest for s in thread.queue()] == [h("c"), h("a"), h("b")]
    assert [s.digest for s in thread.queue(limit=2)] == [h("c"), h("a")]


def test_a_digest_is_accepted_once_whatever_became_of_it(thread: OwnedThread) -> None:
    (first,) = accept(thread, "a")
    (again,) = thread.submissions.accept(NewSubmission(h("a"), "{}", 1, receipt("other")))
    assert (again.is_new, again.submission) == (False, first)
    thread.submissions.drop(first.id, "Assertion failed: no gems")
    (dropped,) = thread.submissions.accept(NewSubmission(h("a"), "{}", 1, receipt("a")))
    assert (dropped.is_new, dropped.submission.status, dropped.submission.reason) == (
        False,
        Status.DROPPED,
        "Assertion failed: no gems",
    )
    assert thread.queue() == []


def test_threads_have_queues_of_their_own(thread: OwnedThread, store: Store) -> None:
    accept(thread, "a")
    with store.own(1, 3) as other:
        (answer,) = other.submissions.accept(NewSubmission(h("a"), "{}", 1, receipt("a")))
        assert answer.is_new
        assert answer.submission.ordinal == 1
        with pytest.raises(IllegalTransition, match="this thread has no submission"):
            thread.submissions.drop(answer.submission.id, "not mine")
    assert [s.digest for s in thread.queue()] == [h("a")]


def test_only_the_queue_can_be_dropped_from(thread: OwnedThread) -> None:
    seal(thread, 1, "a")
    included = thread.submission(h("a"))
    assert included is not None
    with pytest.raises(IllegalTransition, match="is included: withdraw its sub-block first"):
        thread.submissions.drop(included.id, "why not")
    (waiting,) = accept(thread, "b")
    thread.submissions.drop(waiting.id, "first reason")
    thread.submissions.drop(waiting.id, "second reason")
    dropped = thread.submission(h("b"))
    assert dropped is not None
    assert dropped.reason == "first reason"
    assert thread.submission_counts() == {
        Status.ACCEPTED: 0,
        Status.INCLUDED: 1,
        Status.SETTLED: 0,
        Status.DROPPED: 1,
    }


def test_a_digest_that_was_never_accepted_is_unknown(thread: OwnedThread, store: Store) -> None:
    assert thread.submission(h("a")) is None
    assert store.view(1, 99) is None


def test_entries_of_a_wrong_size_are_refused(thread: OwnedThread) -> None:
    with pytest.raises(Exception, match="keys and values of entries have 32 bytes"):
        thread.submissions.accept(
            NewSubmission(h("a"), "{}", 1, receipt("a")),
            NewSubmission(h("b"), "{}", 1, SoftReceipt(reads={b"short": bytes(32)}, writes={})),
        )
    assert thread.queue() == [], "all or none"


def test_several_are_accepted_together_with_those_that_are_known(thread: OwnedThread) -> None:
    accept(thread, "a", "b")
    names = ("b", "c", "c", "d")
    answers = thread.submissions.accept(*(NewSubmission(h(name), "{}", 1, receipt(name)) for name in names))
    assert [(answer.is_new, answer.submission.ordinal) for answer in answers] == [
        (False, 2),
        (True, 3),
        (False, 3),
        (True, 4),
    ]

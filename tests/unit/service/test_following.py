"""What became of a submission, from a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from saya_py.service.following import submission_state
from saya_py.service.running import Place
from saya_py.store import OwnedThread, Store
from saya_py.store.states import State, Status
from tests.unit.store.steps import DEPLOYMENT, accept, batch, h, mined, proof, receipt, transaction


@pytest.fixture
def thread(tmp_path: Path) -> Iterator[OwnedThread]:
    with Store.open(f"sqlite:///{tmp_path / 'thread.db'}", tmp_path / "blobs", create=True) as store:
        store.bind(DEPLOYMENT)
        with store.own(1, 2) as owned:
            yield owned


def test_from_the_queue_to_final_through_a_replaced_generation(thread: OwnedThread) -> None:
    (submission,) = accept(thread, "a")
    digest = h("a")

    def now() -> tuple[Status, Place | None, int | None, bool]:
        found = submission_state(thread, digest)
        assert found is not None
        assert (found.ordinal, found.receipt) == (1, receipt("a"))
        return found.status, found.place, None if found.mined is None else found.mined.block, found.is_final

    assert now() == (Status.ACCEPTED, None, None, False)
    thread.sub_blocks.seal(1, batch([submission]))
    assert now() == (Status.INCLUDED, Place(1, 1, State.SEALED), None, False)
    thread.sub_blocks.withdraw(1, "a value changed")
    assert now() == (Status.ACCEPTED, None, None, False)
    again = thread.sub_blocks.seal(1, batch([submission]))
    thread.sub_blocks.start_proving(again.id)
    thread.sub_blocks.prove(again.id, proof())
    replaced, sent = transaction(7), transaction(7)
    for each in (replaced, sent):
        thread.settlements.record(again.id, each)
        thread.settlements.broadcast(each.hash)
    assert now() == (Status.INCLUDED, Place(1, 2, State.SETTLING), None, False)
    thread.settlements.resolve(sent.hash, mined(30))
    assert now() == (Status.SETTLED, Place(1, 2, State.SETTLED), 30, False)
    found = submission_state(thread, digest)
    assert found is not None
    assert found.mined is not None
    assert found.mined.transaction == sent.hash
    thread.settlements.finalise(30)
    assert now() == (Status.SETTLED, Place(1, 2, State.FINAL), 30, True)


def test_a_dropped_one_has_its_reason_and_an_unknown_one_is_none(thread: OwnedThread) -> None:
    (submission,) = accept(thread, "a")
    thread.submissions.drop(submission.id, "you do not have enough diamonds")
    found = submission_state(thread, h("a"))
    assert found is not None
    assert (found.status, found.reason) == (Status.DROPPED, "you do not have enough diamonds")
    assert submission_state(thread, h("b")) is None

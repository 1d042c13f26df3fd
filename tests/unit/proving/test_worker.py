"""Workers, their leases, and a store that is away for a while."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from saya_py.core.errors import LeaseLost, StoreFull, StoreUnavailable
from saya_py.proving import worker
from saya_py.proving.ledger import ProofTree, ProofTrees
from saya_py.proving.nodes import Node
from saya_py.proving.progress import StoreAway
from saya_py.proving.rebuilding import sub_block_job
from saya_py.proving.worker import WorkerHooks, Workers
from saya_py.store import OwnedThread, Store
from saya_py.store.states import JobState, State
from tests.unit.proving.conftest import IDENTITY, Bench
from tests.unit.proving.fake import FakeEngine
from tests.unit.store.steps import h, seal

LEASE_MS = 200


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "RETRY_SECONDS", 0.01)


@pytest.fixture
def leaf(store: Store, thread: OwnedThread, engine: FakeEngine) -> bytes:
    """The key of the one job that is wanted."""
    sealed = seal(thread, 1, "a")
    thread.sub_blocks.start_proving(sealed.id)
    tree = ProofTree(sealed, engine.plan(sub_block_job(thread, sealed, IDENTITY)))
    (key,) = ProofTrees(store).advance(tree)
    return key


class AtWork:
    """A worker with short leases in the middle of a node."""

    def __init__(self, store: Store, thread: OwnedThread, engine: FakeEngine) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.finished: list[bytes] = []
        self.away: list[str] = []
        engine.before = self._pause
        hooks = WorkerHooks(
            started=lambda job: None,
            finished=lambda job, seconds: self.finished.append(job.key),
            failed=lambda job, reason, again: None,
            damaged=lambda job, reason: None,
            store_away=self.away.append,
            inputs=lambda key: None,
        )
        self.workers = Workers(
            store.jobs, store.blobs, engine.prove_node, thread.thread_id, "me", 1, hooks, lease_ms=LEASE_MS
        )

    @contextmanager
    def running(self) -> Iterator[None]:
        self.workers.start()
        assert self.begun.wait(10)
        try:
            yield
        finally:
            self.go_on.set()
            self.workers.stop()

    def _pause(self, node: Node) -> None:
        self.begun.set()
        assert self.go_on.wait(10)


@pytest.fixture
def at_work(store: Store, thread: OwnedThread, engine: FakeEngine) -> AtWork:
    return AtWork(store, thread, engine)


def test_a_job_under_way_stays_with_its_worker_longer_than_a_lease(store: Store, leaf: bytes, at_work: AtWork) -> None:
    with at_work.running():
        pause = threading.Event()
        for _ in range(10):
            assert store.jobs.claim("another", LEASE_MS) is None
            pause.wait(LEASE_MS / 1000 / 4)
    job = store.jobs.get(leaf)
    assert job is not None
    assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert at_work.finished == [leaf]


def test_a_worker_that_lost_its_job_leaves_it_to_the_other(
    store: Store, leaf: bytes, at_work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable("the database is away")

    monkeypatch.setattr(store.jobs, "renew", away)
    with at_work.running():
        pause = threading.Event()
        while (lease := store.jobs.claim("another", 60_000)) is None:
            pause.wait(0.02)
        at_work.go_on.set()
    assert at_work.finished == []
    assert "the database is away" in at_work.away
    assert store.jobs.finish(lease, h("theirs")).result == h("theirs")


def test_what_the_worker_before_left_is_free_at_once(
    store: Store, leaf: bytes, thread: OwnedThread, engine: FakeEngine
) -> None:
    lease = store.jobs.claim("me", 3_600_000)
    assert lease is not None
    at_work = AtWork(store, thread, engine)
    with at_work.running():
        pass
    assert at_work.finished == [leaf]
    with pytest.raises(LeaseLost):
        store.jobs.renew(lease, 1_000)


@pytest.mark.parametrize(
    ("part", "method"), [("jobs", "finish"), ("blobs", "put"), ("jobs", "claim"), ("blobs", "get")]
)
def test_a_store_that_is_away_for_a_while_costs_no_proof(
    bench: Bench, store: Store, engine: FakeEngine, part: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = seal(bench.thread, 1, "a")
    prover = bench.prover()
    prover.step()
    real = getattr(getattr(store, part), method)
    refusals = 3

    def sometimes(*arguments: object) -> object:
        nonlocal refusals
        if threading.current_thread() is not threading.main_thread() and refusals:
            refusals -= 1
            raise StoreFull("no room") if method == "put" else StoreUnavailable("away")
        return real(*arguments)

    monkeypatch.setattr(getattr(store, part), method, sometimes)
    with prover:
        bench.drive(prover, lambda: bench.state(sealed) is State.PROVEN)
    assert engine.kinds() == ["leaf", "sub_block", "wrap"]
    assert sum(isinstance(event, StoreAway) for event in bench.events) == 3

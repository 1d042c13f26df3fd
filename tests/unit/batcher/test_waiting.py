"""Nobody waits for a chain that they do not need; faults of the store lose nothing."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from saya_py.batcher.answers import Accepted, Refused, Repeated
from saya_py.core.errors import StoreUnavailable
from saya_py.store.states import Status
from saya_py.store.submissions import Submissions
from tests.unit.batcher.chain import NOW, Bench, MemoryChain, pay


def test_known_keys_are_answered_while_the_chain_is_slow(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 10, 3: 10})
    bench.batcher.submit([pay(1, 2, 1)])
    chain.asking.clear()
    chain.answering.clear()
    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(bench.batcher.submit, [pay(3, 4, 1)])
        assert chain.asking.wait(20)
        sealing = pool.submit(bench.batcher.tick)
        assert isinstance(bench.batcher.submit([pay(1, 2, 2)])[0], Accepted)
        assert not slow.done()
        chain.answering.set()
        assert isinstance(slow.result()[0], Accepted)
        sealing.result()
    assert bench.balances(1, 2, 3, 4) == [7, 3, 9, 1]


def test_many_threads_submit_and_seal(bench: Bench, chain: MemoryChain) -> None:
    chain.give(dict.fromkeys(range(1, 9), 100))
    stop = threading.Event()

    def tick() -> int:
        sealed = 0
        while not stop.is_set():
            found = bench.batcher.tick()
            sealed += found.call_count if found else 0
        return sealed

    bench.restart(unfinished=1000)
    with ThreadPoolExecutor(6) as pool:
        sealing = [pool.submit(tick) for _ in range(2)]
        submitting = [
            pool.submit(lambda user=user: [bench.batcher.submit([pay(user, 9, 1, each)])[0] for each in range(20)])
            for user in range(1, 5)
        ]
        answers = [answer for each in submitting for answer in each.result()]
        stop.set()
        sealed = sum(each.result() for each in sealing)
    assert all(isinstance(answer, Accepted) for answer in answers)
    while found := bench.batcher.tick():
        sealed += found.call_count
    assert sealed == 80
    assert bench.balances(1, 9) == [80, 80]


@pytest.mark.parametrize("happened", [False, True])
def test_a_store_that_fails_leaves_the_working_state_right(
    bench: Bench, chain: MemoryChain, happened: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain.give({1: 10})
    bench.batcher.submit([pay(1, 2, 1)])
    accept = Submissions.accept

    def failing(*given: object) -> None:
        if happened:
            accept(*given)  # type: ignore[arg-type]
        raise StoreUnavailable("the connection was lost")

    monkeypatch.setattr(Submissions, "accept", failing)
    with pytest.raises(StoreUnavailable):
        bench.batcher.submit([pay(1, 2, 2)])
    monkeypatch.undo()
    assert bench.balances(1, 2) == ([7, 3] if happened else [9, 1])
    (again,) = bench.batcher.submit([pay(1, 2, 2)])
    assert isinstance(again, Repeated if happened else Accepted)
    assert bench.balances(1, 2) == [7, 3]


def test_a_queue_that_changes_while_a_batch_is_made_is_not_sealed_as_it_was(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 10, 3: 10})
    bench.batcher.submit([pay(1, 2, 8), pay(3, 4, 1)])
    chain.asking.clear()
    chain.answering.clear()
    with ThreadPoolExecutor(1) as pool:
        sealing = pool.submit(bench.batcher.tick)
        assert chain.asking.wait(20)
        # Somebody else takes what the first one pays with, and a failing call makes the batcher see it.
        chain.give({1: 5})
        chain.now, chain.next_seq = (lambda: NOW), (lambda: 1)  # type: ignore[method-assign]
        chain.values = lambda keys: [chain.canonical.get(key, bytes(32)) for key in keys]  # type: ignore[method-assign]
        (refused,) = bench.batcher.submit([pay(1, 2, 20)])
        assert refused == Refused("insufficient balance")
        assert bench.balances(1, 3) == [5, 9]
        chain.answering.set()
        assert sealing.result() is None
    sealed = bench.batcher.tick()
    assert sealed is not None
    assert sealed.call_count == 1
    assert bench.thread.submission_counts()[Status.DROPPED] == 1


def test_flushing_knows_what_a_withdrawal_put_back(bench: Bench, chain: MemoryChain) -> None:
    bench.restart(age_seconds=1_000.0)
    chain.give({1: 10})
    bench.batcher.submit([pay(1, 2, 1)])
    bench.batcher.flush()
    sealed = bench.batcher.tick()
    assert sealed is not None
    with bench.decisions:
        bench.thread.sub_blocks.withdraw(sealed.seq, "its window passed")
        bench.batcher.invalidate()
    bench.batcher.flush()
    assert bench.batcher.tick() is not None

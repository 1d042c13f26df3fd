"""Values that others change on the chain while the thread runs."""

from __future__ import annotations

import pytest

from saya_py.batcher import batcher as module
from saya_py.batcher import renewing
from saya_py.batcher.answers import Accepted, Refused
from saya_py.chain.errors import ChainUnavailable
from tests.unit.batcher.chain import Bench, MemoryChain, pay


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Values are renewed at every tick."""
    monkeypatch.setattr(module, "RENEW_SECONDS", 0.0)


def test_nobody_is_refused_because_of_values_of_before(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 5})
    (refused,) = bench.batcher.submit([pay(1, 2, 10)])
    assert isinstance(refused, Refused)
    chain.give({1: 50})
    (accepted,) = bench.batcher.submit([pay(1, 2, 10)])
    assert isinstance(accepted, Accepted)
    assert bench.balances(1, 2) == [40, 10]


def test_what_the_thread_itself_changed_is_not_taken_from_the_chain(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 50})
    bench.batcher.submit([pay(1, 2, 45)])
    (refused,) = bench.batcher.submit([pay(1, 2, 10, 1)])
    assert isinstance(refused, Refused)
    assert bench.balances(1, 2) == [5, 45]
    assert bench.batcher.tick() is not None
    (refused,) = bench.batcher.submit([pay(1, 2, 10, 2)])
    assert isinstance(refused, Refused)
    assert bench.balances(1, 2) == [5, 45]


def test_a_failing_call_is_not_judged_while_the_chain_is_away(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 5})
    bench.batcher.submit([pay(1, 2, 1)])
    bench.batcher.tick()
    chain.give({3: 1})
    bench.batcher.submit([pay(3, 4, 2)])
    chain.away = True
    with pytest.raises(ChainUnavailable):
        bench.batcher.submit([pay(3, 4, 3)])


@pytest.mark.usefixtures("always")
def test_changes_on_the_chain_are_seen_without_any_call(thread_policy: Bench, chain: MemoryChain) -> None:
    bench = thread_policy
    chain.give({1: 50, 3: 7})
    bench.batcher.submit([pay(1, 2, 10), pay(3, 4, 1)])
    chain.give({1: 30, 3: 7})
    assert bench.batcher.tick() is None
    assert bench.balances(1, 2, 3, 4) == [20, 10, 6, 1]
    chain.give({2: 100})
    assert bench.batcher.tick() is None
    assert bench.balances(1, 2) == [20, 110]


@pytest.mark.usefixtures("always")
def test_of_many_values_those_that_nothing_waits_on_are_forgotten(
    thread_policy: Bench, chain: MemoryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = thread_policy
    chain.give(dict.fromkeys(range(1, 20), 5))
    for user in range(1, 19):
        (answer,) = bench.batcher.submit([pay(user, user + 1, 9)])
        assert isinstance(answer, Refused)
    monkeypatch.setattr(renewing, "KEPT", 5)
    chain.give(dict.fromkeys(range(1, 20), 60))
    bench.batcher.tick()
    (answer,) = bench.batcher.submit([pay(3, 4, 60)])
    assert isinstance(answer, Accepted)
    assert bench.balances(3, 4, 5) == [0, 120, 60]


@pytest.fixture
def thread_policy(bench: Bench) -> Bench:
    """A batcher that does not seal for a long time."""
    bench.restart(age_seconds=1_000.0)
    return bench

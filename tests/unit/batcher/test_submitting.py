"""What a batcher says to submissions."""

from __future__ import annotations

import pytest

from saya_py.batcher.answers import Accepted, Refused, Repeated
from saya_py.chain.errors import ChainUnavailable
from saya_py.store.states import Status
from tests.unit.batcher.chain import NOW, Bench, MemoryChain, balance_key, pay, token


def test_each_submission_runs_on_what_the_ones_before_left(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 10})
    first, second, third = bench.batcher.submit([pay(1, 2, 7), pay(2, 3, 6), pay(1, 3, 4)])
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert third == Refused("insufficient balance")
    assert bench.balances(1, 2, 3) == [3, 1, 6]
    assert [waiting.ordinal for waiting in bench.thread.queue()] == [1, 2] == [first.ordinal, second.ordinal]
    assert set(first.receipt.reads) == {balance_key(1), balance_key(2)}


def test_a_content_is_accepted_once(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 10})
    answers = bench.batcher.submit([pay(1, 2, 7), pay(1, 2, 7)])
    assert isinstance(answers[0], Accepted)
    assert answers[1] == Repeated(Status.ACCEPTED, None)
    assert bench.batcher.submit([pay(1, 2, 7)]) == [Repeated(Status.ACCEPTED, None)]
    assert bench.balances(1) == [3]


def test_known_keys_need_no_chain(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 10})
    bench.batcher.submit([pay(1, 2, 1)])
    chain.away = True
    known, after = bench.batcher.submit([pay(1, 2, 2), pay(2, 1, 3)])
    assert isinstance(known, Accepted)
    assert isinstance(after, Accepted)
    with pytest.raises(ChainUnavailable):
        bench.batcher.submit([pay(1, 2, 1, 1), pay(3, 1, 1)])
    assert bench.balances(1, 2) == [10, 0]
    chain.away = False
    chain.give({3: 1})
    assert all(isinstance(each, Accepted) for each in bench.batcher.submit([pay(1, 2, 1, 1), pay(3, 1, 1)]))


def test_calls_that_end_too_early_are_refused(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 10})
    (early,) = bench.batcher.submit([token("pay", 2, 1, user=1, valid_until=NOW + 109)])
    assert isinstance(early, Refused)
    assert f"valid until {NOW + 110} or later" in early.reason
    (enough,) = bench.batcher.submit([token("pay", 2, 1, user=1, valid_until=NOW + 111)])
    assert isinstance(enough, Accepted)

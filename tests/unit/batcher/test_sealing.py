"""What is sealed, and what happens to soft confirmations that do not hold."""

from __future__ import annotations

import pytest

from saya_py.batcher.answers import Accepted
from saya_py.chain.errors import ChainUnavailable
from saya_py.core.calldata import apply_outputs, read_inputs
from saya_py.core.limbs import to_bytes
from saya_py.store.records import SubBlock
from saya_py.store.states import Status
from tests.unit.batcher.chain import NOW, Bench, Line, MemoryChain, amount, balance_key, number, pay, token
from tests.unit.batcher.settling import settle


def seal(bench: Bench, *lines: Line) -> SubBlock:
    """Submit and seal."""
    answers = bench.batcher.submit(lines)
    assert all(isinstance(answer, Accepted) for answer in answers), answers
    sealed = bench.batcher.tick()
    assert sealed is not None
    return sealed


def lists(bench: Bench, sub_block: SubBlock) -> dict[bytes, tuple[int, int]]:
    """Numbers at the start and at the end by key."""
    found = bench.thread.lists(sub_block.id)
    entries = apply_outputs(read_inputs(found.inputs), found.outputs)
    return {to_bytes(each.key): (number(to_bytes(each.old)), number(to_bytes(each.new))) for each in entries}


def test_a_sub_block_holds_the_queue_in_order(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 10})
    sealed = seal(bench, pay(1, 2, 7), pay(2, 3, 6))
    assert (sealed.seq, sealed.call_count, sealed.t_min, sealed.t_max) == (1, 2, NOW, NOW + 100)
    assert [included.ordinal for included in bench.thread.submissions_of(sealed.id)] == [1, 2]
    assert lists(bench, sealed) == {balance_key(1): (10, 3), balance_key(2): (0, 1), balance_key(3): (0, 6)}
    assert bench.batcher.tick() is None
    assert bench.balances(1, 2, 3) == [3, 1, 6]


def test_the_next_one_starts_on_what_the_last_one_leaves(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 10})
    first = seal(bench, pay(1, 2, 7))
    second = seal(bench, pay(2, 1, 5))
    assert (second.seq, lists(bench, second)) == (2, {balance_key(1): (3, 8), balance_key(2): (7, 2)})
    settle(bench, chain, first)
    third = seal(bench, pay(1, 2, 8))
    assert lists(bench, third) == {balance_key(1): (8, 0), balance_key(2): (2, 10)}
    settle(bench, chain, second)
    settle(bench, chain, third)
    assert chain.canonical[balance_key(2)] == amount(10)


def test_so_many_are_under_way_at_once(bench: Bench, chain: MemoryChain) -> None:
    bench.restart(unfinished=2)
    chain.give({1: 10})
    first = seal(bench, pay(1, 2, 1))
    seal(bench, pay(1, 2, 2))
    bench.batcher.submit([pay(1, 2, 3)])
    assert bench.batcher.tick() is None
    settle(bench, chain, first)
    assert bench.batcher.tick() is not None


def test_nothing_is_sealed_behind_one_that_was_set_aside(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 10})
    first = seal(bench, pay(1, 2, 1))
    bench.thread.sub_blocks.give_up(first.id, "no memory")
    bench.batcher.submit([pay(1, 2, 2)])
    assert bench.batcher.tick() is None
    bench.thread.sub_blocks.retry(first.id)
    assert bench.batcher.tick() is not None


def test_values_that_changed_are_read_again_before_sealing(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 10})
    bench.batcher.submit([pay(1, 2, 4), pay(1, 2, 5), pay(1, 3, 1)])
    chain.give({1: 5, 2: 100})
    sealed = bench.batcher.tick()
    assert sealed is not None
    assert lists(bench, sealed) == {balance_key(1): (5, 0), balance_key(2): (100, 104), balance_key(3): (0, 1)}
    dropped = bench.thread.submission(pay(1, 2, 5).digest)
    assert dropped is not None
    assert (dropped.status, dropped.reason) == (Status.DROPPED, "insufficient balance")
    assert bench.balances(1, 2, 3) == [0, 104, 1]


def test_withdrawn_calls_run_again_on_the_new_values(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 10})
    first = seal(bench, pay(1, 2, 4), pay(1, 2, 5))
    seal(bench, pay(2, 3, 9))
    chain.give({1: 5})
    with bench.decisions:
        bench.thread.sub_blocks.withdraw(first.seq, "somebody was first")
        bench.batcher.invalidate()
    assert bench.balances(1, 2, 3) == [1, 4, 0]
    again = bench.batcher.tick()
    assert again is not None
    assert (again.seq, again.generation, again.call_count) == (1, 2, 1)
    assert bench.thread.submission_counts()[Status.DROPPED] == 2


def test_withdrawing_while_a_batch_is_made_leaves_it_unsealed(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 10})
    first = seal(bench, pay(1, 2, 4))
    bench.batcher.submit([pay(2, 3, 4)])
    withdrawn: list[SubBlock] = []

    def withdraw() -> int:
        if not withdrawn:
            with bench.decisions:
                withdrawn.extend(bench.thread.sub_blocks.withdraw(first.seq, "somebody was first"))
                bench.batcher.invalidate()
        return NOW

    chain.now = withdraw  # type: ignore[method-assign]
    assert bench.batcher.tick() is None
    again = bench.batcher.tick()
    assert again is not None
    assert (again.seq, again.generation, again.call_count) == (1, 2, 2)


def test_nothing_is_dropped_on_a_chain_that_is_behind(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 10})
    settle(bench, chain, seal(bench, pay(1, 2, 10)))
    bench.batcher.submit([pay(2, 3, 10)])
    after = dict(chain.canonical)
    chain.canonical, chain.seq = {balance_key(1): amount(10)}, 1
    with pytest.raises(ChainUnavailable, match="the node is behind"):
        bench.batcher.tick()
    bench.restart()
    with pytest.raises(ChainUnavailable, match="the node is behind"):
        bench.batcher.tick()
    chain.canonical, chain.seq = after, 2
    assert bench.batcher.tick() is not None


def test_old_calls_are_dropped_when_no_window_is_left_for_them(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 10})
    bench.batcher.submit([token("pay", 2, 1, user=1, valid_until=NOW + 150), pay(1, 2, 2)])
    chain.time += 60
    sealed = bench.batcher.tick()
    assert sealed is not None
    assert sealed.call_count == 1
    assert bench.thread.submission_counts()[Status.DROPPED] == 1


def test_sub_blocks_are_cut_by_calls(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 100})
    bench.batcher.submit([pay(1, 2, 1, each) for each in range(20)])
    sealed = [bench.batcher.tick() for _ in range(4)]
    assert [each.call_count if each else 0 for each in sealed] == [8, 8, 4, 0]


def test_a_young_queue_waits_unless_it_is_full_or_flushed(bench: Bench, chain: MemoryChain) -> None:
    bench.restart(age_seconds=5.0)
    chain.give({1: 100})
    bench.batcher.submit([pay(1, 2, 1, each) for each in range(7)])
    assert bench.batcher.tick() is None
    bench.batcher.submit([pay(1, 2, 1, 7)])
    assert bench.batcher.tick() is not None
    bench.batcher.submit([pay(1, 2, 1, 8)])
    assert bench.batcher.tick() is None
    bench.batcher.flush()
    assert bench.batcher.tick() is not None
    bench.batcher.submit([pay(1, 2, 1, 9)])
    assert bench.batcher.tick() is None


def test_a_restart_finds_the_same_queue_and_values(bench: Bench, chain: MemoryChain) -> None:
    chain.give({1: 100})
    seal(bench, pay(1, 2, 10))
    bench.batcher.submit([pay(2, 3, 4), pay(1, 3, 50)])
    before = bench.balances(1, 2, 3)
    bench.restart()
    assert bench.balances(1, 2, 3) == before == [40, 6, 54]
    sealed = bench.batcher.tick()
    assert sealed is not None
    assert (sealed.seq, sealed.call_count) == (2, 2)

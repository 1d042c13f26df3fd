"""How much a sub-block holds, and what is too much for any."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saya_py.batcher.answers import Refused
from saya_py.batcher.load import Load
from saya_py.batcher.policy import SealingPolicy
from saya_py.batcher.queued import Circuit
from saya_py.chain.evm.limits import ChainProfile, SettlementLoad
from saya_py.core.errors import ConfigError
from saya_py.store.records import SoftReceipt
from tests.unit.batcher.chain import POLICY, Bench, MemoryChain, lanes, pay

BUY: Circuit = (1, 1, "none")
SELL: Circuit = (1, 2, "none")
NOTHING = SoftReceipt({}, {})


def key(number: int) -> bytes:
    return number.to_bytes(32)


def test_leaves_hold_consecutive_calls_of_one_function() -> None:
    load = Load(POLICY, lanes)
    for circuits, leaves in (([BUY], 1), ([BUY, BUY], 1), ([BUY], 2), ([SELL], 3), ([SELL, BUY], 4), ([BUY] * 6, 6)):
        assert load.add(circuits, 0, NOTHING) is None
        assert load.leaves == leaves


def test_the_first_submission_may_exceed_calls_and_time_the_next_one_not() -> None:
    policy = replace(POLICY, calls=5, proving_seconds=10.0, leaf_seconds=4.0)
    load = Load(policy, lanes)
    assert load.add([BUY] * 20, 20, NOTHING) is None
    assert load.add([SELL], 1, NOTHING) == "the sub-block holds 5 calls"
    load = Load(replace(policy, calls=100), lanes)
    assert load.add([BUY] * 6, 6, NOTHING) is None
    assert load.add([SELL], 1, NOTHING) == "its leaves would take more than 10 s to prove"
    assert (load.calls, load.leaves) == (6, 2)


def test_entries_and_transactions_are_limits_for_all() -> None:
    receipt = SoftReceipt({key(each): key(0) for each in range(1, 20)}, {key(each): key(7) for each in range(1, 20)})
    assert Load(POLICY, lanes).add([BUY], 1, receipt) is None
    found = Load(replace(POLICY, entries=18), lanes).add([BUY], 1, receipt)
    assert found == "it touches 19 entries, but a sub-block holds 18"
    found = Load(replace(POLICY, chain=ChainProfile(gas=4_000_000)), lanes).add([BUY], 1, receipt)
    assert found is not None
    assert "gas" in found


@given(st.lists(st.dictionaries(st.integers(1, 6), st.integers(0, 2), max_size=4), max_size=8))
def test_entries_are_counted_as_if_all_were_one(steps: list[dict[int, int]]) -> None:
    """Values go up and down; what ends as it began is not changed."""
    values = {key(each): key(each % 2) for each in range(1, 7)}
    start, touched = dict(values), set[bytes]()
    load = Load(replace(POLICY, calls=100), lanes)
    for step in steps:
        writes = {key(each): key(new) for each, new in step.items() if new}
        receipt = SoftReceipt({key(each): values[key(each)] for each in step}, writes)
        assert load.add([BUY], 1, receipt) is None
        values |= writes
        touched |= receipt.reads.keys()
    changed = [each for each in touched if values[each] != start[each]]
    first = [each for each in changed if start[each] == key(0)]
    assert load.settlement == SettlementLoad(len(touched), len(changed), len(first))
    assert load.start == {each: start[each] for each in touched}
    assert load.end == {each: values[each] for each in touched}


def test_what_no_sub_block_holds_is_refused_when_it_is_submitted(bench: Bench, chain: MemoryChain) -> None:
    bench.restart(entries=1)
    chain.give({1: 5})
    (answer,) = bench.batcher.submit([pay(1, 2, 1)])
    assert answer == Refused("no sub-block can hold it: it touches 2 entries, but a sub-block holds 1")


def test_sub_blocks_are_cut_by_entries(bench: Bench, chain: MemoryChain) -> None:
    bench.restart(entries=3)
    chain.give({1: 9})
    bench.batcher.submit([pay(1, 2, 1), pay(1, 3, 1), pay(1, 4, 1)])
    assert [sealed.call_count if (sealed := bench.batcher.tick()) else 0 for _ in range(3)] == [2, 1, 0]


@pytest.mark.parametrize("wrong", [{"calls": 0}, {"age_seconds": -1.0}, {"entries": 5_000}, {"window_seconds": 0}])
def test_policies_without_meaning_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        SealingPolicy(**wrong)  # type: ignore[arg-type]

from typing import Any

import pytest

from saya_py.artifacts.costs.authorisation import Authorising, authorising
from saya_py.artifacts.costs.entries import count_entries
from saya_py.artifacts.costs.gas import Entries, SettlementCosts
from saya_py.core.calls import AuthMode

COSTS = SettlementCosts(
    most_entries=256, settlement_gas=5_000_000, changed_gas=7_000, read_gas=4_000, first_write_gas=17_000
)


def test_a_sub_block_is_full_when_its_lists_are():
    assert COSTS.calls_per_sub_block(Entries(changed=2, read=1), lanes=200) == 85
    assert COSTS.calls_per_sub_block(Entries(changed=200, read=57), lanes=200) == 1
    assert COSTS.calls_per_sub_block(Entries(changed=0, read=0), lanes=200) == 200


def test_a_call_pays_for_its_entries_and_its_share_of_the_proof():
    assert COSTS.gas_per_call(Entries(2, 1), 10) == 2 * 7_000 + 4_000 + 500_000


def test_what_a_bundle_needs_is_shared_by_its_calls():
    operated = authorising(AuthMode.POP, "operator")
    assert (operated.once, operated.leaves) == (Entries(changed=1, read=1), 1)
    assert authorising(AuthMode.POP, "user").once == Entries(changed=1, read=0)
    assert authorising(AuthMode.NONE, "user") == authorising(AuthMode.NONE, "operator") == Authorising()
    entries = Entries(changed=2, read=0)
    assert COSTS.calls_per_sub_block(entries, 200, operated.once) == 127
    assert COSTS.calls_per_sub_block(Entries(changed=0, read=0), 200, operated.once) == 200
    assert COSTS.gas_per_call(entries, 10, operated.once) == 2 * 7_000 + 501_100


def test_a_call_that_is_signed_for_itself_writes_its_own_account():
    signed = authorising(AuthMode.INLINE, "user")
    assert signed == Authorising(of_each=Entries(changed=1, read=0))


def function(*body: dict[str, Any]) -> dict[str, Any]:
    return {"body": list(body)}


ARG = {"op": "arg", "index": 0}
OTHER = {"op": "arg", "index": 1}
CALLER = {"op": "caller"}


def read(var: int, *keys: int) -> dict[str, Any]:
    return {"op": "read", "var": var, "keys": list(keys)}


def write(var: int, value: int, *keys: int) -> dict[str, Any]:
    return {"op": "write", "var": var, "keys": list(keys), "values": [value]}


@pytest.mark.parametrize(
    ("body", "changed", "only_read"),
    [
        ([], 0, 0),
        ([read(0), read(0), read(1)], 0, 2),
        ([read(0), write(0, 0), write(0, 0)], 1, 0),
        ([ARG, read(0, 0), write(1, 1, 0)], 1, 1),
        # Two operations that make the same key, and two that may make different ones.
        ([CALLER, CALLER, read(0, 0), write(0, 2, 1)], 1, 0),
        ([ARG, OTHER, read(0, 0), read(0, 1)], 0, 2),
        # Sums of equal parts are equal, whatever they say when they fail; differences the other way round are not.
        (
            [
                ARG,
                OTHER,
                {"op": "add", "a": 0, "b": 1, "message": "one"},
                {"op": "add", "a": 0, "b": 1, "message": "two"},
                read(0, 2),
                read(0, 3),
            ],
            0,
            1,
        ),
        (
            [
                ARG,
                OTHER,
                {"op": "felt_sub", "a": 0, "b": 1},
                {"op": "felt_sub", "a": 1, "b": 0},
                read(0, 2),
                read(0, 3),
            ],
            0,
            2,
        ),
        # What is read twice may have changed in between.
        ([read(0), read(0), read(1, 0), read(1, 1)], 0, 3),
        ([ARG, {"op": "hash", "inputs": [0]}, {"op": "hash", "inputs": [0]}, read(0, 1), read(0, 2)], 0, 1),
    ],
)
def test_entries_are_counted_once(body: list[dict[str, Any]], changed: int, only_read: int):
    assert count_entries(function(*body)) == Entries(changed=changed, read=only_read)

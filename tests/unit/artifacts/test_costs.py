import json
import re
from pathlib import Path
from typing import Any

import pytest

from saya_py.artifacts.costs import gas
from saya_py.artifacts.costs.authorisation import Authorising, authorising
from saya_py.artifacts.costs.entries import count_entries
from saya_py.artifacts.costs.gas import Entries, calls_per_sub_block, gas_per_call
from saya_py.core.calls import AuthMode

EVM = Path(__file__).parents[3] / "contracts" / "evm"


def snapshot(name: str) -> dict[str, int]:
    text = (EVM / "snapshots" / f"{name}.json").read_text()
    return {key: int(value) for key, value in json.loads(text).items()}


def test_the_figures_are_those_of_the_gas_snapshots():
    settle = snapshot("ZkThreads")

    def slope(kind: str) -> float:
        return (settle[f"settle.256.{kind}"] - settle[f"settle.8.{kind}"]) / 248

    derived = {
        slope("changed"): gas.CHANGED_ENTRY,
        slope("read"): gas.READ_ENTRY,
        slope("new") - slope("changed"): gas.FIRST_WRITE,
    }
    for profile, settlement in gas.SETTLEMENT.items():
        derived[snapshot(f"Settlement-{profile}")["transaction"] - 8 * slope("changed")] = settlement
    for figure, constant in derived.items():
        assert constant == pytest.approx(figure, rel=0.01), f"write {float(f'{figure:.3g}'):_.0f} in costs/gas.py"


def test_the_contract_takes_all_entries_of_a_sub_block():
    found = re.search(r"MAX_ENTRIES = (\d+);", (EVM / "src" / "ZkThreads.sol").read_text())
    assert found is not None
    assert int(found[1]) == 4096 >= gas.MAX_ENTRIES


def test_a_sub_block_is_full_when_its_lists_are():
    assert calls_per_sub_block(Entries(changed=2, read=1), lanes=200) == 85
    assert calls_per_sub_block(Entries(changed=200, read=57), lanes=200) == 1
    assert calls_per_sub_block(Entries(changed=0, read=0), lanes=200) == 200


def test_a_call_pays_for_its_entries_and_its_share_of_the_proof():
    shared = gas.SETTLEMENT["secure"] // 10
    assert gas_per_call("secure", Entries(2, 1), 10) == 2 * gas.CHANGED_ENTRY + gas.READ_ENTRY + shared
    assert gas_per_call("fast", Entries(2, 1), 10) < gas_per_call("secure", Entries(2, 1), 10)


def test_what_a_bundle_needs_is_shared_by_its_calls():
    operated = authorising(AuthMode.POP, "operator")
    assert (operated.once, operated.leaves) == (Entries(changed=1, read=1), 1)
    assert authorising(AuthMode.POP, "user").once == Entries(changed=1, read=0)
    assert authorising(AuthMode.NONE, "user") == authorising(AuthMode.NONE, "operator") == Authorising()
    entries = Entries(changed=2, read=0)
    assert calls_per_sub_block(entries, 200, operated.once) == (gas.MAX_ENTRIES - 2) // 2
    assert calls_per_sub_block(Entries(changed=0, read=0), 200, operated.once) == 200
    shared = (gas.SETTLEMENT["fast"] + gas.CHANGED_ENTRY + gas.READ_ENTRY) // 10
    assert gas_per_call("fast", entries, 10, operated.once) == 2 * gas.CHANGED_ENTRY + shared


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

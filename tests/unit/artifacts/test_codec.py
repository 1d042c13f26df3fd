import importlib.util
import json
from types import ModuleType
from typing import Any

import pytest

from saya_py import _native
from saya_py.artifacts.abi import Abi
from saya_py.artifacts.codec import (
    decode_call,
    decode_event,
    decode_key,
    decode_value,
    encode_call,
    encode_event,
    encode_key,
    encode_value,
)
from saya_py.core.calls import Call
from saya_py.core.errors import EncodingError
from saya_py.core.field import P
from saya_py.lang import U32, Hash, User, World
from saya_py.lang.calls import call_json
from tests.unit.artifacts.market import MARKET_ABI, SOURCE

MARKET = MARKET_ABI.contract("Market")
HASH = "0x" + "".join(f"{limb:016x}" for limb in (1, 2, P - 1, 4))
ORDER = {"owner": 7, "price": 2**32 - 1, "open": True}


@pytest.mark.parametrize(
    ("function", "args", "limbs"),
    [
        ("sell", [5, ORDER, HASH], (5, 7, 2**32 - 1, 1, 1, 2, P - 1, 4)),
        (
            "note",
            [HASH, 255, 65535, False, P - 1, 2**64 - 1, 2**96 + 3, 9],
            (1, 2, P - 1, 4, 255, 65535, 0, P - 1, 2**32 - 1, 2**32 - 1, 3, 0, 0, 1, 9),
        ),
    ],
)
def test_calls(function: str, args: list[Any], limbs: tuple[int, ...]):
    call = encode_call(MARKET_ABI, "Market", function, args, user=3, valid_until=100)
    schema = MARKET.function(function)
    assert call == Call(1, schema.id, limbs, 3, 100)
    decoded = decode_call(MARKET_ABI, call)
    assert (decoded.contract, decoded.function, decoded.user) == ("Market", function, 3)
    assert decoded.args == dict(zip((param.name for param in schema.params), args, strict=True))


def test_a_struct_is_also_taken_as_a_list():
    calls = [
        encode_call(MARKET_ABI, "Market", "sell", [5, order, HASH], user=3) for order in (ORDER, [7, 2**32 - 1, True])
    ]
    assert calls[0] == calls[1]


@pytest.mark.parametrize(
    ("variable", "keys", "value", "key", "stored"),
    [
        ("total", [], 2**96 + 3, (0, 0, 0), (3, 0, 0, 1)),
        ("orders", [5], ORDER, (5, 0, 0), (7, 2**32 - 1, 1, 0)),
        ("grid", [1, 2], True, (1, 2, 0), (1, 0, 0, 0)),
        ("digest", [], HASH, (0, 0, 0), (1, 2, P - 1, 4)),
        ("weight", [9], P - 1, (9, 0, 0), (P - 1, 0, 0, 0)),
        ("stamps", [ORDER], 2**32, (7, 2**32 - 1, 1), (0, 1, 0, 0)),
    ],
)
def test_entries(variable: str, keys: list[Any], value: Any, key: tuple[int, ...], stored: tuple[int, ...]):
    var = MARKET.variable(variable)
    assert encode_key(var, keys) == (2**32 + var.slot, *key)
    assert encode_value(var, value) == stored
    decoded = decode_key(MARKET_ABI, encode_key(var, keys))
    assert (decoded.contract, decoded.variable, list(decoded.keys)) == ("Market", var, keys)
    assert decode_value(var, encode_value(var, value)) == value


def test_events():
    fields = {"buyer": 3, "price": 4, "receipt": HASH}
    data = encode_event(MARKET.event("Sold"), fields)
    assert data == [3, 4, 1, 2, P - 1, 4]
    decoded = decode_event(MARKET_ABI, 1, 1, data)
    assert (decoded.contract, decoded.event, decoded.fields) == ("Market", "Sold", fields)
    assert encode_event(MARKET.event("Closed"), {}) == []
    assert decode_event(MARKET_ABI, 1, 2, []).fields == {}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("total", True),
        ("total", "1"),
        ("total", 1.0),
        ("total", None),
        ("total", -1),
        ("total", 2**128),
        ("weight", P),
        ("grid", 1),
        ("digest", 1),
        ("digest", HASH[:-1]),
        ("digest", "0x" + "f" * 64),
        ("orders", 7),
        ("orders", {"owner": 7, "price": 1}),
        ("orders", ORDER | {"more": 1}),
        ("orders", [7, 1]),
        ("orders", [7, True, True]),
        ("orders", "7,1"),
    ],
)
def test_values_that_no_variable_has(variable: str, value: Any):
    with pytest.raises(EncodingError):
        encode_value(MARKET.variable(variable), value)


@pytest.mark.parametrize(
    ("variable", "stored"),
    [
        ("total", (2**32, 0, 0, 0)),
        ("orders", (7, 1, 2, 0)),
        ("orders", (7, 1, 1, 1)),
        ("grid", (2, 0, 0, 0)),
        ("weight", (1, 1, 0, 0)),
        ("stamps", (0, 2**32, 0, 0)),
    ],
)
def test_stored_limbs_that_are_no_value(variable: str, stored: tuple[int, int, int, int]):
    with pytest.raises(EncodingError):
        decode_value(MARKET.variable(variable), stored)


@pytest.mark.parametrize(
    "key",
    [
        (3, 0, 0, 0),  # the beacon: contract 0 is no contract of a set
        (2 * 2**32 + 1, 0, 0, 0),
        (2**32, 0, 0, 0),
        (2**32 + 7, 0, 0, 0),
        (2**32 + 1, 1, 0, 0),
        (2**32 + 2, 1, 1, 0),
        (2**32 + 3, 256, 1, 0),
        (2**32 + 6, 1, 1, 2),
    ],
)
def test_keys_of_no_entry(key: tuple[int, int, int, int]):
    with pytest.raises(EncodingError):
        decode_key(MARKET_ABI, key)


@pytest.mark.parametrize(
    "call",
    [
        Call(2, 1, (), 1, 1),
        Call(0, 1, (), 1, 1),
        Call(1, 3, (), 1, 1),
        Call(1, 1, (5, 7, 1, 1, 1, 2, 3), 1, 1),
        Call(1, 1, (5, 7, 1, 1, 1, 2, 3, 4, 5), 1, 1),
        Call(1, 1, (5, 7, 1, 2, 1, 2, 3, 4), 1, 1),
    ],
)
def test_calls_of_no_function(call: Call):
    with pytest.raises(EncodingError):
        decode_call(MARKET_ABI, call)


@pytest.mark.parametrize(
    ("contract", "event", "data"),
    [(2, 1, []), (1, 0, []), (1, 3, []), (1, 2, [1]), (1, 1, [3, 4, 1, 2, 3]), (1, 1, [2**32, 4, 1, 2, 3, 4])],
)
def test_data_of_no_event(contract: int, event: int, data: list[int]):
    with pytest.raises(EncodingError):
        decode_event(MARKET_ABI, contract, event, data)


def test_wrong_numbers_of_arguments_and_keys():
    with pytest.raises(EncodingError, match="sell takes 3 values, not 2"):
        encode_call(MARKET_ABI, "Market", "sell", [5, ORDER], user=1)
    with pytest.raises(EncodingError, match="grid takes 2 values, not 1"):
        encode_key(MARKET.variable("grid"), [1])
    with pytest.raises(KeyError, match="has no function 'buy'"):
        encode_call(MARKET_ABI, "Market", "buy", [], user=1)
    with pytest.raises(KeyError, match="has no contract 'Shop'"):
        encode_call(MARKET_ABI, "Shop", "buy", [], user=1)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The source of the contract that the ABI describes, imported."""
    file = tmp_path_factory.mktemp("market") / "market.py"
    file.write_text(SOURCE)
    spec = importlib.util.spec_from_file_location("market", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_compiled_contract_has_this_abi(market: ModuleType):
    assert Abi((World(market.Market).compiled(market.Market).schema,)) == MARKET_ABI


def test_calls_entries_and_events_are_those_of_a_world(market: ModuleType):
    """Everything that a world does is encoded and decoded by the ABI alone."""
    world = World(market.Market)
    order = market.Order(owner=User(7), price=U32(4), open=True)
    digest = Hash(int(HASH, 16))
    calls = [("sell", [5, ORDER | {"price": 4}, HASH]), ("note", [HASH, 255, 65535, True, P - 1, 2**40, 2**100, 9])]
    receipts = [world.execute(encode_call(MARKET_ABI, "Market", name, args, user=3)) for name, args in calls]

    twin = World(market.Market)
    sold = twin.call(market.Market, "sell", 5, order, digest, user=3)
    twin.call(market.Market, "note", digest, 255, 65535, True, P - 1, 2**40, 2**100, 9, user=3)
    assert world.state == twin.state
    assert receipts[0] == sold

    entries = {}
    for key, value in world.state.items():
        decoded = decode_key(MARKET_ABI, key)
        entries[decoded.variable.name, *map(str, decoded.keys)] = decode_value(decoded.variable, value)
    plain = ORDER | {"price": 4}
    assert entries == {
        ("orders", "5"): plain,
        ("stamps", str(plain)): 1,
        ("digest",): HASH,
        ("grid", "255", "65535"): True,
        ("weight", "9"): P - 1,
        ("total",): 2**100,
    }
    assert int(str(world.read(market.Market, "total"))) == 2**100


def test_events_are_those_of_the_executor(market: ModuleType):
    ir = World(market.Market).compiled(market.Market).ir_json
    call = encode_call(MARKET_ABI, "Market", "sell", [5, ORDER, HASH], user=3)
    outcome = json.loads(_native.execute_ir(ir, json.dumps(call_json(call)), 1, 1, "{}"))
    events = [(event["contract"], event["event"], event["data"]) for event in outcome["receipt"]["events"]]
    data = [[limb if isinstance(limb, int) else int(limb, 16) for limb in limbs] for _, _, limbs in events]
    decoded = [
        decode_event(MARKET_ABI, contract, event, limbs)
        for (contract, event, _), limbs in zip(events, data, strict=True)
    ]
    assert [(event.event, event.fields) for event in decoded] == [
        ("Sold", {"buyer": 3, "price": 2**32 - 1, "receipt": HASH}),
        ("Closed", {}),
    ]
    assert encode_event(MARKET.event("Sold"), decoded[0].fields) == data[0]

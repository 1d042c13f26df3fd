import copy
import json
from typing import Any

import pytest

from saya_py.artifacts.abi import Abi, parse_abi
from saya_py.core.errors import ArtifactError
from saya_py.core.keys import ValueType
from saya_py.lang.schema import ContractSchema, EventSchema, Field, FunctionSchema, Param, Record, StateVar
from tests.unit.artifacts.market import MARKET_ABI


def edited(change) -> str:
    shown = copy.deepcopy(MARKET_ABI.to_json())
    change(shown)
    return json.dumps(shown)


def test_what_is_written_is_read():
    assert parse_abi(MARKET_ABI.text()) == MARKET_ABI


def test_the_json_form():
    order = Record("Order", (Field("owner", ValueType.USER), Field("price", ValueType.U32)))
    u32 = Record.of(ValueType.U32)
    state = (StateVar("orders", 1, 1, (u32,), order),)
    events = (EventSchema("Sold", 1, 1, (Field("price", ValueType.U32),)),)
    functions = (FunctionSchema("sell", 1, "operator", (Param("id", u32), Param("order", order))),)
    shown = Abi((ContractSchema("Market", 1, state, events, functions),)).to_json()
    assert shown == {
        "format": "saya-abi",
        "version": 1,
        "contracts": [
            {
                "name": "Market",
                "id": 1,
                "structs": [
                    {"name": "Order", "fields": [{"name": "owner", "type": "User"}, {"name": "price", "type": "U32"}]}
                ],
                "state": [{"name": "orders", "slot": 1, "keys": ["U32"], "value": "Order"}],
                "functions": [
                    {
                        "name": "sell",
                        "id": 1,
                        "auth": "operator",
                        "params": [{"name": "id", "type": "U32"}, {"name": "order", "type": "Order"}],
                    }
                ],
                "events": [{"name": "Sold", "id": 1, "fields": [{"name": "price", "type": "U32"}]}],
            }
        ],
    }


def contract(shown: dict[str, Any]) -> dict[str, Any]:
    return shown["contracts"][0]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda abi: abi.update(version=2), "abi.json has version 2 and this program reads version 1"),
        (lambda abi: abi.update(format="abi"), "abi.json is no saya-abi file"),
        (lambda abi: abi.update(comment=""), "abi.json has the unknown field 'comment'"),
        (lambda abi: contract(abi).update(doc=""), r"contracts\[0\] has the unknown field 'doc'"),
        (lambda abi: contract(abi).pop("events"), r"contracts\[0\] lacks the field 'events'"),
        (lambda abi: contract(abi).update(id=2), "contracts are not numbered from 1 in order"),
        (lambda abi: contract(abi).update(id=0), r"contracts\[0\].id is no whole number from 1 to 255"),
        (lambda abi: contract(abi)["state"].reverse(), r"contracts\[0\].state are not numbered from 1"),
        (lambda abi: contract(abi)["state"][1].update(name="total"), r"\.state have one name twice"),
        (lambda abi: contract(abi)["state"][0].update(value="U256"), r"state\[0\].value is 'U256', which is none of"),
        (lambda abi: contract(abi)["state"][1].update(keys=["U128"]), r"state\[1\].keys fill more than three limbs"),
        (lambda abi: contract(abi)["structs"][0].update(name="U32"), "structs have the name U32 twice"),
        (lambda abi: contract(abi)["structs"][0].update(fields=[]), "are none, or fill more than four limbs"),
        (lambda abi: contract(abi)["structs"][0]["fields"][0].update(type="Hash"), "fill more than four limbs"),
        (lambda abi: contract(abi)["structs"][0]["fields"][0].update(name="price"), "fields have one name twice"),
        (lambda abi: contract(abi)["functions"][0].update(auth="anybody"), "auth is 'anybody', which is none of user"),
        (lambda abi: contract(abi)["functions"][0]["params"][0].update(name="order"), "params have one name twice"),
        (lambda abi: contract(abi)["events"][0]["fields"][0].update(type="Order"), "type is 'Order', which is none"),
        (lambda abi: contract(abi)["functions"][0].update(name="sell it"), r"functions\[0\].name is no name"),
    ],
)
def test_anything_else_is_refused_with_its_place(change, why: str):
    with pytest.raises(ArtifactError, match=why):
        parse_abi(edited(change))


def test_two_structs_of_one_name_have_no_abi():
    fields = [(Field("a", ValueType.U32),), (Field("b", ValueType.U32),)]
    state = tuple(StateVar(f"v{i}", i + 1, 1, (), Record("Order", each)) for i, each in enumerate(fields))
    with pytest.raises(ArtifactError, match="two different structs called Order"):
        Abi((ContractSchema("Market", 1, state, (), ()),)).text()

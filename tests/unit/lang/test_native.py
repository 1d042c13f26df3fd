import json

import pytest

from examples.diamonds_and_rubies import DiamondsAndRubies
from saya_py import _native
from saya_py.core.errors import CallFailed, ProverRefused
from saya_py.lang import World, call_json, encode_call, execute_native

ALICE = 1


@pytest.fixture
def world():
    world = World(DiamondsAndRubies)
    world.write(DiamondsAndRubies, "diamonds", ALICE, value=20)
    return world


def call(world, rubies):
    return encode_call(world.contracts[0].schema, "buy_rubies", [rubies], user=ALICE)


def test_ir_does_what_plain_python_does(world):
    receipt, after = execute_native(world.contracts[0], call(world, 3), world.state)
    assert world.execute(call(world, 3)) == receipt
    assert world.state == after


def test_the_message_of_a_failed_call(world):
    with pytest.raises(CallFailed, match=r"^you do not have enough diamonds$"):
        execute_native(world.contracts[0], call(world, 7), world.state)


def test_ir_that_is_not_valid_is_refused_with_all_reasons(world):
    ir = json.loads(world.contracts[0].ir_json)
    ir["contract"] = 0
    ir["functions"][0]["body"][0]["index"] = 9
    with pytest.raises(ProverRefused, match="contract id 0") as refusal:
        _native.execute_ir(json.dumps(ir), json.dumps(call_json(call(world, 1))), 0, 0, "{}")
    assert "there is no argument 9" in str(refusal.value)


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_malformed_json_is_refused(world, broken):
    texts = [world.contracts[0].ir_json, json.dumps(call_json(call(world, 1))), "{}"]
    texts[broken] = "[]" if broken == 2 else texts[broken][:-1]
    with pytest.raises(ProverRefused, match=("contract", "call", "state")[broken]):
        _native.execute_ir(texts[0], texts[1], 0, 0, texts[2])

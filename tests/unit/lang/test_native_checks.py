"""Constraints checked, leaves proven and rows counted through the extension."""

import json

import pytest

from examples.diamonds_and_rubies import DiamondsAndRubies
from saya_py import _native
from saya_py.core.errors import ProofRejected, ProverRefused
from saya_py.core.limbs import to_bytes
from saya_py.lang import World, call_json, encode_call

ALICE = 1


@pytest.fixture
def world():
    world = World(DiamondsAndRubies)
    world.write(DiamondsAndRubies, "diamonds", ALICE, value=20)
    return world


def job(world, *purchases, **changes):
    calls = [encode_call(world.contracts[0].schema, "buy_rubies", [n], user=ALICE) for n in purchases]
    state = {"0x" + to_bytes(key).hex(): "0x" + to_bytes(value).hex() for key, value in world.state.items()}
    times = {"t_min": 1_800_000_000, "t_max": 1_800_000_000}
    return json.dumps({**times, "calls": [call_json(call) for call in calls], "state": state} | changes)


def test_successful_calls_satisfy_the_constraints(world):
    _native.check_calls(world.contracts[0].ir_json, job(world, 3, 2))
    checker = _native.CallChecker(world.contracts[0].ir_json)
    for purchases in [(1,), (6,), (2, 3, 1)]:
        checker.check(job(world, *purchases))
        checker.check(job(world, *purchases), forced=True)


def test_a_failing_call_is_refused_and_has_no_witness(world):
    checker = _native.CallChecker(world.contracts[0].ir_json)
    with pytest.raises(ProverRefused, match="submission 1 is refused: you do not have enough diamonds"):
        checker.check(job(world, 3, 4))
    with pytest.raises(ProofRejected, match="the constraints of buy_rubies refuse calls 0 to 1: row"):
        checker.check(job(world, 3, 4), forced=True)


def test_malformed_jobs_are_refused(world):
    checker = _native.CallChecker(world.contracts[0].ir_json)
    call = json.loads(job(world, 3))["calls"][0]
    for changes, reason in [
        ({"t_min": 1_800_000_001}, "window"),
        ({"prover": "0x"}, "unknown field"),
        ({"calls": [call | {"nonce": 1}]}, "authorisation"),
        ({"calls": [call | {"function": 3}]}, "function 3"),
        ({"calls": [call | {"args": []}]}, "argument limbs"),
    ]:
        for forced in (False, True):
            with pytest.raises(ProverRefused, match=reason):
                checker.check(job(world, 3, **changes), forced)


def test_rows_of_a_function(world):
    measure = json.loads(_native.measure_function(world.contracts[0].ir_json, 1, "secure", "inline"))
    assert (measure["reads"], measure["writes"], measure["openings"], measure["permutations"]) == (3, 2, 2, 52)
    assert measure["rows"]["accesses"] > 52 and measure["rows"]["log"] == 0
    assert sum(measure["rows"].values()) * measure["lanes"] < measure["leaf_rows"] == 2**15
    unsigned = json.loads(_native.measure_function(world.contracts[0].ir_json, 1, "secure", "none"))
    assert measure["rows"]["authorisation"] > unsigned["rows"]["authorisation"] == 0
    with pytest.raises(ProverRefused, match="no function 3"):
        _native.measure_function(world.contracts[0].ir_json, 3, "secure", "none")
    with pytest.raises(ProverRefused, match="unknown authorisation mode `alone`"):
        _native.measure_function(world.contracts[0].ir_json, 1, "secure", "alone")


def test_leaves_are_proven_and_verified(world):
    contracts = _native.ContractSet.build("fast", [world.contracts[0].ir_json], "none")
    (proof,) = json.loads(contracts.prove_calls(job(world, 3, 2)))
    assert (proof["function"], proof["calls"]) == ("DiamondsAndRubies.buy_rubies", 2)
    with pytest.raises(ProverRefused, match="submission 0 is refused"):
        contracts.prove_calls(job(world, 7))

"""Plain Python and IR execution agree: on effects, on accesses in order, and on messages."""

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from saya_py.core.calls import Call
from saya_py.core.errors import CallFailed
from saya_py.core.field import P
from saya_py.lang import PlainContract, compile_contract, execute_native
from tests.property.lang.programs import HEADER, PARAMS, arguments, programs, states
from tests.unit.lang.support import module

CALLS_A_PROGRAM = 3


def plain(contract, call, state):
    after = dict(state)
    try:
        receipt = contract.execute(call, after)
    except CallFailed as failure:
        assert after == state, "a failed call changes nothing"
        return failure.message
    return receipt, after


def native(compiled, call, state):
    try:
        return execute_native(compiled, call, state)
    except CallFailed as failure:
        return failure.message


def encode(numbers, user):
    limbs = [limb for ty, number in zip(PARAMS.values(), numbers, strict=True) for limb in ty.limbs(number)]
    return Call(1, 1, tuple(limbs), user, 9)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    source=programs(),
    runs=st.lists(
        st.tuples(arguments(), st.integers(1, 3), states()), min_size=CALLS_A_PROGRAM, max_size=CALLS_A_PROGRAM
    ),
)
def test_generated_programs(source, runs):
    compiled = compile_contract(module(source).Test)
    contract = PlainContract(compiled)
    for numbers, user, state in runs:
        call = encode(numbers, user)
        outcome = plain(contract, call, state)
        assert native(compiled, call, state) == outcome
        event(outcome.split(" of ")[0] if isinstance(outcome, str) else "done")


COMPILED = compile_contract(module(HEADER + "        pass\n").Test)
PLAIN = PlainContract(COMPILED)
LIMBS = st.lists(st.sampled_from([0, 1, 2, 2**32 - 1, 2**32, P - 1]), min_size=8, max_size=8) | st.lists(
    st.sampled_from([0, 1]), min_size=7, max_size=9
)


@settings(max_examples=200, deadline=None)
@given(
    args=LIMBS,
    contract=st.sampled_from([1] * 9 + [2]),
    function=st.sampled_from([1] * 9 + [0, 2]),
    user=st.sampled_from([1] * 9 + [0, 2**32 - 1]),
    valid_until=st.sampled_from([0] * 9 + [2**40 - 1, 2**40]),
)
def test_malformed_calls(args, contract, function, user, valid_until):
    call = Call(contract, function, tuple(args), user, valid_until)
    outcome = plain(PLAIN, call, {})
    assert native(COMPILED, call, {}) == outcome
    event(outcome if isinstance(outcome, str) else "done")

"""Calls that no wallet makes are refused alike: other contracts and functions, user 0, limbs that are no arguments."""

from hypothesis import given, settings
from hypothesis import strategies as st

from saya_py.core.calls import TIME_LIMIT, Call
from saya_py.core.field import P
from saya_py.core.window import Window
from saya_py.lang import messages
from tests.property.lang.modes import Done, Modes
from tests.unit.lang.support import module

SOURCE = """from saya_py.lang import *

class Order(Struct):
    owner: User
    small: U8
    open: Bool

class Test(Contract):
    @function
    def run(self, a: Bool, b: U8, c: U16, d: U32, e: U64, f: U128, g: Felt, h: Hash, i: User, j: Order) -> None:
        pass
"""
LIMITS = [2, 2**8, 2**16, *[2**32] * 7, *[P] * 5, 2**32, 2**32, 2**8, 2]
"""Below which each argument limb must be."""
MODES = Modes([module(SOURCE).Test])
LIMBS = st.sampled_from([0, 1, 2, 2**8 - 1, 2**8, 2**16 - 1, 2**16, 2**32 - 1, 2**32, P - 1])


@st.composite
def arguments(draw: st.DrawFn) -> tuple[int, ...]:
    """Argument limbs, of which one may be out of range, or one too few or too many."""
    args = [draw(st.sampled_from([0, 1, limit - 1])) for limit in LIMITS]
    match draw(st.sampled_from(["good", "limb", "limb", "limb", "length"])):
        case "limb":
            args[draw(st.integers(0, len(args) - 1))] = draw(LIMBS)
        case "length":
            args = args[: draw(st.integers(0, len(args) - 1))] if draw(st.booleans()) else [*args, 0]
    return tuple(args)


@settings(max_examples=400, deadline=None)
@given(
    args=arguments(),
    contract=st.sampled_from([1] * 9 + [0, 2, 2**31 - 1]),
    function=st.sampled_from([1] * 9 + [0, 2, 2**32 - 1]),
    user=st.sampled_from([1] * 9 + [0, 2**32 - 1]),
    valid_until=st.sampled_from([9] * 9 + [TIME_LIMIT - 1, TIME_LIMIT]),
)
def test_refused_alike(args, contract, function, user, valid_until):
    call = Call(contract, function, args, user, valid_until)
    outcome = MODES.agreed(call, {}, Window(0, 9))
    is_named = contract == function == 1
    is_good = len(args) == len(LIMITS) and all(limb < limit for limb, limit in zip(args, LIMITS, strict=True))
    assert isinstance(outcome, Done) == (is_named and is_good and user != 0 and valid_until < TIME_LIMIT)


def test_what_is_wrong_first_is_told():
    window = Window(0, 9)
    for call, message in [
        (Call(2, 2, (), 0, 0), messages.other_contract(1, 2)),
        (Call(1, 2, (), 0, 0), messages.no_function("Test", 2)),
        (Call(1, 1, (), 0, 0), messages.NOBODY),
        (Call(1, 1, (), 1, TIME_LIMIT), messages.bad_valid_until(TIME_LIMIT)),
        (Call(1, 1, (), 1, 8), messages.expired(8, 9)),
        (Call(1, 1, (), 1, 9), messages.argument_limbs("run", len(LIMITS), 0)),
        (Call(1, 1, (2, *[1] * 18), 1, 9), messages.bad_argument("run", "a", "Bool", [2])),
        (Call(1, 1, (*[0] * 15, 1, 2, 3, 4), 1, 9), messages.bad_argument("run", "j", "Order", [2, 3, 4])),
    ]:
        assert MODES.agreed(call, {}, window) == message

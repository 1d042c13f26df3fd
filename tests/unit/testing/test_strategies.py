"""Values of every type: in range, often extreme, and typed."""

import pytest
from hypothesis import find, given, settings

from saya_py.core.field import P
from saya_py.lang import U8, U16, U32, U64, U128, Bool, Contract, Felt, Hash, Map, Struct, User, function
from saya_py.testing import ALICE, MIKE, Simulation
from saya_py.testing.strategies import arguments, callers, of


class Order(Struct):
    owner: User
    price: U64
    open: Bool


LAST = {
    U8: 2**8 - 1,
    U16: 2**16 - 1,
    U32: 2**32 - 1,
    U64: 2**64 - 1,
    U128: 2**128 - 1,
    Felt: P - 1,
    Hash: int.from_bytes((P - 1).to_bytes(8) * 4),
    User: 2**32 - 1,
    bool: True,
}


@pytest.mark.parametrize("kind", list(LAST))
def test_every_type_has_its_extremes(kind):
    for wanted in (kind(0), kind(LAST[kind])):
        assert find(of(kind), lambda value, wanted=wanted: value == wanted) == wanted
    simplest = find(of(kind), lambda value: True)
    assert simplest == kind(1 if kind is User else 0)
    assert type(simplest) is kind


def test_structs():
    assert find(of(Order), lambda order: True) == Order(1, 0, False)
    high = find(of(Order), lambda order: order.price > 2**32 and order.open)
    assert high.owner == 1


@given(number=of(U64, min_value=2**32, max_value=2**33), few=of(U32, max_value=3), user=of(User), truth=of(Bool))
def test_ranges(number, few, user, truth):
    assert 2**32 <= number <= 2**33
    assert few <= 3
    assert (type(number), type(few), type(user), type(truth)) == (U64, U32, User, bool)


@given(user=callers(4))
def test_callers_are_somebody(user):
    assert int(ALICE) <= int(user) <= int(MIKE)


def test_what_is_no_type_and_no_range():
    with pytest.raises(TypeError, match="is no type of the contract language"):
        of(int)
    with pytest.raises(ValueError, match="4 to 3 is no range of U32"):
        of(U32, min_value=4, max_value=3)
    with pytest.raises(ValueError, match="is no range of U32"):
        of(U32, max_value=2**32)
    for kind in (Order, Hash, Bool):
        with pytest.raises(TypeError, match="have no bounds"):
            of(kind, max_value=1)


class Purse(Contract):
    coins: Map[User, U32]

    @function
    def give(self, to: User, amount: U32) -> None:
        self.coins[to] += amount


@settings(max_examples=20)
@given(args=arguments(Simulation().deploy(Purse).give, amount=of(U32, min_value=7, max_value=8)))
def test_arguments_of_a_function(args):
    assert set(args) == {"to", "amount"}
    purse = Simulation().deploy(Purse)
    purse.give(**args, caller=ALICE)
    assert purse.coins[args["to"]] == args["amount"]


def test_arguments_that_a_function_does_not_have():
    with pytest.raises(TypeError, match="give has no parameter amuont"):
        arguments(Simulation().deploy(Purse).give, amuont=of(U32))

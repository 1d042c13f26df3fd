"""Contracts as a client knows them, by class and by ABI; receipts in their words."""

from __future__ import annotations

from typing import Any

import pytest

from examples.diamonds_and_rubies import DiamondsAndRubies
from examples.order_book import Order, OrderBook
from examples.token import Token
from saya_py.artifacts.abi import Abi, parse_abi
from saya_py.client.interface import Interface
from saya_py.client.receipt import Entry, Receipt
from saya_py.core.errors import EncodingError, UserError
from saya_py.core.limbs import to_bytes
from saya_py.lang import U32, User, compile_contracts, encode_call

GEMS = (Token, DiamondsAndRubies)
ABI = parse_abi(Abi(tuple(each.schema for each in compile_contracts(GEMS))).text())


@pytest.fixture(params=["classes", "abi"])
def interface(request: pytest.FixtureRequest) -> Interface:
    return Interface.of_classes(GEMS) if request.param == "classes" else Interface.of_abi(ABI)


@pytest.mark.parametrize("function", [DiamondsAndRubies.buy_rubies, "DiamondsAndRubies.buy_rubies"])
def test_a_call_is_the_one_that_the_language_makes(interface: Interface, function: Any) -> None:
    expected = encode_call(ABI.contract("DiamondsAndRubies"), "buy_rubies", [3], user=7, valid_until=99)
    assert interface.call(function, [3], 7, 99) == expected
    assert expected.contract == 2


def test_arguments_are_checked_before_anything_is_signed(interface: Interface) -> None:
    buy = DiamondsAndRubies.buy_rubies
    with pytest.raises(UserError, match=r"DiamondsAndRubies\.buy_rubies\(n: U32\) cannot take 2 arguments"):
        interface.call(buy, [1, 2], 7, 99)
    for wrong in ("three", 2**32, True):
        with pytest.raises((TypeError, ValueError, EncodingError)):
            interface.call(buy, [wrong], 7, 99)


@pytest.mark.parametrize(
    ("function", "told"),
    [
        ("DiamondsAndRubies.sell", "DiamondsAndRubies has no function sell: it has buy_rubies, award_diamonds"),
        ("Shop.buy", "there is no contract Shop: the set has Token, DiamondsAndRubies"),
        (OrderBook.place, "there is no contract OrderBook: the set has"),
    ],
)
def test_what_the_set_does_not_have_is_named(interface: Interface, function: Any, told: str) -> None:
    with pytest.raises(UserError, match=told):
        interface.function(function)


def test_keys_and_values(interface: Interface) -> None:
    diamonds = interface.variable("DiamondsAndRubies", "diamonds")
    key = interface.key(diamonds, [5])
    assert key == to_bytes(((2 << 32) + 1, 5, 0, 0))
    assert interface.value(diamonds, to_bytes((9, 0, 0, 0))) == 9
    found = interface.entry(key)
    assert found is not None
    assert (found[0].name, found[1].name, found[2]) == ("DiamondsAndRubies", "diamonds", (5,))
    with pytest.raises(UserError, match="diamonds takes 1 keys, not 0"):
        interface.key(diamonds, [])
    with pytest.raises(UserError, match="DiamondsAndRubies has no state variable gold: it has diamonds, rubies"):
        interface.variable(DiamondsAndRubies, "gold")
    with pytest.raises(EncodingError):
        interface.value(diamonds, to_bytes((2**40, 0, 0, 0)))


def test_values_have_the_types_of_the_language_or_are_plain() -> None:
    key = to_bytes(((2 << 32) + 1, 5, 0, 0))
    typed, plain = Interface.of_classes(GEMS), Interface.of_abi(ABI)
    for interface, user, number in ((typed, User, U32), (plain, int, int)):
        found = interface.entry(key)
        assert found is not None
        assert type(found[2][0]) is user
        assert type(interface.value(found[1], bytes(32))) is number


def test_entries_of_others_are_none_of_the_contracts(interface: Interface) -> None:
    for head in (1 << 0, (3 << 32) + 1, (2 << 32) + 9, 5):
        assert interface.entry(to_bytes((head, 0, 0, 0))) is None


def test_a_receipt_says_what_changed(interface: Interface) -> None:
    diamonds, rubies = (to_bytes(((2 << 32) + slot, 5, 0, 0)) for slot in (1, 2))
    nonce = to_bytes((1, 5, 0, 0))
    reads = {diamonds: to_bytes((20, 0, 0, 0)), rubies: bytes(32), nonce: bytes(32)}
    receipt = Receipt(interface, reads, {diamonds: to_bytes((11, 0, 0, 0)), nonce: to_bytes((1, 0, 0, 0))})
    assert receipt.entries == (
        Entry("DiamondsAndRubies", "diamonds", (5,), 20, 11),
        Entry("DiamondsAndRubies", "rubies", (5,), 0, 0),
    )
    assert [entry.variable for entry in receipt.changes] == ["diamonds"]
    assert str(receipt) == "DiamondsAndRubies.diamonds[5]: 20 -> 11"
    assert receipt.value(DiamondsAndRubies, "diamonds", 5) == 11
    assert receipt.value("DiamondsAndRubies", "rubies", 5) == 0
    with pytest.raises(KeyError):
        receipt.value("DiamondsAndRubies", "rubies", 6)
    assert receipt.writes[nonce] == to_bytes((1, 0, 0, 0))


def test_a_struct_is_an_instance_of_its_class_or_a_dict() -> None:
    typed = Interface.of_classes([Token, OrderBook])
    plain = Interface.of_abi(parse_abi(Abi(typed.contracts).text()))
    stored = to_bytes((7, 3, 2, 0))
    order = Order(owner=7, price=3, amount=2)
    assert typed.value(typed.variable(OrderBook, "orders"), stored) == order
    variable = plain.variable("OrderBook", "orders")
    assert plain.value(variable, stored) == {"owner": 7, "price": 3, "amount": 2}
    assert plain.key(variable, [True, 1]) == typed.key(typed.variable(OrderBook, "orders"), [True, 1])

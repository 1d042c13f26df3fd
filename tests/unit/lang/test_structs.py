import copy
import pickle

import pytest

from saya_py.lang import U8, U32, U64, U128, Bool, Event, Field, Hash, Record, Struct, User, record_of
from saya_py.lang.records import coerce_value, make_value
from saya_py.lang.structs import fields_of
from tests.unit.lang.support import module


class Order(Struct):
    owner: User
    price: U32
    open: Bool


class Offer(Struct):
    owner: User
    price: U32
    open: Bool


class Sold(Event):
    n: U32


class Bought(Event):
    n: U32


ORDER = Order(1, 2, True)


def test_fields_are_given_by_name_or_in_order_and_take_their_types():
    for same in (ORDER, Order(open=True, price=U32(2), owner=1), Order(User(1), price=2, open=True)):
        assert (same.owner, same.price, same.open) == (User(1), U32(2), True)
        assert [type(part) for part in (same.owner, same.price, same.open)] == [User, U32, bool]
        assert same == ORDER
    assert repr(ORDER) == "Order(owner=User(1), price=U32(2), open=True)"


@pytest.mark.parametrize(
    ("args", "named", "message"),
    [
        ((), {}, "Order lacks owner, price, open"),
        ((1, 2), {}, "Order lacks open"),
        ((1, 2, True, 4), {}, "Order has 3 fields, not 4"),
        ((1, 2), {"owner": 1}, "Order.owner is given twice"),
        ((1, 2, True), {"colour": 1}, "Order has no field 'colour'"),
        ((1, U64(2), True), {}, r"U64\(2\) is no U32"),
        ((1, 2, 1), {}, "1 is no Bool"),
        ((1, True, True), {}, "True is no U32"),
        ((1, 2, U32(1)), {}, r"U32\(1\) is no Bool"),
    ],
)
def test_fields_are_checked(args, named, message):
    with pytest.raises(TypeError, match=message):
        Order(*args, **named)


def test_a_constant_out_of_range():
    with pytest.raises(ValueError, match="is no U32"):
        Order(1, 2**32, True)


def test_a_struct_never_changes():
    for change in (lambda: setattr(ORDER, "price", U32(3)), lambda: setattr(ORDER, "more", 3)):
        with pytest.raises(AttributeError, match=r"use `\.replace\((price|more)=…\)`"):
            change()
    with pytest.raises(AttributeError, match="does not change"):
        del ORDER.price
    changed = ORDER.replace(price=3, open=False)
    assert changed == Order(1, 3, False)
    assert Order(1, 2, True) == ORDER
    with pytest.raises(TypeError, match="has no field 'colour'"):
        ORDER.replace(colour=1)
    with pytest.raises(TypeError):
        ORDER.replace(price=U64(1))


def test_structs_of_two_types_do_not_compare():
    assert Order(1, 2, True) != Order(1, 2, False)
    for other in (Offer(1, 2, True), U32(1), 1, None):
        with pytest.raises(TypeError, match="does not mix"):
            assert other == ORDER
        with pytest.raises(TypeError, match="does not mix"):
            assert other != ORDER


def test_events_of_two_types_differ():
    assert Sold(1) == Sold(n=1)
    assert Sold(1) != Sold(2)
    assert Sold(1) != Bought(1)
    assert Sold(1) in (Bought(1), Sold(1))


def test_there_is_no_truth_value():
    with pytest.raises(TypeError, match="compare its fields"):
        assert ORDER


def test_structs_are_keys_copied_and_pickled():
    assert {ORDER: 1}[Order(1, 2, True)] == 1
    assert len({Sold(1), Bought(1), Sold(1)}) == 2
    assert copy.deepcopy(ORDER) == ORDER == pickle.loads(pickle.dumps(ORDER))


def test_records():
    record = record_of(Order)
    assert record == Record("Order", (Field("owner", User.TYPE), Field("price", U32.TYPE), Field("open", Bool_)))
    assert (record.is_struct, record.width, record.types) == (True, 3, (User.TYPE, U32.TYPE, Bool_))
    assert (record_of(U64), record_of(bool)) == (Record.of(U64.TYPE), Record.of(Bool_))
    assert not record_of(U64).is_struct
    for other in (int, Struct, Sold, "U32", [], U32(1), None):
        assert record_of(other) is None


Bool_ = record_of(bool).types[0]


@pytest.mark.parametrize("value", [ORDER, U64(2**40), True, Hash(5), U128(1 << 100)], ids=repr)
def test_values_are_numbers_and_back(value):
    record = record_of(type(value))
    assert make_value(record, coerce_value(record, value)) == value


@pytest.mark.parametrize("value", [(1, 2, True), Offer(1, 2, True), 5, Sold(1), Order])
def test_what_is_no_order(value):
    with pytest.raises(TypeError, match="is no Order"):
        coerce_value(record_of(Order), value)


FUTURE = """
from __future__ import annotations
import saya_py.lang as lang
from saya_py.lang import *

Amount = U64

class Top(Struct):
    a: Amount
    b: lang.Felt
    c: "U8"

class Shop(Contract):
    Price = U16
    class Sold(Event):
        n: Price
        ok: Bool

def local():
    Inner = U8
    class Outer(Contract):
        class Sold(Event):
            n: Inner
    return Outer.Sold

class Wrong(Struct):
    a: int
    b: U32
    c: nowhere.U32
"""


def test_annotations_that_are_text():
    made = module(FUTURE)
    assert [field.type.label for field in fields_of(made.Top)] == ["U64", "Felt", "U8"]
    assert [field.type.label for field in fields_of(made.Shop.Sold)] == ["U16", "Bool"]
    assert [field.type.label for field in fields_of(made.local())] == ["U8"]
    assert made.Shop.Sold(3, True).n == 3


def test_fields_of_no_value_type():
    wrong = module(FUTURE).Wrong
    assert fields_of(wrong) is None
    assert record_of(wrong) is None
    with pytest.raises(TypeError, match="has a field that is of no value type"):
        wrong(1, 2, 3)


def test_a_struct_without_its_class_has_no_values():
    record = Record("Order", record_of(Order).fields)
    assert record == record_of(Order)
    with pytest.raises(TypeError, match="the class of struct Order is not known"):
        make_value(record, (1, 2, 1))


def test_one_field_makes_a_struct_too():
    class One(Struct):
        n: U8

    assert record_of(One).is_struct
    assert make_value(record_of(One), (3,)) == One(3)

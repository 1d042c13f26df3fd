import pytest
from hypothesis import given
from hypothesis import strategies as st

from saya_py.core.errors import EncodingError
from saya_py.core.field import P
from saya_py.core.keys import ValueType
from saya_py.lang import BEACON, ContractSchema, EventSchema, Field, FunctionSchema, Param, Record, StateVar

PAIR = Record("Pair", (Field("a", ValueType.U64), Field("b", ValueType.BOOL)))
LIMBS = st.sampled_from([0, 1, 2, 2**32 - 1, 2**32, P - 1])


def test_fields_follow_each_other():
    assert PAIR.limbs((2**32 + 5, 1)) == [5, 1, 1]
    assert PAIR.encode((2**32 + 5, 1)) == (5, 1, 1, 0)
    assert PAIR.decode((5, 1, 1, 0)) == PAIR.numbers([5, 1, 1]) == (2**32 + 5, 1)


@pytest.mark.parametrize("stored", [(0, 0, 2, 0), (2**32, 0, 0, 0), (0, 2**32, 0, 0), (0, 0, 0, 1)])
def test_what_is_no_encoding(stored):
    with pytest.raises(EncodingError) as refused:
        PAIR.decode(stored)
    assert refused.value.code == "TYPED_VALUE"


@given(st.tuples(*[LIMBS] * 4), st.sampled_from([PAIR, *map(Record.of, ValueType)]))
def test_what_decodes_is_the_encoding(stored, record):
    try:
        numbers = record.decode(stored)
    except EncodingError:
        return
    assert record.encode(numbers) == stored


@pytest.mark.parametrize("limbs", [[], [1], [1, 0], [1, 0, 1, 0]])
def test_exactly_as_many_limbs(limbs):
    with pytest.raises(EncodingError):
        PAIR.numbers(limbs)


def test_numbers_are_checked():
    with pytest.raises(EncodingError):
        PAIR.limbs((2**64, 0))
    with pytest.raises(ValueError, match="shorter"):
        PAIR.limbs((1,))


def test_keys_fill_limbs_field_by_field():
    var = StateVar("orders", 2, 7, (PAIR,), PAIR)
    assert var.key_types == (ValueType.U64, ValueType.BOOL)
    assert var.key((2**32 + 5, 1)) == ((7 << 32) + 2, 5, 1, 1)
    two = StateVar("allowance", 3, 7, (Record.of(ValueType.USER), Record.of(ValueType.U64)), PAIR)
    assert two.key((9, 2**32)) == ((7 << 32) + 3, 9, 0, 1)
    with pytest.raises(ValueError, match="shorter"):
        two.key((9,))


def test_the_beacon_is_an_entry_of_the_system_contract():
    assert BEACON.key((5,)) == (3, 5, 0, 0)
    assert BEACON.value == Record("Hash", (Field("", ValueType.HASH),))


def test_events_are_limbs_in_the_log():
    event = EventSchema("Sold", 1, 2, (Field("n", ValueType.U8), Field("x", ValueType.U128)))
    assert event.limbs((3, 2**96)) == [3, 0, 0, 0, 1]
    assert event.numbers([3, 0, 0, 0, 1]) == (3, 2**96)
    with pytest.raises(EncodingError):
        event.numbers([256, 0, 0, 0, 1])
    with pytest.raises(EncodingError):
        event.numbers([3, 0, 0, 0, 1, 0])


def test_members_are_found_by_name():
    var = StateVar("total", 1, 1, (), Record.of(ValueType.U64))
    function = FunctionSchema("run", 1, "operator", (Param("p", PAIR), Param("h", Record.of(ValueType.HASH))))
    event = EventSchema("Sold", 1, 1, ())
    schema = ContractSchema("Shop", 1, (var,), (event,), (function,))
    assert (schema.variable("total"), schema.function("run"), schema.event("Sold")) == (var, function, event)
    assert function.width == 7
    for find in (schema.variable, schema.function, schema.event):
        with pytest.raises(KeyError, match="Shop has no"):
            find("nothing")

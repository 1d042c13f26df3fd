"""Strategies of hypothesis for the values of contracts.

Numbers are often small, so that calls meet each other, and often extreme, because that is where contracts break.
"""

from typing import Any

from hypothesis import strategies as st

from saya_py.core.field import P
from saya_py.core.keys import ValueType
from saya_py.lang import FunctionSchema, Hash, Record, User, record_of
from saya_py.lang.records import make_value
from saya_py.lang.types import make
from saya_py.testing.deployed import Function
from saya_py.testing.users import users

SMALL = 10
_LIMBS = st.integers(0, SMALL) | st.sampled_from([2**32, P - 1]) | st.integers(0, P - 1)
EDGES = (0, 1, 2, 2**8 - 1, 2**8, 2**16, 2**31, 2**32 - 1, 2**32, 2**63, 2**64 - 1)
CROWD = 4
"""Users that make calls and are named in arguments, so that they meet."""


def of(kind: object, min_value: int | None = None, max_value: int | None = None) -> st.SearchStrategy[Any]:
    """Values of a type of the contract language: `of(U32)`, `of(U64, max_value=10)`, `of(Bool)`, `of(Order)`.

    Raises:
        TypeError: `kind` is no such type.
        ValueError: the bounds are not in its range.
    """
    record = Record.of(kind) if isinstance(kind, ValueType) else kind if isinstance(kind, Record) else record_of(kind)
    if record is None:
        raise TypeError(f"{kind!r} is no type of the contract language: there are Bool, U8 … U128, Felt, Hash, User")
    if record.is_struct:
        fields = st.tuples(*(of(ty).map(int) for ty in record.types))
        return fields.map(lambda numbers: make_value(record, numbers))
    (value_type,) = record.types
    if value_type is ValueType.HASH:
        return st.tuples(*[_LIMBS] * 4).map(Hash.of_limbs)
    if value_type is ValueType.BOOL:
        return st.booleans()
    if value_type is ValueType.USER and min_value is None and max_value is None:
        return callers() | _numbers(value_type, 0, value_type.limit - 1)
    low = 0 if min_value is None else min_value
    high = value_type.limit - 1 if max_value is None else max_value
    if not 0 <= low <= high < value_type.limit:
        raise ValueError(f"{low} to {high} is no range of {value_type.label}, which has 0 to {value_type.limit - 1}")
    return _numbers(value_type, low, high)


def callers(count: int = CROWD) -> st.SearchStrategy[User]:
    """One of the first `count` users."""
    return st.sampled_from(users(count))


def arguments(
    function: Function | FunctionSchema, **given: st.SearchStrategy[Any]
) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments of a function by name: `token.transfer(**args, caller=alice)`. `given` replaces single ones.

    Raises:
        TypeError: `given` names a parameter that the function does not have.
    """
    schema = function.schema if isinstance(function, Function) else function
    unknown = given.keys() - {param.name for param in schema.params}
    if unknown:
        raise TypeError(f"{schema.name} has no parameter {', '.join(sorted(unknown))}")
    return st.fixed_dictionaries({param.name: given.get(param.name, of(param.type)) for param in schema.params})


def _numbers(kind: ValueType, low: int, high: int) -> st.SearchStrategy[Any]:
    edges = sorted({edge for edge in (*EDGES, low, high - 1, high) if low <= edge <= high})
    numbers = st.integers(low, min(high, low + SMALL)) | st.sampled_from(edges) | st.integers(low, high)
    return numbers.map(lambda number: make(kind, number))

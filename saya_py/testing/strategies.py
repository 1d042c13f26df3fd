"""Strategies of hypothesis for the values of contracts.

Numbers are often small, so that calls meet each other, and often extreme, because that is where contracts break.
"""

from typing import Any

from hypothesis import strategies as st

from saya_py.core.keys import ValueType
from saya_py.lang import FunctionSchema, Record, User, record_of
from saya_py.lang.records import make_value
from saya_py.testing.deployed import Function
from saya_py.testing.users import users

SMALL = 10
"""Up to here numbers are often chosen."""
EDGES = (0, 1, 2, 2**8 - 1, 2**8, 2**16 - 1, 2**16, 2**31, 2**32 - 1, 2**32, 2**63, 2**64 - 1, 2**64, 2**127)
CROWD = 4
"""Users that make calls and are named in arguments, so that they meet."""


def of(kind: object, min_value: int | None = None, max_value: int | None = None) -> st.SearchStrategy[Any]:
    """Values of a type of the contract language: `of(U32)`, `of(U64, max_value=10)`, `of(User)`, `of(Order)`.

    Raises:
        TypeError: `kind` is no such type, or has no order and bounds were given.
        ValueError: the bounds are not in its range.
    """
    record = kind if isinstance(kind, Record) else record_of(kind)
    if record is None:
        raise TypeError(f"{kind!r} is no type of the contract language: no value type, and no struct")
    bounds = (min_value, max_value) != (None, None)
    if bounds and (record.is_struct or record.types[0] in (ValueType.BOOL, ValueType.HASH)):
        raise TypeError(f"values of {record.name} have no bounds")
    if bounds:
        numbers = st.tuples(_between(record.types[0], min_value, max_value))
    else:
        numbers = st.tuples(*map(_any, record.types))
    return numbers.map(lambda parts: make_value(record, parts))


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


def _any(kind: ValueType) -> st.SearchStrategy[int]:
    """Any number of a type."""
    if kind is ValueType.HASH:
        felt = ValueType.FELT
        extremes = st.sampled_from([(0,) * 4, (felt.limit - 1,) * 4])
        return st.one_of(extremes, st.tuples(*[_any(felt)] * 4)).map(kind.number)
    if kind is ValueType.USER:
        return st.integers(1, CROWD) | _between(kind, None, None)
    return _between(kind, None, None)


def _between(kind: ValueType, min_value: int | None, max_value: int | None) -> st.SearchStrategy[int]:
    low = 0 if min_value is None else min_value
    high = kind.limit - 1 if max_value is None else max_value
    if not 0 <= low <= high < kind.limit:
        raise ValueError(f"{low} to {high} is no range of {kind.label}, which has 0 to {kind.limit - 1}")
    edges = sorted({edge for edge in (*EDGES, low, high - 1, high) if low <= edge <= high})
    return st.integers(low, min(high, low + SMALL)) | st.sampled_from(edges) | st.integers(low, high)

"""What the value types of the statement are in the language.

Encodings are `saya_py.core.keys`; here are the Python class of each type, its name in the IR, and what counts
as one of its values.
"""

from collections.abc import Callable

from saya_py.core.keys import ValueType
from saya_py.lang.values import U8, U16, U32, U64, U128, Felt, Hash, Typed, User, Value

_CLASSES: dict[ValueType, Callable[[int], Value]] = {
    ValueType.BOOL: bool,
    **{cls.TYPE: cls for cls in (U8, U16, U32, U64, U128, Felt, Hash, User)},
}
_TYPES: dict[object, ValueType] = {cls: ty for ty, cls in _CLASSES.items()}


def type_of(cls: object) -> ValueType | None:
    """The type that a Python class stands for."""
    try:
        return _TYPES.get(cls)
    except TypeError:  # it has no hash
        return None


def ir_name(ty: ValueType) -> str:
    """The type's name in the IR."""
    return ty.name.lower()


def is_integer(ty: ValueType) -> bool:
    """Whether the type has order and checked arithmetic."""
    return ty.unsigned_bits is not None


def make(ty: ValueType, number: int) -> Value:
    """The value that a number of the type stands for."""
    return _CLASSES[ty](number)


def coerce(ty: ValueType, value: object) -> int:
    """Number of `value`, which is of type `ty`, or (but for Bool) an `int` in its range.

    Raises:
        TypeError: it is of another type.
        ValueError: it is out of range.
    """
    if type(value) is int and ty is not ValueType.BOOL:
        return int(make(ty, value))
    if isinstance(value, bool | Typed) and type_of(type(value)) is ty:
        return int(value)
    raise TypeError(f"{value!r} is no {ty.label}")

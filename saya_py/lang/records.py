"""Language values of records: plain values, and instances of struct classes."""

from collections.abc import Sequence
from types import FunctionType
from typing import TypeAlias

from saya_py.lang.schema import Record
from saya_py.lang.structs import Struct, fields_of, numbers_of
from saya_py.lang.types import coerce, make, type_of
from saya_py.lang.values import Value

AnyValue: TypeAlias = Value | Struct
"""A value of the language."""


def record_of(cls: object) -> Record | None:
    """The record that a Python class stands for: a value type, or a struct of nothing but fields of value types."""
    ty = type_of(cls)
    if ty is not None:
        return Record.of(ty)
    if not isinstance(cls, type) or cls.__bases__ != (Struct,) or not _has_only_fields(cls):
        return None
    fields = fields_of(cls)
    return Record(cls.__name__, fields, cls) if fields else None


def _has_only_fields(cls: type) -> bool:
    """Whether a struct has no methods and no defaults: its values are what its fields say, and nothing else."""
    own = {name: value for name, value in vars(cls).items() if name != "_FIELDS"}
    return not any(isinstance(value, FunctionType) or not name.startswith("__") for name, value in own.items())


def make_value(record: Record, numbers: Sequence[int]) -> AnyValue:
    """The value that the numbers of a record's fields stand for; a struct needs its class."""
    if not record.is_struct:
        return make(record.fields[0].type, numbers[0])
    if record.struct is None:
        raise TypeError(f"the class of struct {record.name} is not known")
    value: Struct = record.struct(*(make(ty, number) for ty, number in zip(record.types, numbers, strict=True)))
    return value


def coerce_value(record: Record, value: object) -> tuple[int, ...]:
    """The numbers of `value`, which is of this type, or an `int` in the range of a plain type (but for Bool).

    Raises:
        TypeError: it is of another type.
        ValueError: it is out of range.
    """
    if not record.is_struct:
        return (coerce(record.fields[0].type, value),)
    if isinstance(value, Struct) and type(value) is record.struct:
        return numbers_of(value)
    raise TypeError(f"{value!r} is no {record.name}")

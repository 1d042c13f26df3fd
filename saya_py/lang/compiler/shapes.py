"""What parameters and results are made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from saya_py.lang.compiler.operands import StructValue, Traced
from saya_py.lang.schema import Record

SHOWN = 40
"""Characters of a constant that texts show."""
SHOWN_BITS = 256
"""Bits of a number that texts show in decimal; Python refuses to write out much larger ones that way."""


@dataclass(frozen=True)
class Constant:
    """The type of a helper's parameter or result that is known while compiling: `int` or `str`."""

    cls: type[int] | type[str]


def label(ty: Record | Constant) -> str:
    """A type as texts call it."""
    return ty.cls.__name__ if isinstance(ty, Constant) else ty.name


def an(name: str) -> str:
    """A name of a type with its article."""
    return f"an {name}" if name.lstrip("`")[:1] in "AEIOaeio" else f"a {name}"


def shown(value: int | str) -> str:
    """A constant as texts show it: the first characters of a long one."""
    huge = isinstance(value, int) and value.bit_length() > SHOWN_BITS
    text = f"{value:#x}" if huge else repr(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def same_type(a: Record, b: Record) -> bool:
    """Whether two types are one: structs are known by their classes, not by their fields."""
    return a == b and a.struct is b.struct


def value_of(record: Record, fields: Sequence[Traced]) -> Traced | StructValue:
    """A value of a type, from its fields."""
    return StructValue(record, tuple(fields)) if record.is_struct else fields[0]


def fields_of(value: Traced | StructValue) -> tuple[Traced, ...]:
    """The fields of a value."""
    return value.fields if isinstance(value, StructValue) else (value,)

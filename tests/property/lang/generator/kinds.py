"""What values a program computes with: the value types and structs of them."""

from dataclasses import dataclass
from functools import cached_property

from saya_py.core.keys import ValueType


@dataclass(frozen=True)
class Kind:
    """A type as programs write it: a plain one has one nameless field, a struct has named ones."""

    name: str
    fields: tuple[tuple[str, ValueType], ...]

    @cached_property
    def is_struct(self) -> bool:
        return self.fields[0][0] != ""

    @cached_property
    def type(self) -> ValueType:
        """The type of the one field of a plain kind."""
        return self.fields[0][1]

    @cached_property
    def width(self) -> int:
        return sum(ty.width for _, ty in self.fields)


def plain(ty: ValueType) -> Kind:
    """The kind of a value type."""
    return PLAIN[ty]


PLAIN = {ty: Kind(ty.label, (("", ty),)) for ty in ValueType}
BOOL, U8, U16, U32, U64, U128, FELT, HASH, USER = (
    PLAIN[ty]
    for ty in (
        ValueType.BOOL,
        ValueType.U8,
        ValueType.U16,
        ValueType.U32,
        ValueType.U64,
        ValueType.U128,
        ValueType.FELT,
        ValueType.HASH,
        ValueType.USER,
    )
)
ALL = tuple(PLAIN.values())
BITS = {U8: 8, U16: 16, U32: 32, U64: 64, U128: 128}
"""Unsigned kinds."""
UNSIGNED = tuple(BITS)
BITWISE = (U8, U16, U32, U64)
NUMBERS = (*UNSIGNED, FELT, USER)
"""Kinds whose values are numbers that a constant can stand for."""
CAST_SOURCES = (U8, U16, U32, U64, U128, FELT, USER, BOOL)
WIDE = (U64, U128, FELT)
KEY_LIMBS = 3
VALUE_LIMBS = 4

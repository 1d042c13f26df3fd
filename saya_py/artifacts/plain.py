"""Values as plain data: what JSON has, for whoever has the ABI and not the contracts.

`Bool` is a bool, a number or user an int, a `Hash` its text `0x` and 64 digits, a struct a dict by field name. The
schema counts in numbers, one for each field; these functions lead from one to the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from saya_py.core.errors import EncodingError
from saya_py.core.keys import ValueType
from saya_py.core.limbs import parse_hex
from saya_py.lang.schema import Field, Record

Plain: TypeAlias = bool | int | str
"""A value of a value type."""
PlainRecord: TypeAlias = Plain | dict[str, Plain]
"""A value of a value type or of a struct."""


def to_numbers(record: Record, value: object) -> tuple[int, ...]:
    """The numbers of a value. A struct is also taken as a list of its fields; `EncodingError` for other values."""
    if record.is_struct:
        return fields_to_numbers(record.name, record.fields, value)
    return (_number(record.fields[0], value),)


def to_plain(record: Record, numbers: Sequence[int]) -> PlainRecord:
    """The value that numbers of the record's types stand for."""
    if record.is_struct:
        return fields_to_plain(record.fields, numbers)
    return _plain(record.fields[0].type, numbers[0])


def fields_to_numbers(owner: str, fields: Sequence[Field], value: object) -> tuple[int, ...]:
    """The numbers of an object or a list with exactly these fields; errors call it `owner`."""
    names = [field.name for field in fields]
    parts: Sequence[object]
    match value:
        case Mapping() if set(value) == set(names):
            parts = [value[name] for name in names]
        case list() | tuple() if len(value) == len(names):
            parts = value
        case _:
            raise _refuse(owner, value, f"write an object with the fields {', '.join(names)}")
    return tuple(_number(field, part) for field, part in zip(fields, parts, strict=True))


def fields_to_plain(fields: Sequence[Field], numbers: Sequence[int]) -> dict[str, Plain]:
    """The fields that these numbers are, by name."""
    return {field.name: _plain(field.type, number) for field, number in zip(fields, numbers, strict=True)}


def _number(field: Field, value: object) -> int:
    ty = field.type
    match value:
        case bool():
            if ty is ValueType.BOOL:
                return int(value)
        case str() if ty is ValueType.HASH:
            return int.from_bytes(parse_hex(value, 32))
        case int() if ty not in (ValueType.BOOL, ValueType.HASH):
            return value
    form = {ValueType.BOOL: "true or false", ValueType.HASH: "0x and 64 digits"}.get(ty, "a whole number")
    raise _refuse(f"{field.name}: {ty.label}" if field.name else ty.label, value, f"write {form}")


def _plain(ty: ValueType, number: int) -> Plain:
    match ty:
        case ValueType.BOOL:
            return bool(number)
        case ValueType.HASH:
            return f"0x{number:064x}"
        case _:
            return number


def _refuse(name: str, value: object, why: str) -> EncodingError:
    return EncodingError("PLAIN_VALUE", f"{str(value)[:80]!r} is no value of {name}: {why}")

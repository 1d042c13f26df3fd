"""Types of values and their encoding into limbs (`docs/statement.md`, "Typed encodings")."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from saya_py.lang.values import U32, U64, User, Value

Limbs: TypeAlias = tuple[int, int, int, int]
"""The four limbs of a key or of a stored value."""

NOTHING: Limbs = (0, 0, 0, 0)
"""The value of an entry that nobody wrote."""

KEY_LIMBS = 3
"""Limbs of a state key that map keys may fill."""

_HALF = (1 << 32) - 1


@dataclass(frozen=True)
class ValueType:
    """One type: its name in the IR, its label in texts, its width in limbs and its largest number."""

    name: str
    label: str
    limbs: int
    maximum: int
    make: Callable[[int], Value] = field(repr=False, compare=False)

    @property
    def is_integer(self) -> bool:
        """Whether it has order and arithmetic."""
        return self in (U32_TYPE, U64_TYPE)

    def fits(self, number: int) -> bool:
        """Whether `number` is a value of this type."""
        return 0 <= number <= self.maximum

    def coerce(self, value: object) -> int:
        """Number of `value`, which is of this type, or (but for `Bool`) an `int` in its range."""
        if isinstance(value, bool) or self is BOOL_TYPE:
            if isinstance(value, bool) and self is BOOL_TYPE:
                return int(value)
            raise TypeError(f"{value!r} is no {self.label}")
        if isinstance(value, int):
            return int(self.make(value))
        if isinstance(value, U32 | U64 | User) and type_of(type(value)) is self:
            return int(value)
        raise TypeError(f"{value!r} is no {self.label}")

    def encode(self, number: int) -> list[int]:
        """Limbs of a number that fits, least significant first."""
        return [number >> 32 * i & _HALF for i in range(self.limbs)]

    def decode(self, limbs: Sequence[int]) -> int | None:
        """The number that limbs encode, or None."""
        if len(limbs) != self.limbs or any(limb > _HALF for limb in limbs):
            return None
        number = sum(limb << 32 * i for i, limb in enumerate(limbs))
        return number if self.fits(number) else None

    def decode_stored(self, value: Limbs) -> int | None:
        """The number that a stored value encodes, or None."""
        return None if any(value[self.limbs :]) else self.decode(value[: self.limbs])

    def stored(self, number: int) -> Limbs:
        """A number as a stored value."""
        return padded(self.encode(number))


BOOL_TYPE = ValueType("bool", "Bool", 1, 1, bool)
U32_TYPE = ValueType("u32", "U32", 1, (1 << 32) - 1, U32)
U64_TYPE = ValueType("u64", "U64", 2, (1 << 64) - 1, U64)
USER_TYPE = ValueType("user", "User", 1, (1 << 32) - 1, User)

_BY_CLASS: dict[object, ValueType] = {bool: BOOL_TYPE, U32: U32_TYPE, U64: U64_TYPE, User: USER_TYPE}


def type_of(cls: object) -> ValueType | None:
    """The type that a Python class stands for."""
    return _BY_CLASS.get(cls)


def padded(limbs: Sequence[int]) -> Limbs:
    """Up to four limbs, filled up with zeros."""
    first, second, third, fourth = (*limbs, *(0,) * (4 - len(limbs)))
    return first, second, third, fourth

"""Value types of the language, as plain Python runs them.

They are no `int`s on purpose: only what a circuit can do as well is defined, and arithmetic that leaves the
range fails the call instead of growing or wrapping. An `int` beside a value counts as one of its type.
"""

from collections.abc import Callable
from typing import ClassVar, NoReturn, Self, TypeAlias, final

from saya_py.core.errors import CallFailed
from saya_py.lang import messages

Bool: TypeAlias = bool
"""The truth values are Python's own."""


class Number:
    """A whole number of `BITS` bits; equal to the `int` it stands for."""

    BITS: ClassVar[int]
    __slots__ = ("_number",)

    def __init__(self, number: int) -> None:
        if not isinstance(number, int) or isinstance(number, bool):
            raise TypeError(f"{type(self).__name__} takes an int, not {number!r}")
        if number < 0 or number >> self.BITS:
            raise ValueError(f"{number} is no {type(self).__name__}: it takes 0 to 2^{self.BITS} - 1")
        self._number = number

    def __int__(self) -> int:
        return self._number

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._number})"

    def __str__(self) -> str:
        return str(self._number)

    def __hash__(self) -> int:
        return hash(self._number)

    def __bool__(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} is no condition: compare it, for instance with 0")

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Number) and type(other) is type(self):
            return self._number == other._number
        if isinstance(other, int) and not isinstance(other, bool):
            return self._number == other
        return NotImplemented


class Unsigned(Number):
    """A number with order and checked arithmetic."""

    __slots__ = ()

    def __lt__(self, other: Self | int) -> bool:
        return self._number < self._operand(other)

    def __le__(self, other: Self | int) -> bool:
        return self._number <= self._operand(other)

    def __gt__(self, other: Self | int) -> bool:
        return self._number > self._operand(other)

    def __ge__(self, other: Self | int) -> bool:
        return self._number >= self._operand(other)

    def __add__(self, other: Self | int) -> Self:
        return self._checked(self._number + self._operand(other), messages.addition)

    def __radd__(self, other: int) -> Self:
        return self._checked(self._operand(other) + self._number, messages.addition)

    def __sub__(self, other: Self | int) -> Self:
        return self._checked(self._number - self._operand(other), messages.subtraction)

    def __rsub__(self, other: int) -> Self:
        return self._checked(self._operand(other) - self._number, messages.subtraction)

    def __mul__(self, other: Self | int) -> Self:
        return self._checked(self._number * self._operand(other), messages.multiplication)

    def __rmul__(self, other: int) -> Self:
        return self._checked(self._operand(other) * self._number, messages.multiplication)

    def _operand(self, other: Self | int) -> int:
        if isinstance(other, int):
            return int(type(self)(other))
        if type(other) is not type(self):
            raise TypeError(f"a {type(self).__name__} does not mix with a {type(other).__name__}")
        return other._number

    def _checked(self, result: int, message: Callable[[str], str]) -> Self:
        if result < 0 or result >> self.BITS:
            raise CallFailed(message(type(self).__name__))
        return type(self)(result)


@final
class U32(Unsigned):
    """A number from 0 to 2^32 - 1."""

    BITS = 32
    __slots__ = ()


@final
class U64(Unsigned):
    """A number from 0 to 2^64 - 1."""

    BITS = 64
    __slots__ = ()


@final
class User(Number):
    """A user's id, 32 bits; 0 means nobody. Users can be compared for equality only."""

    BITS = 32
    __slots__ = ()


Value: TypeAlias = bool | U32 | U64 | User
"""A value of the language in plain Python."""

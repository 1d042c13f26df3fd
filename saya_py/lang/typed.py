"""What all values of the language are, as plain Python runs them.

They are no `int`s on purpose: only what a circuit can do as well is defined, and arithmetic that leaves the range
fails the call instead of growing or wrapping. An `int` beside a value counts as one of its type; values of two types
never meet, not even in `==`, which would silently be False.
"""

from typing import TYPE_CHECKING, ClassVar, NoReturn, Self

from saya_py.core.errors import CallFailed
from saya_py.core.keys import ValueType
from saya_py.lang import messages


class Typed:
    """A value of one type, named by a number."""

    TYPE: ClassVar[ValueType]
    RANGE: ClassVar[str]
    """The numbers of the type, in words."""
    __slots__ = ("_number",)
    _number: int

    def __int__(self) -> int:
        return self._number

    def __repr__(self) -> str:
        return f"{self.TYPE.label}({self})"

    def __str__(self) -> str:
        return str(self._number)

    def __hash__(self) -> int:
        return hash(self._number)

    def __bool__(self) -> NoReturn:
        raise TypeError(f"a {self.TYPE.label} is no condition: compare it, for instance with 0")

    def __eq__(self, other: object) -> bool:
        return self._number == self._operand(other) if isinstance(other, Typed | int) else NotImplemented

    def _operand(self, other: object) -> int:
        """Number of an operand of this type; an `int` counts as one."""
        if type(other) is int:
            return self._constant(other)
        if isinstance(other, Typed) and type(other) is type(self):
            return other._number
        other_type = other.TYPE.label if isinstance(other, Typed) else type(other).__name__
        raise TypeError(f"a {self.TYPE.label} does not mix with a {other_type}")

    @classmethod
    def _constant(cls, number: int) -> int:
        if 0 <= number < cls.TYPE.limit:
            return number
        raise ValueError(f"{number} is no {cls.TYPE.label}: it takes {cls.RANGE}")

    @classmethod
    def _of(cls, number: int) -> Self:
        """The value of a number that is known to fit."""
        value = cls.__new__(cls)
        value._number = number
        return value

    if TYPE_CHECKING:
        # With the `__set__` of each type, type checkers know that a field of a struct may be given as an `int`.
        def __get__(self, instance: object, owner: object = None) -> Self: ...


class Number(Typed):
    """A value that other numbers can be cast to: `U32(x)`."""

    __slots__ = ()

    def __init__(self, number: "Number | int") -> None:
        """A constant, or the same number in another type.

        Raises:
            CallFailed: a cast value does not fit.
            ValueError: a constant is out of range.
            TypeError: it is neither.
        """
        match number:
            case bool():
                self._number = int(number)
            case int():
                self._number = self._constant(number)
            case Number():
                if number._number >= self.TYPE.limit:
                    raise CallFailed(messages.cast(number.TYPE.label, self.TYPE.label))
                self._number = number._number
            case _:
                raise TypeError(f"{self.TYPE.label} takes an int or another number, not {number!r}")

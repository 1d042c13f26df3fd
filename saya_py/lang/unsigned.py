"""Order and checked arithmetic of unsigned numbers."""

from collections.abc import Callable
from typing import Self

from saya_py.core.errors import CallFailed
from saya_py.lang import messages
from saya_py.lang.typed import Number


class Unsigned(Number):
    """A whole number from 0; a result that its type has not fails the call."""

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

    def __floordiv__(self, other: Self | int) -> Self:
        return self._of(self._number // self._divisor(self._operand(other), messages.division))

    def __rfloordiv__(self, other: int) -> Self:
        return self._of(self._operand(other) // self._divisor(self._number, messages.division))

    def __mod__(self, other: Self | int) -> Self:
        return self._of(self._number % self._divisor(self._operand(other), messages.remainder))

    def __rmod__(self, other: int) -> Self:
        return self._of(self._operand(other) % self._divisor(self._number, messages.remainder))

    def _checked(self, result: int, message: Callable[[str], str]) -> Self:
        if not 0 <= result < self.TYPE.limit:
            raise CallFailed(message(self.TYPE.label))
        return self._of(result)

    def _divisor(self, divisor: int, message: Callable[[str], str]) -> int:
        if divisor == 0:
            raise CallFailed(message(self.TYPE.label))
        return divisor

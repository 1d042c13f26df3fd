"""Elements of the Goldilocks field."""

from typing import TYPE_CHECKING, Self, final

from saya_py.core.field import P
from saya_py.core.keys import ValueType
from saya_py.lang.typed import Number


@final
class Felt(Number):
    """A number below p = 2^64 - 2^32 + 1. Arithmetic is modulo p and never fails; there is no order."""

    TYPE = ValueType.FELT
    RANGE = "0 to p - 1, where p = 2^64 - 2^32 + 1"
    __slots__ = ()

    def __add__(self, other: Self | int) -> Self:
        return self._of((self._number + self._operand(other)) % P)

    def __sub__(self, other: Self | int) -> Self:
        return self._of((self._number - self._operand(other)) % P)

    def __rsub__(self, other: int) -> Self:
        return self._of((self._operand(other) - self._number) % P)

    def __mul__(self, other: Self | int) -> Self:
        return self._of(self._number * self._operand(other) % P)

    __radd__ = __add__
    __rmul__ = __mul__

    if TYPE_CHECKING:

        def __set__(self, instance: object, value: "Felt | int") -> None: ...

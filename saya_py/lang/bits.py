"""Bit operations and shifts of unsigned numbers of at most 64 bits."""

from typing import TYPE_CHECKING, Self

from saya_py.core.keys import ValueType
from saya_py.lang import messages
from saya_py.lang.typed import Typed
from saya_py.lang.unsigned import Unsigned

if TYPE_CHECKING:
    from saya_py.lang.values import U8


class Bits(Unsigned):
    """An unsigned number whose bits can be reached."""

    __slots__ = ()

    def __and__(self, other: Self | int) -> Self:
        return self._of(self._number & self._operand(other))

    def __or__(self, other: Self | int) -> Self:
        return self._of(self._number | self._operand(other))

    def __xor__(self, other: Self | int) -> Self:
        return self._of(self._number ^ self._operand(other))

    __rand__ = __and__
    __ror__ = __or__
    __rxor__ = __xor__

    def __invert__(self) -> Self:
        return self._of(self.TYPE.limit - 1 - self._number)

    def __lshift__(self, amount: "U8 | int") -> Self:
        return self._checked(self._number << self._amount(amount), messages.left_shift)

    def __rshift__(self, amount: "U8 | int") -> Self:
        return self._of(self._number >> self._amount(amount))

    def _amount(self, amount: object) -> int:
        """How far to shift: a constant or a U8, whatever is shifted."""
        if type(amount) is int:
            if 0 <= amount < ValueType.U8.limit:
                return amount
            raise ValueError(f"a {self.TYPE.label} is shifted by 0 to 255 bits, not {amount}")
        if isinstance(amount, Typed) and amount.TYPE is ValueType.U8:
            return int(amount)
        raise TypeError(f"a {self.TYPE.label} is shifted by a U8 or by a constant, not by {amount!r}")

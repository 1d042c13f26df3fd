"""Typed operations whose result is known while compiling."""

from collections.abc import Callable, Sequence

from saya_py.core.field import P
from saya_py.core.keys import ValueType
from saya_py.lang.compiler.operands import Traced

_NUMBERS: dict[str, Callable[[int, int], int]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a // b if b else -1,
    "rem": lambda a, b: a % b if b else -1,
    "shl": lambda a, b: a << b,
    "shr": lambda a, b: a >> b,
    "bit_and": lambda a, b: a & b,
    "bit_or": lambda a, b: a | b,
    "bit_xor": lambda a, b: a ^ b,
    "felt_add": lambda a, b: (a + b) % P,
    "felt_sub": lambda a, b: (a - b) % P,
    "felt_mul": lambda a, b: a * b % P,
    "eq": lambda a, b: int(a == b),
    "lt": lambda a, b: int(a < b),
}
"""Results on two known numbers; one out of range is left to the call, which fails."""

_NEUTRAL: dict[str, int] = {
    "add": 0,
    "sub": 0,
    "mul": 1,
    "div": 1,
    "shl": 0,
    "shr": 0,
    "bit_or": 0,
    "bit_xor": 0,
    "felt_add": 0,
    "felt_sub": 0,
    "felt_mul": 1,
}
"""The right operand that leaves the left one as it is."""
COMMUTE = ("add", "mul", "bit_and", "bit_or", "bit_xor", "felt_add", "felt_mul", "eq")
"""Operations whose operands can change places."""


def fold(op: str, ty: ValueType, numbers: Sequence[int | None]) -> int | None:
    """The number that `op` makes of two numbers; None when one is not known, or `ty` has no such number."""
    a, b = numbers
    if a is None or b is None:
        return None
    result = _NUMBERS[op](a, b)
    return result if 0 <= result < ty.limit else None


def neutral(op: str, a: Traced, b: Traced, numbers: Sequence[int | None]) -> Traced | None:
    """The operand that `a op b` equals because the other one changes nothing."""
    if op not in _NEUTRAL:
        return None
    if numbers[1] == _NEUTRAL[op]:
        return a
    return b if op in COMMUTE and numbers[0] == _NEUTRAL[op] else None

"""Typed operations whose result is known while compiling."""

from collections.abc import Callable, Sequence

from saya_py.core.keys import ValueType
from saya_py.lang.compiler.operands import Traced
from saya_py.lang.types import is_integer

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
    "eq": lambda a, b: int(a == b),
    "lt": lambda a, b: int(a < b),
}
"""Results on two known numbers; those out of range are left to the call, which fails."""

_NEUTRAL: dict[str, int] = {"add": 0, "sub": 0, "mul": 1, "div": 1, "shl": 0, "shr": 0, "bit_or": 0, "bit_xor": 0}
"""The right operand that leaves the left one as it is."""
_COMMUTES = ("add", "mul", "bit_or", "bit_xor")


def fold(op: str, ty: ValueType, numbers: Sequence[int | None]) -> int | None:
    """The number that `op` makes of known numbers; None when it is not known, or out of the range of `ty`."""
    if op not in _NUMBERS or len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
        return None
    result = _NUMBERS[op](numbers[0], numbers[1])
    return result if 0 <= result < ty.limit else None


def neutral(op: str, a: Traced, b: Traced, numbers: Sequence[int | None]) -> Traced | None:
    """The operand that `a op b` equals because the other one changes nothing."""
    if op in ("eq", "lt") or not is_integer(a.type) or op not in _NEUTRAL:
        return None
    if numbers[1] == _NEUTRAL[op]:
        return a
    return b if op in _COMMUTES and numbers[0] == _NEUTRAL[op] else None

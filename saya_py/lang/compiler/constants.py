"""Operations on constants: done once, while tracing, with Python's own meaning."""

import ast
import operator
from collections.abc import Callable
from typing import Any

MAX_BITS = 4096
"""Constants beyond this fit no type, so computing them would only take time."""

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


MAX_TEXT = 1000
"""Characters of a message, which players read."""


class NoConstant(Exception):
    """An operation has no constant result; the text says why."""


def binary(op: ast.operator, left: object, right: object) -> int | str:
    """`left op right` on two `int`s, or the sum of two `str`s."""
    if type(left) is str and type(right) is str and isinstance(op, ast.Add):
        if len(left) + len(right) > MAX_TEXT:
            raise NoConstant(f"the text has more than {MAX_TEXT} characters")
        return left + right
    if isinstance(op, ast.Div):
        raise NoConstant("`/` makes a fraction, and values are whole numbers; `//` rounds down")
    if type(left) is not int or type(right) is not int or type(op) not in _BINARY:
        raise NoConstant("only whole numbers are computed with")
    if isinstance(op, ast.Pow | ast.LShift) and not 0 <= right * max(1, left.bit_length()) <= MAX_BITS:
        raise NoConstant("the result is too large, or is no whole number")
    try:
        result = _BINARY[type(op)](left, right)
    except (ArithmeticError, ValueError) as error:
        raise NoConstant(str(error)) from None
    if result.bit_length() > MAX_BITS:
        raise NoConstant("the result is too large")
    return int(result)


def compare(op: ast.cmpop, left: object, right: object) -> bool:
    """`left op right`."""
    if type(left) is not type(right) or type(left) not in (bool, int, str):
        raise NoConstant("only constants of one type are compared: whole numbers, texts, True and False")
    return bool(_COMPARE[type(op)](left, right))


def unary(op: ast.unaryop, value: object) -> int | bool:
    """`op value`."""
    if isinstance(op, ast.Not) and type(value) not in (bool, int, str):
        raise NoConstant("it is neither true nor false")
    if isinstance(op, ast.Not):
        return not value
    if type(value) is not int:
        raise NoConstant("only whole numbers are computed with")
    if isinstance(op, ast.USub):
        return -value
    return ~value if isinstance(op, ast.Invert) else value

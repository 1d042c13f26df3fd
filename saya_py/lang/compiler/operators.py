"""Operators of the value types."""

import ast

from saya_py.core.keys import ValueType
from saya_py.lang.compiler import advice, constants
from saya_py.lang.compiler.coercion import fits, is_untyped
from saya_py.lang.compiler.constants import NoConstant
from saya_py.lang.compiler.describing import describe
from saya_py.lang.compiler.diagnostics import Mistake, Node
from saya_py.lang.compiler.frame import Frame
from saya_py.lang.compiler.operands import POISON, Operand, Poison, Static, StructValue, Traced
from saya_py.lang.compiler.shapes import shown
from saya_py.lang.compiler.symbols import SYMBOLS, no_operator, no_unary

CHECKED: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.FloorDiv: "div",
    ast.Mod: "rem",
}
"""Of all unsigned types."""
BITS: dict[type[ast.operator], str] = {ast.BitAnd: "bit_and", ast.BitOr: "bit_or", ast.BitXor: "bit_xor"}
"""Of unsigned types of at most 64 bits, as are shifts."""
SHIFTS: dict[type[ast.operator], str] = {ast.LShift: "shl", ast.RShift: "shr"}
FELT: dict[type[ast.operator], str] = {ast.Add: "felt_add", ast.Sub: "felt_sub", ast.Mult: "felt_mul"}


class Operators:
    """Applies operators; a mistake is reported at the node where it stands and becomes `Poison`."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._body = frame.body
        self._coercion = frame.coercion

    def binary(self, node: Node, op: ast.operator, left: Operand, right: Operand) -> Operand:
        """`left op right`."""
        if isinstance(left, Poison) or isinstance(right, Poison):
            return POISON
        if isinstance(left, Static) and isinstance(right, Static):
            try:
                return Static(constants.binary(op, left.value, right.value))
            except NoConstant as error:
                return self._frame.report(node, advice.no_result(describe(left), describe(right), str(error)))
        for operand in (left, right):
            if isinstance(operand, StructValue):
                return self._frame.report(node, no_operator(op, operand.record))
        if type(op) in SHIFTS and is_untyped(left):
            return self._frame.report(node, advice.UNTYPED_ONE)
        if type(op) in SHIFTS and isinstance(left, Traced):
            return self._shift(node, op, left, right)
        pair = self._coercion.pair(left, right, node)
        if pair is None:
            return POISON
        name = _operation(op, pair[0].type)
        if name is None:
            return self._frame.report(node, no_operator(op, pair[0].type))
        if is_untyped(left) and is_untyped(right):
            return self._frame.report(node, advice.UNTYPED)
        return self._body.binary(name, *pair)

    def unary(self, node: ast.UnaryOp, operand: Operand) -> Operand:
        """`op operand`."""
        match operand:
            case Poison():
                return POISON
            case Static(value=value):
                try:
                    return Static(constants.unary(node.op, value))
                except NoConstant as error:
                    return self._frame.report(node, advice.no_result(describe(operand), None, str(error)))
        if isinstance(node.op, ast.Not):
            condition = self._coercion.condition(operand, node.operand)
            return self._body.logic.negate(condition) if condition else POISON
        if isinstance(node.op, ast.Invert) and isinstance(operand, Traced) and _has_bits(operand.type):
            return self._frame.report(node, advice.UNTYPED_ONE) if operand.loose else self._body.invert(operand)
        return self._frame.report(node, no_unary(node.op, operand))

    def _shift(self, node: Node, op: ast.operator, left: Traced, right: Operand) -> Operand:
        """`left << right` and `left >> right`, by a constant or a U8 whatever the type of `left`."""
        if not _has_bits(left.type):
            return self._frame.report(node, no_operator(op, left.type))
        match right:
            case Static(value=int(number)) if type(number) is int and not fits(number, ValueType.U8):
                return self._frame.report(node, _no_distance(shown(number)))
            case Traced(type=ty) if ty is not ValueType.U8:
                return self._frame.report(node, _no_distance(describe(right)))
        distance = self._coercion.to(right, ValueType.U8, node)
        return POISON if distance is None else self._body.binary(SHIFTS[type(op)], left, distance)


def _operation(op: ast.operator, ty: ValueType) -> str | None:
    if ty is ValueType.FELT:
        return FELT.get(type(op))
    found = CHECKED.get(type(op)) if ty.unsigned_bits else None
    return BITS.get(type(op)) if found is None and _has_bits(ty) else found


def _has_bits(ty: ValueType) -> bool:
    return ty.unsigned_bits is not None and ty.unsigned_bits <= 64


def _no_distance(what: str) -> Mistake:
    return Mistake(
        f"{what} is no distance to shift by",
        f"`{SYMBOLS[ast.LShift]}` and `{SYMBOLS[ast.RShift]}` take a constant from 0 to 255, or a U8",
        "cast it: `x << U8(n)`",
    )

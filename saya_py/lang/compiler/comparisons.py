"""Comparisons of two operands."""

import ast

from saya_py.lang.compiler import advice, constants, structs
from saya_py.lang.compiler.constants import NoConstant
from saya_py.lang.compiler.describing import describe
from saya_py.lang.compiler.frame import Frame
from saya_py.lang.compiler.operands import POISON, Operand, Poison, Static, StructValue, Traced
from saya_py.lang.compiler.shapes import same_type
from saya_py.lang.compiler.symbols import SYMBOLS, no_comparison, no_order
from saya_py.lang.types import is_integer


def compare(frame: Frame, node: ast.Compare, op: ast.cmpop, left: Operand, right: Operand) -> Operand:
    """`left op right`, one link of a chain of comparisons."""
    if isinstance(left, Poison) or isinstance(right, Poison):
        return POISON
    if type(op) in SYMBOLS:
        return frame.report(node, no_comparison(op))
    if isinstance(left, Static) and isinstance(right, Static):
        try:
            return Static(constants.compare(op, left.value, right.value))
        except NoConstant as error:
            return frame.report(node, advice.no_result(describe(left), describe(right), str(error)))
    equal = _equal(frame, node, left, right) if isinstance(op, ast.Eq | ast.NotEq) else None
    if equal is not None:
        return frame.body.logic.negate(equal) if isinstance(op, ast.NotEq) and isinstance(equal, Traced) else equal
    return _ordered(frame, node, op, left, right)


def _equal(frame: Frame, node: ast.Compare, left: Operand, right: Operand) -> Traced | Poison:
    if isinstance(left, StructValue) or isinstance(right, StructValue):
        match left, right:
            case (StructValue(), StructValue()) if same_type(left.record, right.record):
                return structs.equal(frame, left, right)
        return frame.report(node, advice.types_differ(describe(left), describe(right)))
    pair = frame.coercion.pair(left, right, node)
    return POISON if pair is None else frame.body.equal(*pair)


def _ordered(frame: Frame, node: ast.Compare, op: ast.cmpop, left: Operand, right: Operand) -> Operand:
    for operand in (left, right):
        if isinstance(operand, StructValue):
            return frame.report(node, no_order(operand.record))
    pair = frame.coercion.pair(left, right, node)
    if pair is None:
        return POISON
    a, b = pair
    if not is_integer(a.type):
        return frame.report(node, no_order(a.type))
    logic, less = frame.body.logic, frame.body.less
    match op:
        case ast.Lt():
            return less(a, b)
        case ast.Gt():
            return less(b, a)
        case ast.LtE():
            return logic.negate(less(b, a))
        case _:
            return logic.negate(less(a, b))

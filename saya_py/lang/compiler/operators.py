"""Operators and comparisons of two operands."""

import ast

from saya_py.lang.compiler import advice, constants
from saya_py.lang.compiler.body import Body
from saya_py.lang.compiler.coercion import Coercion, describe, is_untyped
from saya_py.lang.compiler.constants import NoConstant
from saya_py.lang.compiler.diagnostics import Mistake, Node, Reporter
from saya_py.lang.compiler.operands import POISON, Operand, Poison, Static, Traced
from saya_py.lang.types import is_integer

ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul"}
SYMBOLS: dict[type[ast.AST], str] = {
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.USub: "-",
    ast.UAdd: "+",
    ast.Invert: "~",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}


class Operators:
    """Applies operators; a mistake is reported at the node where it stands and becomes `Poison`."""

    def __init__(self, body: Body, coercion: Coercion, reporter: Reporter) -> None:
        self._body = body
        self._coercion = coercion
        self._reporter = reporter

    def binary(self, node: Node, op: ast.operator, left: Operand, right: Operand) -> Operand:
        """`left op right`."""
        if isinstance(left, Static) and isinstance(right, Static):
            try:
                return Static(constants.binary(op, left.value, right.value))
            except NoConstant as error:
                return self._report(node, advice.no_result(describe(left), describe(right), str(error)))
        pair = self._coercion.pair(left, right, node)
        if pair is None:
            return POISON
        ty = pair[0].type
        if not is_integer(ty):
            return self._report(node, advice.no_operator("arithmetic", ty.label, advice.INTEGERS))
        if type(op) not in ARITHMETIC:
            return self._report(node, advice.no_operator(f"`{SYMBOLS[type(op)]}`", ty.label, advice.ARITHMETIC))
        if is_untyped(left) and is_untyped(right):
            return self._report(node, advice.UNTYPED)
        return self._body.arithmetic(ARITHMETIC[type(op)], *pair)

    def unary(self, node: ast.UnaryOp, operand: Operand) -> Operand:
        """`op operand`."""
        match operand:
            case Poison():
                return POISON
            case Static(value=value):
                try:
                    return Static(constants.unary(node.op, value))
                except NoConstant as error:
                    return self._report(node, advice.no_result(describe(operand), None, str(error)))
        if isinstance(node.op, ast.Not):
            condition = self._coercion.condition(operand, node.operand)
            return self._body.logic.negate(condition) if condition else POISON
        return self._report(
            node, advice.no_operator_on(f"`{SYMBOLS[type(node.op)]}`", describe(operand), "subtract it from something")
        )

    def compare(self, node: ast.Compare, op: ast.cmpop, left: Operand, right: Operand) -> Operand:
        """`left op right`, one link of a chain of comparisons."""
        if isinstance(left, Static) and isinstance(right, Static):
            try:
                return Static(constants.compare(op, left.value, right.value))
            except NoConstant as error:
                return self._report(node, advice.no_result(describe(left), describe(right), str(error)))
        if type(op) in SYMBOLS:
            return self._report(node, advice.no_operator_on(f"`{SYMBOLS[type(op)]}`", "a value", "use == or !="))
        pair = self._coercion.pair(left, right, node)
        if pair is None:
            return POISON
        a, b = pair
        if isinstance(op, ast.Eq | ast.NotEq):
            equal = self._body.equal(a, b)
            return equal if isinstance(op, ast.Eq) else self._body.logic.negate(equal)
        if not is_integer(a.type):
            return self._report(node, advice.no_operator("order", a.type.label, "use == or !="))
        return self._ordered(op, a, b)

    def _ordered(self, op: ast.cmpop, a: Traced, b: Traced) -> Traced:
        match op:
            case ast.Lt():
                return self._body.less(a, b)
            case ast.Gt():
                return self._body.less(b, a)
            case ast.LtE():
                return self._body.logic.negate(self._body.less(b, a))
            case _:
                return self._body.logic.negate(self._body.less(a, b))

    def _report(self, node: Node, mistake: Mistake) -> Operand:
        self._reporter.report(node, mistake)
        return POISON

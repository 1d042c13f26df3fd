"""Traces expressions: in Python's order of evaluation, with Python's meaning."""

import ast

from saya_py.core.keys import ValueType
from saya_py.lang.compiler import advice, constants
from saya_py.lang.compiler.body import Body
from saya_py.lang.compiler.coercion import Coercion, describe
from saya_py.lang.compiler.constants import NoConstant
from saya_py.lang.compiler.diagnostics import Mistake, Reporter
from saya_py.lang.compiler.names import Names
from saya_py.lang.compiler.operands import POISON, MapRef, Operand, Poison, Static, Traced
from saya_py.lang.schema import StateVar
from saya_py.lang.types import is_integer, type_of

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


class Expressions:
    """Evaluates expressions to operands. A mistake is reported where it stands and becomes `Poison`."""

    def __init__(self, names: Names, body: Body, coercion: Coercion, reporter: Reporter) -> None:
        self._names = names
        self._body = body
        self._coercion = coercion
        self._reporter = reporter

    def trace(self, node: ast.expr) -> Operand:
        """The operand that `node` evaluates to."""
        match node:
            case ast.Constant(value=bool() | int() | str() as value):
                return Static(value)
            case ast.Name():
                return self._names.name(node)
            case ast.Attribute():
                return self._names.attribute(node, self.trace(node.value))
            case ast.Subscript():
                entry = self.entry(node)
                return self._body.read(*entry, node) if entry else POISON
            case ast.BinOp():
                left, right = self.trace(node.left), self.trace(node.right)
                return self.binary(node, node.op, left, right)
            case ast.UnaryOp():
                return self._unary(node, self.trace(node.operand))
            case ast.BoolOp():
                return self._logic(node)
            case ast.Compare():
                return self._comparison(node)
            case ast.Call():
                return self._call(node)
            case ast.IfExp():
                self._report(node, advice.unsupported(node))
                for part in (node.test, node.body, node.orelse):
                    self.trace(part)
                return POISON
        return self._report(node, advice.unsupported(node))

    def entry(self, node: ast.Subscript) -> tuple[StateVar, tuple[Traced, ...]] | None:
        """The entry of a map that a subscript names."""
        owner, key = self.trace(node.value), self.trace(node.slice)
        match owner:
            case MapRef(declared=var):
                traced = self._coercion.to(key, var.keys[0], node.slice)
                return (var, (traced,)) if traced else None
            case Poison():
                return None
        why = "only a `Map` has entries"
        self._report(node, Mistake(f"{describe(owner)} has no entries", why, "name a `Map` of the contract"))
        return None

    def binary(self, node: ast.expr | ast.stmt, op: ast.operator, left: Operand, right: Operand) -> Operand:
        """`left op right`; `node` is where it stands."""
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
        return self._body.arithmetic(ARITHMETIC[type(op)], *pair, node)

    def _unary(self, node: ast.UnaryOp, operand: Operand) -> Operand:
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
            return self._body.negate(condition) if condition else POISON
        return self._report(
            node, advice.no_operator_on(f"`{SYMBOLS[type(node.op)]}`", describe(operand), "subtract it from something")
        )

    def _logic(self, node: ast.BoolOp) -> Operand:
        op = "and" if isinstance(node.op, ast.And) else "or"
        result, result_node = self.trace(node.values[0]), node.values[0]
        for right_node in node.values[1:]:
            if isinstance(result, Static):
                if bool(result.value) is (op == "or"):
                    return result
                result = self.trace(right_node)
            else:
                right = self._perhaps_skipped(right_node)
                result = self._join(op, (result, result_node), (right, right_node))
            result_node = right_node
        return result

    def _comparison(self, node: ast.Compare) -> Operand:
        result: Operand = Static(True)
        left = self.trace(node.left)
        for op, right_node in zip(node.ops, node.comparators, strict=True):
            if isinstance(result, Static):
                right = self.trace(right_node)
                result = self._compare(node, op, left, right)
            else:
                right = self._perhaps_skipped(right_node)
                result = self._join("and", (result, node), (self._compare(node, op, left, right), node))
            if result == Static(False):
                return result
            left = right
        return result

    def _compare(self, node: ast.Compare, op: ast.cmpop, left: Operand, right: Operand) -> Operand:
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
        body = self._body
        if isinstance(op, ast.Eq):
            return body.equal(a, b)
        if isinstance(op, ast.NotEq):
            return body.negate(body.equal(a, b))
        if not is_integer(a.type):
            return self._report(node, advice.no_operator("order", a.type.label, "use == or !="))
        match op:
            case ast.Lt():
                return body.less(a, b)
            case ast.Gt():
                return body.less(b, a)
            case ast.LtE():
                return body.negate(body.less(b, a))
            case _:
                return body.negate(body.less(a, b))

    def _call(self, node: ast.Call) -> Operand:
        callee = self.trace(node.func)
        args = [self.trace(arg) for arg in (*node.args, *(keyword.value for keyword in node.keywords))]
        if isinstance(callee, Poison) or any(isinstance(arg, Poison) for arg in args):
            return POISON
        ty = type_of(callee.value) if isinstance(callee, Static) else None
        if ty is None or ty == ValueType.BOOL:
            return self._report(node, advice.no_call(describe(callee)))
        match args:
            case [Static(value=int(number))] if type(number) is int and not node.keywords:
                return self._coercion.number(number, ty, node) or POISON
        return self._report(node, advice.no_conversion(ty.label))

    def _perhaps_skipped(self, node: ast.expr) -> Operand:
        """Traces what Python would not always evaluate: then it must not be able to fail."""
        before = len(self._body.fallible)
        operand = self.trace(node)
        if len(self._body.fallible) > before:
            self._reporter.report(self._body.fallible[before], advice.skipped())
            del self._body.fallible[before:]
        return operand

    def _join(self, op: str, left: tuple[Operand, ast.expr], right: tuple[Operand, ast.expr]) -> Operand:
        a, b = self._coercion.condition(*left), self._coercion.condition(*right)
        return self._body.logic(op, a, b) if a and b else POISON

    def _report(self, node: ast.expr | ast.stmt, mistake: Mistake) -> Operand:
        self._reporter.report(node, mistake)
        return POISON

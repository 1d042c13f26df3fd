"""Traces expressions, in Python's order of evaluation."""

import ast

from saya_py.core.keys import ValueType
from saya_py.lang.compiler import advice
from saya_py.lang.compiler.body import Body
from saya_py.lang.compiler.coercion import Coercion, describe
from saya_py.lang.compiler.diagnostics import Mistake, Node, Reporter
from saya_py.lang.compiler.flow import Flow
from saya_py.lang.compiler.merge import Merge
from saya_py.lang.compiler.names import Names
from saya_py.lang.compiler.operands import POISON, MapRef, Operand, Poison, Static, Traced, TupleValue, Unusable
from saya_py.lang.compiler.operators import Operators
from saya_py.lang.schema import StateVar
from saya_py.lang.types import type_of


class Expressions:
    """Evaluates expressions to operands. A mistake is reported where it stands and becomes `Poison`."""

    def __init__(self, names: Names, flow: Flow, body: Body, coercion: Coercion, reporter: Reporter) -> None:
        self._names = names
        self._flow = flow
        self._body = body
        self._coercion = coercion
        self._reporter = reporter
        self._merge = Merge(body)
        self._operators = Operators(body, coercion, reporter)

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
                return self._body.read(*entry) if entry else POISON
            case ast.Tuple():
                return self._tuple(node)
            case ast.BinOp():
                left, right = self.trace(node.left), self.trace(node.right)
                return self.binary(node, node.op, left, right)
            case ast.UnaryOp():
                return self._operators.unary(node, self.trace(node.operand))
            case ast.BoolOp():
                return self._logic(node)
            case ast.Compare():
                return self._comparison(node)
            case ast.IfExp():
                return self._conditional(node)
            case ast.Call():
                return self._call(node)
        return self._report(node, advice.unsupported(node))

    def entry(self, node: ast.Subscript) -> tuple[StateVar, tuple[Traced, ...]] | None:
        """The entry of a map that a subscript names."""
        owner, key = self.trace(node.value), self.trace(node.slice)
        match owner:
            case MapRef(declared=var):
                traced = self._coercion.to(key, var.key_types[0], node.slice)
                return (var, (traced,)) if traced else None
            case Poison():
                return None
        why = "only a `Map` has entries"
        self._report(node, Mistake(f"{describe(owner)} has no entries", why, "name a `Map` of the contract"))
        return None

    def binary(self, node: Node, op: ast.operator, left: Operand, right: Operand) -> Operand:
        """`left op right`; `node` is where it stands."""
        return self._operators.binary(node, op, left, right)

    def _tuple(self, node: ast.Tuple) -> Operand:
        items = tuple(self.trace(item) for item in node.elts)
        return POISON if any(isinstance(item, Poison) for item in items) else TupleValue(items)

    def _logic(self, node: ast.BoolOp) -> Operand:
        """`and` and `or`: what stands right is evaluated only where what stands left does not decide."""
        deciding = isinstance(node.op, ast.Or)
        left, left_node = self.trace(node.values[0]), node.values[0]
        for right_node in node.values[1:]:
            condition = self._coercion.condition(left, left_node)
            known = self._body.logic.known(condition) if condition else None
            if known is deciding:
                return left
            if condition is None or known is not None:
                right = self.trace(right_node)
                left = right if condition else POISON
            else:
                left = self._join(deciding, condition, right_node)
            left_node = right_node
        self._coercion.condition(left, left_node)
        return left

    def _join(self, deciding: bool, left: Traced, right_node: ast.expr) -> Operand:
        logic = self._body.logic
        with self._flow.under(logic.negate(left) if deciding else left):
            right = self._coercion.condition(self.trace(right_node), right_node)
        if right is None:
            return POISON
        return logic.either(left, right) if deciding else logic.both(left, right)

    def _comparison(self, node: ast.Compare) -> Operand:
        """A chain of comparisons, which ends where the first one is false."""
        left = self.trace(node.left)
        right = self.trace(node.comparators[0])
        result = self._operators.compare(node, node.ops[0], left, right)
        for op, right_node in zip(node.ops[1:], node.comparators[1:], strict=True):
            condition = self._coercion.condition(result, node)
            known = self._body.logic.known(condition) if condition else None
            if known is False:
                return result
            left = right
            with self._flow.under(condition or self._body.logic.true):
                right = self.trace(right_node)
                link = self._operators.compare(node, op, left, right)
            if known is None:
                other = self._coercion.condition(link, node)
                result = self._body.logic.both(condition, other) if condition and other else POISON
            else:
                result = link
        return result

    def _conditional(self, node: ast.IfExp) -> Operand:
        condition = self._coercion.condition(self.trace(node.test), node.test)
        known = self._body.logic.known(condition) if condition else None
        if known is not None:
            return self.trace(node.body if known else node.orelse)
        logic = self._body.logic
        with self._flow.under(condition or logic.true):
            then = self.trace(node.body)
        with self._flow.under(logic.negate(condition) if condition else logic.true):
            orelse = self.trace(node.orelse)
        if condition is None:
            return POISON
        merged = self._merge.operands(condition, then, orelse, "this expression")
        return self._report(node, merged.mistake) if isinstance(merged, Unusable) else merged

    def _call(self, node: ast.Call) -> Operand:
        callee = self.trace(node.func)
        args = [self.trace(arg) for arg in (*node.args, *(keyword.value for keyword in node.keywords))]
        if isinstance(callee, Poison) or any(isinstance(arg, Poison) for arg in args):
            return POISON
        if callee == Static(range):
            return self._range(node, args)
        ty = type_of(callee.value) if isinstance(callee, Static) else None
        if ty is None or ty == ValueType.BOOL:
            return self._report(node, advice.no_call(describe(callee)))
        match args:
            case [Static(value=int(number))] if type(number) is int and not node.keywords:
                return self._coercion.number(number, ty, node) or POISON
        return self._report(node, advice.no_conversion(ty.label))

    def _range(self, node: ast.Call, args: list[Operand]) -> Operand:
        numbers = [arg.value for arg in args if isinstance(arg, Static) and type(arg.value) is int]
        if len(numbers) < len(args) or node.keywords or not 1 <= len(args) <= 3 or numbers[2:] == [0]:
            return self._report(node, NO_RANGE)
        return Static(range(*numbers))

    def _report(self, node: Node, mistake: Mistake) -> Operand:
        self._reporter.report(node, mistake)
        return POISON


NO_RANGE = Mistake(
    "`range` takes one to three whole numbers that are known while compiling",
    "a circuit is laid out before any call, so how often a loop runs must be known then",
    "go through a `range` of constants that is long enough, and `break` when it is enough",
)

"""Traces expressions, in Python's order of evaluation."""

import ast

from saya_py.core.keys import ValueType
from saya_py.lang.compiler import state
from saya_py.lang.compiler.calls import Calls
from saya_py.lang.compiler.comparisons import compare
from saya_py.lang.compiler.describing import describe
from saya_py.lang.compiler.diagnostics import Mistake, Node
from saya_py.lang.compiler.frame import Frame
from saya_py.lang.compiler.merge import Merge
from saya_py.lang.compiler.names import Names
from saya_py.lang.compiler.operands import POISON, MapRef, Operand, Poison, Static, Traced, TupleValue, Unusable
from saya_py.lang.compiler.operators import Operators
from saya_py.lang.compiler.syntax import unsupported


class Expressions:
    """Evaluates expressions to operands. A mistake is reported where it stands and becomes `Poison`."""

    def __init__(self, frame: Frame) -> None:
        self.names = Names(frame)
        self._frame = frame
        self._flow = frame.flow
        self._body = frame.body
        self._coercion = frame.coercion
        self._merge = Merge(frame.body)
        self._operators = Operators(frame)
        self._calls = Calls(frame, self.trace)

    def trace(self, node: ast.expr) -> Operand:
        """The operand that `node` evaluates to."""
        match node:
            case ast.Constant(value=bool() | int() | str() as value):
                return Static(value)
            case ast.Name():
                return self.names.name(node)
            case ast.Attribute():
                return self.names.attribute(node, self.trace(node.value))
            case ast.Subscript():
                return self._element(node, self.trace(node.value), self.trace(node.slice))
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
                return self._calls.trace(node)
        return self._frame.report(node, unsupported(node))

    def entry(self, node: ast.Subscript) -> state.Entry | None:
        """The entry of a map that is assigned."""
        owner, key = self.trace(node.value), self.trace(node.slice)
        if isinstance(owner, MapRef):
            return state.entry(self._frame, owner, key, node.slice)
        if not isinstance(owner, Poison):
            self._frame.report(node, _no_elements(describe(owner)))
        return None

    def _element(self, node: ast.Subscript, owner: Operand, key: Operand) -> Operand:
        """`owner[key]`: an entry of a map, an element of a hash or of a tuple."""
        match owner, key:
            case (MapRef(), _):
                entry = state.entry(self._frame, owner, key, node.slice)
                return self._body.read(*entry) if entry else POISON
            case (Poison(), _) | (_, Poison()):
                return POISON
            case (Traced(type=ValueType.HASH), Static(value=int(index))) if type(index) is int and 0 <= index < 4:
                return self._body.limb(owner, index)
            case (Traced(type=ValueType.HASH), _):
                return self._frame.report(node.slice, _no_index(describe(key), "a Hash", 4))
            case (TupleValue(items=items), Static(value=int(index))) if type(index) is int:
                if -len(items) <= index < len(items):
                    return items[index]
        if isinstance(owner, TupleValue):
            return self._frame.report(node.slice, _no_index(describe(key), "this tuple", len(owner.items)))
        return self._frame.report(node, _no_elements(describe(owner)))

    def binary(self, node: Node, op: ast.operator, left: Operand, right: Operand) -> Operand:
        """`left op right`; `node` is where it stands."""
        return self._operators.binary(node, op, left, right)

    def _tuple(self, node: ast.Tuple) -> Operand:
        items = tuple(self.trace(item) for item in node.elts)
        if any(isinstance(item, Poison) for item in items):
            return POISON
        made = TupleValue(items)
        self._body.code.step(made.size)  # a tuple of tuples of tuples may be very large
        return made

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
        result = compare(self._frame, node, node.ops[0], left, right)
        for op, right_node in zip(node.ops[1:], node.comparators[1:], strict=True):
            condition = self._coercion.condition(result, node)
            known = self._body.logic.known(condition) if condition else None
            if known is False:
                return result
            left = right
            with self._flow.under(condition or self._body.logic.true):
                right = self.trace(right_node)
                link = compare(self._frame, node, op, left, right)
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
        return self._frame.report(node, merged.mistake) if isinstance(merged, Unusable) else merged


def _no_elements(what: str) -> Mistake:
    why = "a `Map` has entries, and a Hash and a tuple of constants have elements; nothing else has parts with numbers"
    return Mistake(f"{what} has no entries", why, "name a `Map` of the contract")


def _no_index(what: str, owner: str, count: int) -> Mistake:
    why = f"{owner} has {count} elements, and which one is meant must be known while compiling"
    return Mistake(f"{what} is no element of {owner}", why, f"write a constant from 0 to {count - 1}")

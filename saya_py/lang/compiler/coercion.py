"""Brings operands to a type, or says why they have another one."""

import ast
from types import ModuleType

from saya_py.core.keys import ValueType
from saya_py.lang.compiler import advice
from saya_py.lang.compiler.body import Body
from saya_py.lang.compiler.diagnostics import Reporter
from saya_py.lang.compiler.operands import MapRef, Operand, Poison, SelfRef, Static, Traced

Node = ast.expr | ast.stmt


class Coercion:
    """Turns constants into values of the type that their place needs."""

    def __init__(self, body: Body, reporter: Reporter) -> None:
        self._body = body
        self._reporter = reporter

    def to(self, operand: Operand, ty: ValueType, node: Node) -> Traced | None:
        """`operand` as a value of type `ty`; None when that is a mistake, which is reported."""
        match operand:
            case Traced(type=found) if found == ty:
                return operand
            case Static(value=bool(value)) if ty is ValueType.BOOL:
                return self._body.constant(ty, int(value))
            case Static(value=int(number)) if type(number) is int and ty is not ValueType.BOOL:
                return self.number(number, ty, node)
            case Poison():
                return None
        self._reporter.report(node, advice.not_a(describe(operand), ty.label))
        return None

    def number(self, number: int, ty: ValueType, node: Node) -> Traced | None:
        """A constant of a number type."""
        if 0 <= number < ty.limit:
            return self._body.constant(ty, number)
        self._reporter.report(node, advice.constant_range(number, ty.label))
        return None

    def condition(self, operand: Operand, node: Node) -> Traced | None:
        """`operand` as a truth value."""
        match operand:
            case Traced(type=found) if found == ValueType.BOOL:
                return operand
            case Static(value=bool(value)):
                return self._body.constant(ValueType.BOOL, int(value))
            case Poison():
                return None
        self._reporter.report(node, advice.no_condition(describe(operand)))
        return None

    def pair(self, left: Operand, right: Operand, node: Node) -> tuple[Traced, Traced] | None:
        """Two operands of one type, the type of the one that is no constant."""
        match left, right:
            case (Traced(type=a), Traced(type=b)) if a != b:
                self._reporter.report(node, advice.types_differ(describe(left), describe(right)))
                return None
            case (Traced(type=ty), _) | (_, Traced(type=ty)):
                first, second = self.to(left, ty, node), self.to(right, ty, node)
                return (first, second) if first and second else None
            case (Poison(), _) | (_, Poison()):
                return None
        odd = left if not isinstance(left, Static) else right
        self._reporter.report(node, advice.no_operand(describe(odd)))
        return None


def describe(operand: Operand) -> str:
    """An operand as texts call it."""
    match operand:
        case Traced(type=ty):
            return f"a {ty.label}"
        case MapRef(declared=var):
            return f"the map `{var.name}`"
        case SelfRef():
            return "the contract"
        case Static(value=bool() | int() | str() as value):
            return f"the constant {value!r}"
        case Static(value=ModuleType() as module):
            return f"the module `{module.__name__}`"
        case Static(value=value):
            return f"`{getattr(value, '__name__', value)}`"
        case Poison():
            return "a mistake"

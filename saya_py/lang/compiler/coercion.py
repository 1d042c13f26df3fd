"""Brings operands to a type, or says why they have another one."""

from types import ModuleType

from saya_py.core.errors import EncodingError
from saya_py.core.keys import ValueType
from saya_py.lang.compiler import advice
from saya_py.lang.compiler.body import Body
from saya_py.lang.compiler.diagnostics import Node, Reporter
from saya_py.lang.compiler.operands import (
    Choice,
    MapRef,
    Operand,
    Poison,
    SelfRef,
    Static,
    Traced,
    TupleValue,
)


class Coercion:
    """Turns constants into values of the type that their place needs."""

    def __init__(self, body: Body, reporter: Reporter) -> None:
        self._body = body
        self._reporter = reporter

    def to(self, operand: Operand, ty: ValueType, node: Node) -> Traced | None:
        """`operand` as a value of type `ty`; None when that is a mistake, which is reported."""
        match operand:
            case Traced(id=made, type=found) if found == ty:
                return Traced(made, ty)
            case Static(value=bool(value)) if ty is ValueType.BOOL:
                return self._body.constant(ty, int(value))
            case Static(value=int(number)) if type(number) is int and ty is not ValueType.BOOL:
                return self.number(number, ty, node)
            case Choice(condition=condition, then=then, orelse=orelse) if ty is not ValueType.BOOL:
                a, b = self.to(then, ty, node), self.to(orelse, ty, node)
                return self._body.logic.select(condition, a, b) if a and b else None
            case Poison():
                return None
        self._reporter.report(node, advice.not_a(describe(operand), ty.label))
        return None

    def number(self, number: int, ty: ValueType, node: Node) -> Traced | None:
        """A constant of a number type."""
        if fits(number, ty):
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
        if is_untyped(left) and is_untyped(right):
            self._reporter.report(node, advice.UNTYPED)
            return None
        odd = right if is_untyped(left) or isinstance(left, Static) else left
        self._reporter.report(node, advice.no_operand(describe(odd)))
        return None


def fits(number: int, ty: ValueType) -> bool:
    """Whether a type has a number."""
    try:
        ty.limbs(number)
    except EncodingError:
        return False
    return True


def is_untyped(operand: Operand) -> bool:
    """Whether an operand is a whole number that plain Python holds as an `int`, on one path at least."""
    match operand:
        case Static(value=value):
            return type(value) is int
        case Traced(loose=loose):
            return loose
    return isinstance(operand, Choice)


def describe(operand: Operand) -> str:
    """An operand as texts call it."""
    match operand:
        case Traced(type=ty):
            return f"a {ty.label}"
        case MapRef(declared=var):
            return f"the map `{var.name}`"
        case SelfRef():
            return "the contract"
        case Choice():
            return "a constant without a type"
        case TupleValue():
            return "a tuple"
        case Static(value=bool() | int() | str() as value):
            return f"the constant {value!r}"
        case Static(value=ModuleType() as module):
            return f"the module `{module.__name__}`"
        case Static(value=value):
            return f"`{getattr(value, '__name__', value)}`"
    return "a mistake"

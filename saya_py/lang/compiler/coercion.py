"""Brings operands to a type, or says why they have another one."""

from saya_py.core.errors import EncodingError
from saya_py.core.keys import ValueType
from saya_py.lang.compiler import advice
from saya_py.lang.compiler.body import Body
from saya_py.lang.compiler.describing import describe
from saya_py.lang.compiler.diagnostics import Node, Reporter
from saya_py.lang.compiler.operands import POISON, Choice, Operand, Poison, Static, StructValue, Traced
from saya_py.lang.compiler.shapes import Constant, label, same_type, value_of
from saya_py.lang.schema import Record


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
        self._reporter.report(node, advice.not_a(describe(operand), ty))
        return None

    def fields(self, operand: Operand, record: Record, node: Node) -> tuple[Traced, ...] | None:
        """The fields of `operand`, which has to be a value of a type; None when that is a mistake."""
        if not record.is_struct:
            made = self.to(operand, record.types[0], node)
            return None if made is None else (made,)
        if isinstance(operand, StructValue) and same_type(operand.record, record):
            return operand.fields
        if not isinstance(operand, Poison):
            self._reporter.report(node, advice.not_a(describe(operand), record))
        return None

    def whole(self, operand: Operand, ty: Record | Constant | None, node: Node) -> Operand:
        """`operand` as a value of a parameter's or a result's type; None is a type that was reported."""
        if ty is None or isinstance(operand, Poison):
            return POISON
        if isinstance(ty, Record):
            fields = self.fields(operand, ty, node)
            return POISON if fields is None else value_of(ty, fields)
        if isinstance(operand, Static) and type(operand.value) is ty.cls:
            return operand
        self._reporter.report(node, advice.not_constant(describe(operand), label(ty)))
        return POISON

    def number(self, number: int, ty: ValueType, node: Node) -> Traced | None:
        """A constant of a number type."""
        if fits(number, ty):
            return self._body.constant(ty, number)
        self._reporter.report(node, advice.constant_range(number, ty))
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
        mistake = advice.no_condition if isinstance(operand, Traced) else advice.never_condition
        self._reporter.report(node, mistake(describe(operand)))
        return None

    def pair(self, left: Operand, right: Operand, node: Node) -> tuple[Traced, Traced] | None:
        """Two operands of one type, the type of the one that is no constant."""
        match left, right:
            case (Traced(type=a), Traced(type=b)) if a != b:
                self._reporter.report(node, advice.types_differ(describe(left), describe(right), _wider(a, b)))
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
    if not 0 <= number < ty.limit:
        return False
    try:
        ty.limbs(number)
    except EncodingError:
        return False
    return True


def _wider(a: ValueType, b: ValueType) -> str:
    """The unsigned type that holds both; empty when one of them is of another kind."""
    bits = {ty.unsigned_bits: ty.label for ty in (a, b) if ty.unsigned_bits}
    return bits[max(bits)] if len(bits) == 2 else ""


def is_untyped(operand: Operand) -> bool:
    """Whether an operand is a whole number that plain Python holds as an `int`, on one path at least."""
    match operand:
        case Static(value=value):
            return type(value) is int
        case Traced(loose=loose):
            return loose
    return isinstance(operand, Choice)

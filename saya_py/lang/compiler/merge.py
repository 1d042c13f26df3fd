"""What a name stands for where two paths join."""

from saya_py.core.keys import ValueType
from saya_py.lang.compiler.body import Body
from saya_py.lang.compiler.coercion import fits, is_untyped
from saya_py.lang.compiler.describing import describe
from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.compiler.operands import (
    POISON,
    Choice,
    Operand,
    Poison,
    Static,
    StructValue,
    Traced,
    TupleValue,
    Unusable,
)
from saya_py.lang.compiler.shapes import same_type


class Merge:
    """Joins operands of two paths into one."""

    def __init__(self, body: Body) -> None:
        self._body = body

    def operands(self, condition: Traced, then: Operand | None, orelse: Operand | None, what: str) -> Operand:
        """`then` where `condition` holds, else `orelse`; None stands for a variable that is not assigned.

        `what` names the value in mistakes. What has no one value becomes `Unusable`.
        """
        if then is None or orelse is None:
            return Unusable(_assigned_on_one_path(what))
        if then == orelse:
            return then
        match then, orelse:
            case (Poison(), _) | (_, Poison()):
                return POISON
            case (Unusable(), _):
                return then
            case (_, Unusable()):
                return orelse
            case (TupleValue(items=a), TupleValue(items=b)) if len(a) == len(b):
                return self._tuples(condition, a, b, what)
            case (StructValue(record=record), StructValue(record=other)) if same_type(record, other):
                pairs = zip(then.fields, orelse.fields, strict=True)
                return StructValue(record, tuple(self._body.logic.select(condition, x, y) for x, y in pairs))
        ty = _common_type(then, orelse)
        if ty is not None:
            return self._typed(condition, then, orelse, ty, what)
        match then, orelse:
            case (Static() | Choice(), Static() | Choice()) if is_untyped(then) and is_untyped(orelse):
                return Choice(condition, then, orelse)
        return Unusable(_differ(what, then, orelse))

    def _typed(self, condition: Traced, then: Operand, orelse: Operand, ty: ValueType, what: str) -> Operand:
        a, b = self._value(then, ty), self._value(orelse, ty)
        if a is None or b is None:
            return Unusable(_differ(what, then, orelse))
        made = self._body.logic.select(condition, a, b)
        return Traced(made.id, ty, loose=is_untyped(then) or is_untyped(orelse))

    def _value(self, operand: Operand, ty: ValueType) -> Traced | None:
        match operand:
            case Traced(type=found) if found is ty:
                return operand
            case Static(value=bool(value)) if ty is ValueType.BOOL:
                return self._body.constant(ty, int(value))
            case Static(value=int(number)) if type(number) is int and ty is not ValueType.BOOL and fits(number, ty):
                return self._body.constant(ty, number)
            case Choice(condition=condition, then=then, orelse=orelse):
                a, b = self._value(then, ty), self._value(orelse, ty)
                return self._body.logic.select(condition, a, b) if a and b else None
        return None

    def _tuples(self, condition: Traced, a: tuple[Operand, ...], b: tuple[Operand, ...], what: str) -> Operand:
        items = tuple(self.operands(condition, x, y, what) for x, y in zip(a, b, strict=True))
        return next((item for item in items if isinstance(item, Unusable | Poison)), TupleValue(items))


def _common_type(a: Operand, b: Operand) -> ValueType | None:
    match a, b:
        case (Traced(type=ty), _) | (_, Traced(type=ty)):
            return ty
        case (Static(value=bool()), Static(value=bool())):
            return ValueType.BOOL
    return None


def _assigned_on_one_path(what: str) -> Mistake:
    return Mistake(
        f"{what} is assigned on some paths only",
        "on the other paths it has no value, and plain Python would stop with an error of its own",
        "assign it before the branch as well",
    )


def _differ(what: str, one: Operand, other: Operand) -> Mistake:
    paths = f"{what} is {describe(one)} on one path and {describe(other)} on another"
    if all(isinstance(each, Static) and isinstance(each.value, str) for each in (one, other)):
        why = "a text is part of the contract and the same for every call"
        return Mistake(paths, why, "write an `assert` with a text of its own on each path")
    return Mistake(
        paths,
        "a circuit has one type for it, whichever path a call takes",
        "give it one type on all paths; a constant gets one as in `U32(3)`",
    )

"""Typed operations on the path that is being traced."""

from collections.abc import Sequence

from saya_py.core.keys import ValueType
from saya_py.lang import messages
from saya_py.lang.compiler.code import Code, Op
from saya_py.lang.compiler.folding import COMMUTE, fold, neutral
from saya_py.lang.compiler.operands import Operand, Static, StructValue, Traced
from saya_py.lang.compiler.predicates import BOOL, Predicates
from saya_py.lang.compiler.shapes import Constant, value_of
from saya_py.lang.schema import EventSchema, Record, StateVar

MESSAGES = {
    "add": messages.addition,
    "sub": messages.subtraction,
    "mul": messages.multiplication,
    "div": messages.division,
    "rem": messages.remainder,
    "shl": messages.left_shift,
}
"""Operations that can fail the call."""


class Body:
    """Adds operations to a function's code.

    What can fail the call or touch the state counts only where `when`, the condition of the current path, holds.
    """

    def __init__(self) -> None:
        self.code = Code()
        self.logic = Predicates(self.code)
        self.when = self.logic.true
        self._arguments = 0
        self._checked: dict[tuple[object, ...], list[tuple[Traced, Traced | None]]] = {}
        """Operations that can fail: the paths that they stand on, with their results."""

    def load(self, op: str, ty: ValueType) -> Traced:
        """What a call comes with: `caller`, `t_min` or `t_max`."""
        return self.code.pure({"op": op}, ty)

    def argument(self, record: Record) -> Traced | StructValue:
        """The next argument of the call."""
        first, self._arguments = self._arguments, self._arguments + len(record.types)
        return value_of(
            record,
            [self.code.pure({"op": "arg", "index": first + i}, ty) for i, ty in enumerate(record.types)],
        )

    def constant(self, ty: ValueType, number: int) -> Traced:
        """A number that fits its type."""
        return self.code.constant(ty, number)

    def zero(self, ty: Record | Constant) -> Operand:
        """Some value of a type, for what is never reached."""
        if isinstance(ty, Constant):
            return Static(ty.cls())
        return value_of(ty, [self.constant(part, 0) for part in ty.types])

    def binary(self, op: str, a: Traced, b: Traced) -> Traced:
        """An operation of two values that makes one of `a`'s type."""
        known = self._folded(op, a.type, a, b)
        if known is not None:
            return known
        parts: Op = {"op": op, "a": a.id, "b": b.id}
        if op not in MESSAGES:
            return self._pure(parts, a.type)
        parts["message"] = MESSAGES[op](a.type.label)
        if op in ("div", "rem") and self.code.number(b):  # not 0, so it cannot fail
            return self._pure(parts, a.type)
        return self._check(parts, a.type)

    def invert(self, a: Traced) -> Traced:
        """All bits flipped."""
        number = self.code.number(a)
        if number is not None:
            return self.constant(a.type, a.type.limit - 1 - number)
        return self._pure({"op": "bit_not", "a": a.id}, a.type)

    def cast(self, a: Traced, ty: ValueType) -> Traced:
        """The same number in another type."""
        number = self.code.number(a)
        if a.type is ty:
            return Traced(a.id, ty)
        if number is not None and number < ty.limit:
            return self.constant(ty, number)
        message = messages.cast(a.type.label, ty.label)
        op = {"op": "cast", "a": a.id, "ty": ty.name.lower(), "message": message}
        return self._pure(op, ty) if a.type.limit <= ty.limit else self._check(op, ty)

    def equal(self, a: Traced, b: Traced) -> Traced:
        """`a == b`."""
        if a.id == b.id:
            return self.logic.true
        for one, other in ((a, b), (b, a)):
            truth = self.logic.known(other) if a.type is BOOL else None
            if truth is not None:
                return one if truth else self.logic.negate(one)
        return self._folded("eq", BOOL, a, b) or self._pure({"op": "eq", "a": a.id, "b": b.id}, BOOL)

    def less(self, a: Traced, b: Traced) -> Traced:
        """`a < b`."""
        if a.id == b.id:
            return self.logic.false
        return self._folded("lt", BOOL, a, b) or self._pure({"op": "lt", "a": a.id, "b": b.id}, BOOL)

    def hash(self, inputs: Sequence[Traced]) -> Traced:
        """The language's own hash of values."""
        return self._pure({"op": "hash", "inputs": [part.id for part in inputs]}, ValueType.HASH)

    def limb(self, a: Traced, index: int) -> Traced:
        """One element of a hash."""
        return self._pure({"op": "limb", "a": a.id, "index": index}, ValueType.FELT)

    def read(self, var: StateVar, keys: Sequence[Traced]) -> Traced | StructValue:
        """Value of an entry; zero where the path is not taken."""
        types = var.value.types
        if self.logic.known(self.when) is False:
            return value_of(var.value, [self.constant(ty, 0) for ty in types])
        made = self.code.append(self._on_path({"op": "read", "var": var, "keys": [key.id for key in keys]}))
        if len(types) == 1:
            return value_of(var.value, [Traced(made, types[0])])
        fields = [self._pure({"op": "field", "a": made, "index": i}, ty) for i, ty in enumerate(types)]
        return value_of(var.value, fields)

    def write(self, var: StateVar, keys: Sequence[Traced], fields: Sequence[Traced]) -> None:
        """Stores an entry."""
        self._effect(
            {"op": "write", "var": var, "keys": [key.id for key in keys], "values": [part.id for part in fields]}
        )

    def emit(self, event: EventSchema, fields: Sequence[Traced]) -> None:
        """Adds an event to the log."""
        self._effect({"op": "emit", "event": event, "values": [part.id for part in fields]})

    def require(self, condition: Traced, message: str) -> None:
        """Fails the call with `message` unless `condition`; what an earlier assertion states is not asked again."""
        if self.logic.known(condition) is not True:
            self._once({"op": "assert", "cond": condition.id}, {"message": message}, None)

    def _pure(self, op: Op, ty: ValueType) -> Traced:
        return self.code.pure(op, ty, commutes=op["op"] in COMMUTE)

    def _effect(self, op: Op) -> None:
        if self.logic.known(self.when) is not False:
            self.code.append(self._on_path(op))

    def _check(self, op: Op, ty: ValueType) -> Traced:
        made = self._once(op, {}, ty)
        return made if made is not None else self.constant(ty, 0)

    def _once(self, op: Op, more: Op, ty: ValueType | None) -> Traced | None:
        """Adds an operation that can fail, unless an equal one stands on a path that this one is part of."""
        if self.logic.known(self.when) is False:
            return None
        made = self._checked.setdefault(tuple(op.items()), [])
        for path, result in made:
            if self.logic.implies(self.when, path):
                return result
        index = self.code.append(self._on_path(op | more))
        result = None if ty is None else Traced(index, ty)
        made.append((self.when, result))
        return result

    def _on_path(self, op: Op) -> Op:
        return op if self.logic.known(self.when) else op | {"when": self.when.id}

    def _folded(self, op: str, ty: ValueType, a: Traced, b: Traced) -> Traced | None:
        numbers = (self.code.number(a), self.code.number(b))
        result = fold(op, ty, numbers)
        return neutral(op, a, b, numbers) if result is None else self.constant(ty, result)

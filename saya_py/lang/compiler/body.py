"""Typed operations on the path that is being traced."""

from collections.abc import Sequence

from saya_py.core.keys import ValueType
from saya_py.lang import messages
from saya_py.lang.compiler.code import Code, Op
from saya_py.lang.compiler.folding import fold, neutral
from saya_py.lang.compiler.operands import Traced
from saya_py.lang.compiler.predicates import BOOL, Predicates
from saya_py.lang.schema import StateVar

MESSAGES = {"add": messages.addition, "sub": messages.subtraction, "mul": messages.multiplication}


class Body:
    """Adds operations to a function's code.

    What can fail the call or touch the state counts only where `when`, the condition of the current path, holds.
    """

    def __init__(self, arguments: Sequence[ValueType]) -> None:
        self.code = Code()
        self.logic = Predicates(self.code)
        self.when = self.logic.true
        self._arguments = arguments
        self._checked: dict[tuple[object, ...], list[tuple[Traced, Traced | None]]] = {}
        """Operations that can fail: the paths that they stand on, with their results."""

    def argument(self, index: int) -> Traced:
        """An argument, counted from 0 over the fields of all parameters."""
        return self.code.pure({"op": "arg", "index": index}, self._arguments[index])

    def caller(self) -> Traced:
        """The user that makes the call."""
        return self.code.pure({"op": "caller"}, ValueType.USER)

    def constant(self, ty: ValueType, number: int) -> Traced:
        """A number that fits its type."""
        return self.code.constant(ty, number)

    def arithmetic(self, op: str, a: Traced, b: Traced) -> Traced:
        """A checked operation of two values of one unsigned type."""
        known = self._folded(op, a.type, a, b)
        if known is not None:
            return known
        message = MESSAGES[op](a.type.label)
        return self._check({"op": op, "a": a.id, "b": b.id, "message": message}, a.type)

    def equal(self, a: Traced, b: Traced) -> Traced:
        """`a == b`."""
        if a.id == b.id:
            return self.logic.true
        for one, other in ((a, b), (b, a)):
            truth = self.logic.known(other) if a.type is BOOL else None
            if truth is not None:
                return one if truth else self.logic.negate(one)
        return self._folded("eq", BOOL, a, b) or self.code.pure({"op": "eq", "a": a.id, "b": b.id}, BOOL)

    def less(self, a: Traced, b: Traced) -> Traced:
        """`a < b`."""
        if a.id == b.id:
            return self.logic.false
        return self._folded("lt", BOOL, a, b) or self.code.pure({"op": "lt", "a": a.id, "b": b.id}, BOOL)

    def read(self, var: StateVar, keys: Sequence[Traced]) -> Traced:
        """Value of an entry; zero where the path is not taken."""
        if self.logic.known(self.when) is False:
            return self.constant(var.value.types[0], 0)
        op = self._on_path({"op": "read", "var": var, "keys": [key.id for key in keys]})
        return Traced(self.code.append(op), var.value.types[0])

    def write(self, var: StateVar, keys: Sequence[Traced], value: Traced) -> None:
        """Stores an entry."""
        if self.logic.known(self.when) is not False:
            op = {"op": "write", "var": var, "keys": [key.id for key in keys], "values": [value.id]}
            self.code.append(self._on_path(op))

    def require(self, condition: Traced, message: str) -> None:
        """Fails the call with `message` unless `condition`; what an earlier assertion states is not asked again."""
        if self.logic.known(condition) is not True:
            self._once({"op": "assert", "cond": condition.id}, {"message": message}, None)

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

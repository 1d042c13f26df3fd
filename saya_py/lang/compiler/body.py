"""Builds the operations of one function."""

import ast
from collections.abc import Sequence
from typing import Any, TypeAlias

from saya_py.core.keys import ValueType
from saya_py.lang import messages
from saya_py.lang.compiler.operands import Traced
from saya_py.lang.schema import FunctionSchema, StateVar
from saya_py.lang.types import ir_name

Op: TypeAlias = dict[str, Any]
"""One operation in the JSON form of the IR (`prover/executor/src/ir.rs`)."""

ARITHMETIC = {"add": messages.addition, "sub": messages.subtraction, "mul": messages.multiplication}


class Body:
    """Operations in program order. Constants, arguments and the caller are loaded once."""

    def __init__(self, function: FunctionSchema) -> None:
        self.ops: list[Op] = []
        self.fallible: list[ast.expr | ast.stmt] = []
        """Where the operations stand that can fail the call by themselves."""
        self._function = function
        self._loaded: dict[tuple[object, ...], Traced] = {}

    def constant(self, ty: ValueType, number: int) -> Traced:
        """A number that fits its type."""
        return self._load(("const", ty, number), ty, {"op": "const", "ty": ir_name(ty), "limbs": ty.limbs(number)})

    def argument(self, index: int) -> Traced:
        """An argument, counted from 0."""
        return self._load(("arg", index), self._function.params[index].type, {"op": "arg", "index": index})

    def caller(self) -> Traced:
        """The user that makes the call."""
        return self._load(("caller",), ValueType.USER, {"op": "caller"})

    def arithmetic(self, op: str, a: Traced, b: Traced, node: ast.expr | ast.stmt) -> Traced:
        """Checked `add`, `sub` or `mul` of two values of one integer type."""
        self.fallible.append(node)
        message = ARITHMETIC[op](a.type.label)
        return self._emit(a.type, {"op": op, "a": a.id, "b": b.id, "message": message})

    def equal(self, a: Traced, b: Traced) -> Traced:
        """`a == b`."""
        return self._emit(ValueType.BOOL, {"op": "eq", "a": a.id, "b": b.id})

    def less(self, a: Traced, b: Traced) -> Traced:
        """`a < b`."""
        return self._emit(ValueType.BOOL, {"op": "lt", "a": a.id, "b": b.id})

    def logic(self, op: str, a: Traced, b: Traced) -> Traced:
        """`and` or `or`."""
        return self._emit(ValueType.BOOL, {"op": op, "a": a.id, "b": b.id})

    def negate(self, a: Traced) -> Traced:
        """`not a`."""
        return self._emit(ValueType.BOOL, {"op": "not", "a": a.id})

    def read(self, var: StateVar, keys: Sequence[Traced], node: ast.expr | ast.stmt) -> Traced:
        """Value of an entry."""
        self.fallible.append(node)
        return self._emit(var.value, {"op": "read", "var": var.slot - 1, "keys": [key.id for key in keys]})

    def write(self, var: StateVar, keys: Sequence[Traced], value: Traced) -> None:
        """Stores an entry."""
        key_ids = [key.id for key in keys]
        self.ops.append({"op": "write", "var": var.slot - 1, "keys": key_ids, "values": [value.id]})

    def require(self, condition: Traced, message: str) -> None:
        """Fails the call with `message` unless `condition`."""
        self.ops.append({"op": "assert", "cond": condition.id, "message": message})

    def _load(self, key: tuple[object, ...], ty: ValueType, op: Op) -> Traced:
        if key not in self._loaded:
            self._loaded[key] = self._emit(ty, op)
        return self._loaded[key]

    def _emit(self, ty: ValueType, op: Op) -> Traced:
        self.ops.append(op)
        return Traced(len(self.ops) - 1, ty)

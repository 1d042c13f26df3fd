"""Traces calls: of types, of built-in functions, of helpers and of other contracts."""

import ast
from collections.abc import Callable
from types import FunctionType

from saya_py.lang.compiler import advice, state, structs
from saya_py.lang.compiler.arguments import Passed, evaluate
from saya_py.lang.compiler.builtin import find_builtin
from saya_py.lang.compiler.casts import cast
from saya_py.lang.compiler.describing import describe
from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.compiler.frame import Frame
from saya_py.lang.compiler.helpers import helper
from saya_py.lang.compiler.operands import (
    POISON,
    BoundMethod,
    EventRef,
    MapRef,
    MethodRef,
    Operand,
    Poison,
    SelfRef,
    Static,
    StructValue,
)
from saya_py.lang.compiler.program import Callee
from saya_py.lang.records import record_of
from saya_py.lang.structs import Event, Struct
from saya_py.lang.types import type_of


class Calls:
    """Evaluates what is called, then the arguments, then the call."""

    def __init__(self, frame: Frame, trace: Callable[[ast.expr], Operand]) -> None:
        self._frame = frame
        self._trace = trace

    def trace(self, node: ast.Call) -> Operand:
        """The result of a call."""
        frame = self._frame
        callee = self._trace(node.func)
        passed = evaluate(node, frame, self._trace)
        if isinstance(callee, Poison) or passed is None:
            return POISON
        match callee:
            case MethodRef(contract=contract, name=name):
                return self._inline(frame.unit.program.contract(contract).methods[name], passed)
            case EventRef():
                return structs.make_event(frame, callee, passed)
            case BoundMethod(name="emit", owner=SelfRef() as owner):
                return structs.emit(frame, owner, passed)
            case BoundMethod(name="beacon"):
                args = passed.bind(frame, "`beacon`", ["epoch"])
                return (state.beacon(frame, args[0]) if args else None) or POISON
            case BoundMethod(name="replace", owner=StructValue() as owner):
                return structs.replace(frame, owner, passed)
            case Static(value=value):
                return self._object(value, passed)
        return frame.report(node, advice.never_called(describe(callee), _instead_of_call(callee)))

    def _object(self, value: object, passed: Passed) -> Operand:
        """A call of something that is known by its Python object."""
        frame = self._frame
        builtin, ty = find_builtin(value), type_of(value)
        if builtin is None and isinstance(value, FunctionType):
            found = helper(frame, value, passed.call)
            return self._inline(found, passed) if found else POISON
        if isinstance(value, type) and issubclass(value, Struct):
            record = record_of(value)
            return structs.make_struct(frame, record, passed) if record else frame.report(passed.call, NO_STRUCT)
        if isinstance(value, type) and issubclass(value, Event):
            return frame.report(passed.call, _foreign_event(value.__name__))
        if builtin is None and not callable(value):
            return frame.report(
                passed.call, advice.never_called(describe(Static(value)), _instead_of_call(Static(value)))
            )
        if builtin is None and ty is None:
            return frame.report(passed.call, advice.no_call(describe(Static(value)), getattr(value, "__name__", "")))
        if passed.broken:
            return POISON
        if builtin is not None:
            return builtin(frame, passed)
        return POISON if ty is None else cast(frame, ty, passed)

    def _inline(self, callee: Callee, passed: Passed) -> Operand:
        names = [param.name for param in callee.signature.params]
        args = passed.bind(self._frame, f"`{callee.source.node.name}`", names)
        return POISON if args is None else self._frame.unit.inline(self._frame, callee, args, passed.call)


def _instead_of_call(callee: Operand) -> str:
    if isinstance(callee, MapRef):
        keys = ", ".join("…" for _ in callee.declared.keys)
        return f"name an entry with brackets: `self.{callee.declared.name}[{keys}]`"
    return "call one of its methods" if isinstance(callee, SelfRef) else "leave the parentheses out"


NO_STRUCT = Mistake(
    "this struct has a field that is of no value type, or no field at all",
    "a struct is stored as the limbs of its fields",
    "declare fields of Bool, U8, U16, U32, U64, U128, Felt, Hash or User",
)


def _foreign_event(name: str) -> Mistake:
    return Mistake(
        f"`{name}` is no event of this contract",
        "the log names every event by the contract and the number of its declaration",
        f"declare it in the contract, and write `self.{name}(…)`",
    )

"""Traces assignments to local variables and to state."""

import ast
from collections.abc import Sequence

from saya_py.core.keys import ValueType
from saya_py.lang.compiler import advice, state
from saya_py.lang.compiler.annotations import constant_of, record_in
from saya_py.lang.compiler.describing import describe
from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.compiler.expressions import Expressions
from saya_py.lang.compiler.frame import Frame
from saya_py.lang.compiler.operands import POISON, Operand, Poison, SelfRef, Static, StructValue, Traced, TupleValue
from saya_py.lang.compiler.shapes import Constant, same_type
from saya_py.lang.schema import Field, Record, StateVar


class Assignments:
    """Assigns in Python's order: value first, then what stands in the target, then the store."""

    def __init__(self, frame: Frame, expressions: Expressions) -> None:
        self._frame = frame
        self._expressions = expressions

    def trace(self, node: ast.Assign | ast.AugAssign | ast.AnnAssign) -> None:
        """Traces an assignment of any form."""
        match node:
            case ast.Assign():
                value = self._expressions.trace(node.value)
                for target in node.targets:
                    self.assign(target, value, node.value)
            case ast.AugAssign():
                self._augmented(node)
            case ast.AnnAssign():
                self._annotated(node)

    def assign(self, target: ast.expr, value: Operand, value_node: ast.expr) -> None:
        """Assigns `value`, which stands at `value_node`."""
        match target:
            case ast.Name(id=name):
                self._frame.variables.values[name] = value
            case ast.Attribute() | ast.Subscript():
                entry = self._entry(target)
                if entry is not None:
                    state.write(self._frame, entry, value, value_node)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                for part, item in zip(targets, self._unpacked(target, len(targets), value), strict=True):
                    self.assign(part, item, value_node)
            case _ if value != POISON:
                self._frame.report(target, NO_TARGET)

    def _unpacked(self, target: ast.expr, count: int, value: Operand) -> Sequence[Operand]:
        match value:
            case TupleValue(items=items) if len(items) == count:
                return items
            case TupleValue(items=items):
                self._frame.report(target, _other_length(count, len(items)))
            case Poison():
                pass
            case _:
                self._frame.report(target, _no_tuple(describe(value)))
        return [POISON] * count

    def _augmented(self, node: ast.AugAssign) -> None:
        match node.target:
            case ast.Name(id=name):
                current = self._expressions.names.name(node.target)
                self._frame.variables.values[name] = self._combined(node, current)
            case ast.Attribute() | ast.Subscript():
                entry = self._entry(node.target)
                current = self._frame.body.read(*entry) if entry else POISON
                value = self._combined(node, current)
                if entry is not None:
                    state.write(self._frame, entry, value, node)

    def _combined(self, node: ast.AugAssign, current: Operand) -> Operand:
        right = self._expressions.trace(node.value)
        return self._expressions.binary(node, node.op, current, right)

    def _annotated(self, node: ast.AnnAssign) -> None:
        if not isinstance(node.target, ast.Name):
            self._frame.report(node, ANNOTATED_STATE)
            return
        if node.value is None:
            return
        operand = self._expressions.trace(node.value)
        namespace = self._frame.callee.namespace
        fits = _is_a(operand, constant_of(node.annotation, namespace) or record_in(node.annotation, namespace))
        if not fits and operand != POISON:
            self._frame.report(node, advice.not_a(describe(operand), ast.unparse(node.annotation)))
            operand = POISON
        self._frame.variables.values[node.target.id] = operand

    def _entry(self, target: ast.Attribute | ast.Subscript) -> state.Entry | None:
        """The entry that is assigned: a `Var`, or what a map has at a key."""
        if isinstance(target, ast.Subscript):
            return self._expressions.entry(target)
        owner = self._expressions.trace(target.value)
        if isinstance(owner, Poison):
            return None
        var = None
        if isinstance(owner, SelfRef) and not owner.linked:
            declared = self._frame.unit.program.contract(owner.contract)
            var = declared.variable(target.attr)
            if target.attr in declared.broken:
                return None
        if var is None or var.keys:
            self._frame.report(target, _no_variable(ast.unparse(target), owner, var))
            return None
        return var, ()


def _is_a(operand: Operand, ty: Record | Constant | None) -> bool:
    """Whether plain Python holds a value of exactly this type."""
    match operand, ty:
        case (Static(value=value), Constant(cls=cls)):
            return type(value) is cls
        case (Static(value=bool()), Record(fields=(Field(type=ValueType.BOOL),), struct=None)):
            return True
        case (Traced(type=found, loose=False), Record(fields=(Field(type=wanted),), struct=None)):
            return found is wanted
        case (StructValue(record=record), Record()):
            return same_type(record, ty)
    return False


NO_TARGET = Mistake(
    "only names, a `Var` or an entry of a `Map` can be assigned",
    "the language has no lists, so there is nothing else that keeps a value",
    "assign one after the other",
)
ANNOTATED_STATE = Mistake(
    "state is assigned without an annotation",
    "its type is the one that the contract declares",
    "leave the annotation out",
)


def _other_length(names: int, values: int) -> Mistake:
    why = "Python unpacks a tuple into exactly as many names"
    return Mistake(f"{names} names for a tuple of {values}", why, "write as many names as the tuple has values")


def _no_tuple(what: str) -> Mistake:
    return Mistake(f"{what} cannot be unpacked", "only a tuple has several values", "assign it to one name")


def _no_variable(text: str, owner: Operand, var: StateVar | None) -> Mistake:
    what, name = f"`{text}` cannot be assigned", text.rpartition(".")[2]
    if isinstance(owner, StructValue):
        instead = f"store a changed copy: `x = x.replace({name}=…)`"
        return Mistake(what, "a struct is a value, which never changes, as a number does not", instead)
    if isinstance(owner, SelfRef) and owner.linked:
        why = "a contract keeps its own rules about its state, so others change it through its methods only"
        return Mistake(what, why, f"call a method of {owner.name}")
    instead = f"assign an entry: `{text}[…] = …`" if var else f"declare it: `{name}: Var[U64]`"
    return Mistake(what, "only what is declared as state outlives a call", instead)

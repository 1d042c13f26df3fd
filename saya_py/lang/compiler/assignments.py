"""Traces assignments to local variables and to state."""

import ast
import difflib
from collections.abc import Sequence

from saya_py.core.keys import ValueType
from saya_py.lang.compiler import advice, state
from saya_py.lang.compiler.annotations import constant_of, explained, record_in
from saya_py.lang.compiler.coercion import is_untyped
from saya_py.lang.compiler.describing import describe
from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.compiler.expressions import Expressions
from saya_py.lang.compiler.frame import Frame
from saya_py.lang.compiler.names import CONTEXT
from saya_py.lang.compiler.operands import POISON, Operand, Poison, SelfRef, Static, StructValue, Traced, TupleValue
from saya_py.lang.compiler.program import Declared
from saya_py.lang.compiler.shapes import Constant, label, same_type
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
        ty = constant_of(node.annotation, namespace) or record_in(node.annotation, namespace)
        if ty is None:
            self._frame.report(node.annotation, explained(node.annotation, namespace, NO_VARIABLE_TYPE))
        elif not _is_a(operand, ty) and operand != POISON:
            self._frame.report(node, _other_type(operand, ty))
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
            self._frame.report(target, self._no_variable(target, owner, var))
            return None
        return var, ()

    def _no_variable(self, target: ast.Attribute, owner: Operand, var: StateVar | None) -> Mistake:
        text = ast.unparse(target)
        what = f"`{text}` cannot be assigned"
        match owner:
            case StructValue():
                instead = f"store a changed copy: `x = x.replace({target.attr}=…)`"
                return Mistake(what, "a struct is a value, which never changes, as a number does not", instead)
            case SelfRef(name=name, linked=True):
                why = "a contract keeps its own rules about its state, so others change it through its methods only"
                return Mistake(what, why, f"call a method of {name}")
            case SelfRef(contract=contract) if var is None:
                return _no_member(text, target.attr, self._frame.unit.program.contract(contract))
        why = "only what is declared as state outlives a call"
        return Mistake(
            what, why, f"assign an entry: `{text}[…] = …`" if var else "assign to a `Var` or a local variable"
        )


def _no_member(text: str, name: str, declared: Declared) -> Mistake:
    what = f"`{text}` cannot be assigned"
    if name in CONTEXT:
        return Mistake(what, "it comes with the call", "keep what changes in a state variable of another name")
    if name in declared.links or name in declared.methods:
        return Mistake(what, "what a contract declares besides its state never changes", "assign to a `Var`")
    if name in vars(declared.source.cls):
        why = "it is a constant, the same for every call"
        return Mistake(what, why, f"declare it as state instead: `{name}: Var[U64]`")
    close = difflib.get_close_matches(name, [var.name for var in declared.schema.state], n=1)
    instead = f"did you mean `self.{close[0]}`?" if close else f"declare it: `{name}: Var[U64]`"
    return Mistake(what, "only what is declared as state outlives a call", instead)


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


NO_VARIABLE_TYPE = Mistake(
    "this annotation is no value type",
    "a local variable holds a value or a constant",
    "leave the annotation out, or write Bool, U8, U16, U32, U64, U128, Felt, Hash, User, a struct, `int` or `str`",
)


def _other_type(operand: Operand, ty: Record | Constant) -> Mistake:
    what = describe(operand)
    if isinstance(ty, Constant):
        return advice.not_constant(what, label(ty))
    if is_untyped(operand) and not ty.is_struct:
        why = "an annotation converts nothing: plain Python holds an `int` here, which has no range"
        return Mistake(f"{what} is no {ty.name}", why, f"give the constant its type: `{ty.name}(3)`")
    return advice.not_a(what, ty if ty.is_struct else ty.types[0])


def _other_length(names: int, values: int) -> Mistake:
    why = "Python unpacks a tuple into exactly as many names"
    return Mistake(f"{names} names for a tuple of {values}", why, "write as many names as the tuple has values")


def _no_tuple(what: str) -> Mistake:
    return Mistake(f"{what} cannot be unpacked", "only a tuple has several values", "assign it to one name")

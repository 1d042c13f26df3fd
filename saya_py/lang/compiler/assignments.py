"""Traces assignments to local variables and to state."""

import ast
from collections.abc import Sequence

from saya_py.lang.compiler import advice
from saya_py.lang.compiler.annotations import value_type
from saya_py.lang.compiler.body import Body
from saya_py.lang.compiler.coercion import Coercion, describe
from saya_py.lang.compiler.diagnostics import Mistake, Node, Reporter
from saya_py.lang.compiler.expressions import Expressions
from saya_py.lang.compiler.names import Names
from saya_py.lang.compiler.operands import POISON, Operand, Poison, SelfRef, Static, Traced, TupleValue
from saya_py.lang.schema import StateVar


class Assignments:
    """Assigns in Python's order: value first, then what stands in the target, then the store."""

    def __init__(
        self, names: Names, expressions: Expressions, body: Body, coercion: Coercion, reporter: Reporter
    ) -> None:
        self._names = names
        self._expressions = expressions
        self._body = body
        self._coercion = coercion
        self._reporter = reporter

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
                self._names.locals.values[name] = value
            case ast.Attribute():
                var = self._variable(target)
                if var is not None:
                    self._write(var, (), value, value_node)
            case ast.Subscript():
                entry = self._expressions.entry(target)
                if entry is not None:
                    self._write(*entry, value, value_node)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                for part, item in zip(targets, self._unpacked(target, len(targets), value), strict=True):
                    self.assign(part, item, value_node)
            case _ if value != POISON:
                self._reporter.report(target, NO_TARGET)

    def _unpacked(self, target: ast.expr, count: int, value: Operand) -> Sequence[Operand]:
        match value:
            case TupleValue(items=items) if len(items) == count:
                return items
            case TupleValue(items=items):
                self._reporter.report(target, _other_length(count, len(items)))
            case Poison():
                pass
            case _:
                self._reporter.report(target, _no_tuple(describe(value)))
        return [POISON] * count

    def _augmented(self, node: ast.AugAssign) -> None:
        match node.target:
            case ast.Name(id=name):
                current = self._names.name(node.target)
                self._names.locals.values[name] = self._combined(node, current)
            case ast.Attribute():
                var = self._variable(node.target)
                current = self._body.read(var, ()) if var else POISON
                value = self._combined(node, current)
                if var is not None:
                    self._write(var, (), value, node)
            case ast.Subscript():
                entry = self._expressions.entry(node.target)
                current = self._body.read(*entry) if entry else POISON
                value = self._combined(node, current)
                if entry is not None:
                    self._write(*entry, value, node)

    def _combined(self, node: ast.AugAssign, current: Operand) -> Operand:
        right = self._expressions.trace(node.value)
        return self._expressions.binary(node, node.op, current, right)

    def _annotated(self, node: ast.AnnAssign) -> None:
        if not isinstance(node.target, ast.Name):
            self._reporter.report(node, ANNOTATED_STATE)
            return
        if node.value is None:
            return
        operand = self._expressions.trace(node.value)
        found = self._names.namespace.resolve(node.annotation)
        if found in (int, str):
            fits = isinstance(operand, Static) and type(operand.value) is found
        else:
            ty = value_type(node.annotation, self._names.namespace)
            fits = isinstance(operand, Traced) and operand.type == ty and not operand.loose
            fits = fits or (found is bool and isinstance(operand, Static) and type(operand.value) is bool)
        if not fits and operand != POISON:
            self._reporter.report(node, advice.not_a(describe(operand), ast.unparse(node.annotation)))
            operand = POISON
        self._names.locals.values[node.target.id] = operand

    def _variable(self, target: ast.Attribute) -> StateVar | None:
        """The `Var` that is assigned."""
        owner = self._expressions.trace(target.value)
        if isinstance(owner, Poison) or (isinstance(owner, SelfRef) and self._names.is_broken(target.attr)):
            return None
        var = self._names.state(target.attr) if isinstance(owner, SelfRef) else None
        if var is None or var.keys:
            instead = f"assign an entry: `self.{target.attr}[…] = …`" if var else "declare it: `name: Var[U64]`"
            why = "only what is declared as state outlives a call"
            self._reporter.report(target, Mistake(f"`{ast.unparse(target)}` cannot be assigned", why, instead))
            return None
        return var

    def _write(self, var: StateVar, keys: Sequence[Traced], value: Operand, node: Node) -> None:
        traced = self._coercion.to(value, var.value.types[0], node)
        if traced is not None:
            self._body.write(var, keys, traced)


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

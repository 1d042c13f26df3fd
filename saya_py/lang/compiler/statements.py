"""Traces the statements of a function."""

import ast
from collections.abc import Sequence

from saya_py.lang.compiler import advice
from saya_py.lang.compiler.annotations import value_type
from saya_py.lang.compiler.body import Body
from saya_py.lang.compiler.coercion import Coercion, describe
from saya_py.lang.compiler.diagnostics import Mistake, Reporter
from saya_py.lang.compiler.expressions import Expressions
from saya_py.lang.compiler.names import Names
from saya_py.lang.compiler.operands import POISON, Operand, Poison, SelfRef, Static, Traced
from saya_py.lang.schema import StateVar


class Statements:
    """Runs statements one after the other, each leaving its operations in the body."""

    def __init__(
        self, names: Names, expressions: Expressions, body: Body, coercion: Coercion, reporter: Reporter
    ) -> None:
        self._names = names
        self._expressions = expressions
        self._body = body
        self._coercion = coercion
        self._reporter = reporter

    def trace(self, statements: Sequence[ast.stmt], last: ast.stmt) -> None:
        """Traces `statements`; `last` is the function's last one, where `return` may stand."""
        for node in statements:
            match node:
                case ast.Assert():
                    self._assert(node)
                case ast.Assign():
                    value = self._expressions.trace(node.value)
                    for target in node.targets:
                        self._assign(target, value, node.value)
                case ast.AugAssign():
                    self._augmented(node)
                case ast.AnnAssign():
                    self._annotated(node)
                case ast.Expr():
                    self._expression(node.value)
                case ast.Return():
                    self._return(node, last)
                case ast.Pass():
                    pass
                case _:
                    self._unsupported(node, last)

    def _assert(self, node: ast.Assert) -> None:
        condition = self._coercion.condition(self._expressions.trace(node.test), node.test)
        if node.msg is None:
            self._reporter.report(node, NO_MESSAGE)
            return
        message = self._expressions.trace(node.msg)
        match message:
            case Static(value=str(text)) if text and condition:
                self._body.require(condition, text)
            case Static(value=str(text)) if text:
                pass
            case Poison():
                pass
            case _:
                self._reporter.report(node.msg, NO_TEXT)

    def _assign(self, target: ast.expr, value: Operand, value_node: ast.expr) -> None:
        match target:
            case ast.Name(id=name):
                self._names.locals.set(name, value)
            case ast.Attribute():
                var = self._variable(target)
                if var is not None:
                    self._write(var, (), value, value_node)
            case ast.Subscript():
                entry = self._expressions.entry(target)
                if entry is not None:
                    self._write(*entry, value, value_node)
            case _ if value != POISON:
                self._reporter.report(target, ONE_NAME)

    def _augmented(self, node: ast.AugAssign) -> None:
        match node.target:
            case ast.Name(id=name):
                current = self._names.name(node.target)
                self._names.locals.set(name, self._combined(node, current))
            case ast.Attribute():
                var = self._variable(node.target)
                current = self._body.read(var, (), node.target) if var else POISON
                value = self._combined(node, current)
                if var is not None:
                    self._write(var, (), value, node)
            case ast.Subscript():
                entry = self._expressions.entry(node.target)
                current = self._body.read(*entry, node.target) if entry else POISON
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
            fits = isinstance(operand, Traced) and operand.type == ty
            fits = fits or (found is bool and isinstance(operand, Static) and type(operand.value) is bool)
        if not fits and operand != POISON:
            self._reporter.report(node, advice.not_a(describe(operand), ast.unparse(node.annotation)))
            operand = POISON
        self._names.locals.set(node.target.id, operand)

    def _expression(self, node: ast.expr) -> None:
        if not isinstance(node, ast.Constant):  # a docstring
            self._expressions.trace(node)

    def _return(self, node: ast.Return, last: ast.stmt) -> None:
        if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            self._reporter.report(node, RETURNS_VALUE)
            self._expressions.trace(node.value)
        elif node is not last:
            self._reporter.report(node, EARLY_RETURN)

    def _unsupported(self, node: ast.stmt, last: ast.stmt) -> None:
        """Reports the statement, and goes on inside it to find what else is wrong."""
        if isinstance(node, ast.Break | ast.Continue):  # its loop was reported
            return
        self._reporter.report(node, advice.unsupported(node))
        match node:
            case ast.If() | ast.While():
                self._expressions.trace(node.test)
                self.trace([*node.body, *node.orelse], last)
            case ast.For():
                for name in ast.walk(node.target):
                    if isinstance(name, ast.Name):
                        self._names.locals.set(name.id, POISON)
                self.trace([*node.body, *node.orelse], last)

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

    def _write(self, var: StateVar, keys: Sequence[Traced], value: Operand, node: ast.expr | ast.stmt) -> None:
        traced = self._coercion.to(value, var.value, node)
        if traced is not None:
            self._body.write(var, keys, traced)


NO_MESSAGE = Mistake(
    "`assert` without a message",
    "the message is what a player is told when the call fails",
    'write `assert condition, "message"`',
)
NO_TEXT = Mistake(
    "the message of an `assert` is no constant text",
    "the message is part of the contract and the same for every call",
    "write a plain, non-empty string",
)
ONE_NAME = Mistake(
    "only a name, a `Var` or an entry of a `Map` can be assigned",
    "the language has no tuples or lists",
    "assign one after the other",
)
ANNOTATED_STATE = Mistake(
    "state is assigned without an annotation",
    "its type is the one that the contract declares",
    "leave the annotation out",
)
RETURNS_VALUE = Mistake(
    "a contract function returns nothing",
    "a call's only effect is on the state",
    "store the result in a state variable",
)
EARLY_RETURN = Mistake(
    "`return` before the end",
    advice.LAID_OUT,
    "state with `assert` what the rest of the function needs",
)

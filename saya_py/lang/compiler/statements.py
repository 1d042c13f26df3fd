"""Traces the statements of a function."""

import ast
from collections.abc import Sequence

from saya_py.lang.compiler import advice
from saya_py.lang.compiler.assignments import Assignments
from saya_py.lang.compiler.body import Body
from saya_py.lang.compiler.coercion import Coercion, describe
from saya_py.lang.compiler.diagnostics import Mistake, Reporter
from saya_py.lang.compiler.expressions import Expressions
from saya_py.lang.compiler.flow import Flow
from saya_py.lang.compiler.loops import items_of
from saya_py.lang.compiler.operands import POISON, Operand, Poison, Static


class Statements:
    """Runs statements one after the other, each leaving its operations in the body."""

    def __init__(
        self,
        expressions: Expressions,
        assignments: Assignments,
        flow: Flow,
        body: Body,
        coercion: Coercion,
        reporter: Reporter,
    ) -> None:
        self._expressions = expressions
        self._assignments = assignments
        self._flow = flow
        self._body = body
        self._coercion = coercion
        self._reporter = reporter

    def trace(self, statements: Sequence[ast.stmt]) -> None:
        """Traces `statements` as far as some path gets."""
        for node in statements:
            if not self._flow.live:
                return
            self._body.code.step()
            self._statement(node)

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Assert():
                self._assert(node)
            case ast.Assign() | ast.AugAssign() | ast.AnnAssign():
                self._assignments.trace(node)
            case ast.Expr(value=ast.Constant()) | ast.Pass():  # a docstring
                pass
            case ast.Expr():
                self._expressions.trace(node.value)
            case ast.If():
                self._if(node)
            case ast.For():
                self._for(node)
            case ast.Break() | ast.Continue():
                self._flow.leave_loop(again=isinstance(node, ast.Continue))
            case ast.Return():
                self._return(node)
            case _:
                self._unsupported(node)

    def _assert(self, node: ast.Assert) -> None:
        condition = self._coercion.condition(self._expressions.trace(node.test), node.test)
        if node.msg is None:
            self._reporter.report(node, NO_MESSAGE)
            return
        message = self._expressions.trace(node.msg)
        match message:
            case Static(value=str(text)) if text and condition:
                self._body.require(condition, text)
                if self._body.logic.known(condition) is False:
                    self._flow.stop()
            case Static(value=str(text)) if text:
                pass
            case Poison():
                pass
            case _:
                self._reporter.report(node.msg, NO_TEXT)

    def _if(self, node: ast.If) -> None:
        condition = self._coercion.condition(self._expressions.trace(node.test), node.test)
        known = self._body.logic.known(condition) if condition else None
        if known is not None:
            self.trace(node.body if known else node.orelse)
        else:
            self._flow.branch(condition, lambda: self.trace(node.body), lambda: self.trace(node.orelse))

    def _for(self, node: ast.For) -> None:
        iterable = self._expressions.trace(node.iter)
        items = items_of(iterable)
        if items is None:
            self._reporter.report(node.iter, _no_items(describe(iterable)))
            items = (POISON,)

        def each(item: Operand) -> None:
            self._assignments.assign(node.target, item, node.iter)
            self.trace(node.body)

        self._flow.loop(items, each, lambda: self.trace(node.orelse))

    def _return(self, node: ast.Return) -> None:
        value = None
        if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            self._reporter.report(node, RETURNS_VALUE)
            self._expressions.trace(node.value)
        self._flow.leave_function(value)

    def _unsupported(self, node: ast.stmt) -> None:
        """Reports the statement, and goes on inside it to find what else is wrong."""
        self._reporter.report(node, advice.unsupported(node))
        if isinstance(node, ast.While):
            self._expressions.trace(node.test)
            self._flow.loop([POISON], lambda _: self.trace(node.body), lambda: self.trace(node.orelse))


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
RETURNS_VALUE = Mistake(
    "a contract function returns nothing",
    "a call's only effect is on the state",
    "store the result in a state variable",
)


def _no_items(what: str) -> Mistake:
    return Mistake(
        f"a loop cannot go through {what}",
        "a circuit is laid out before any call, so how often a loop runs must be known then",
        "go through `range(…)` of constants or a tuple of constants, and `break` when it is enough",
    )

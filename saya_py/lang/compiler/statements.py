"""Traces the statements of a function."""

import ast
from collections.abc import Sequence

from saya_py.lang.compiler.assignments import Assignments
from saya_py.lang.compiler.describing import describe
from saya_py.lang.compiler.diagnostics import Mistake
from saya_py.lang.compiler.expressions import Expressions
from saya_py.lang.compiler.frame import Frame
from saya_py.lang.compiler.loops import items_of
from saya_py.lang.compiler.operands import POISON, Operand, Poison, Static
from saya_py.lang.compiler.scope import bound_names
from saya_py.lang.compiler.syntax import unsupported


class Statements:
    """Runs statements one after the other, each leaving its operations in the body."""

    def __init__(self, frame: Frame, expressions: Expressions, assignments: Assignments) -> None:
        self._frame = frame
        self._expressions = expressions
        self._assignments = assignments
        self._flow = frame.flow
        self._body = frame.body
        self._coercion = frame.coercion

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
            self._frame.report(node, NO_MESSAGE)
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
                self._frame.report(node.msg, NO_TEXT)

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
            self._frame.report(node.iter, _no_items(describe(iterable)))
            items = (POISON,)

        def each(item: Operand) -> None:
            self._assignments.assign(node.target, item, node.iter)
            self.trace(node.body)

        outer, self._frame.loop = self._frame.loop, self._frame.loop or node
        self._flow.loop(items, each, lambda: self.trace(node.orelse))
        self._frame.loop = outer

    def _return(self, node: ast.Return) -> None:
        callee = self._frame.callee
        nothing = node.value is None or (isinstance(node.value, ast.Constant) and node.value.value is None)
        value = None if node.value is None or nothing else self._expressions.trace(node.value)
        if callee.signature.returns is not None:
            if value is None:
                self._frame.report(node, NOTHING_RETURNED)
            result = POISON if value is None else value
            value = self._coercion.whole(result, callee.signature.returns, node.value or node)
        elif value is not None and not callee.signature.broken:
            self._frame.report(node, NO_RESULT if callee.schema else RESULT_OF_NONE)
        self._flow.leave_function(value or POISON)

    def _unsupported(self, node: ast.stmt) -> None:
        """Reports the statement, and goes on inside it to find what else is wrong."""
        self._frame.report(node, unsupported(node))
        values = self._frame.variables.values
        values |= dict.fromkeys(bound_names(node), POISON)
        match node:
            case ast.While(test=test, body=body, orelse=orelse):
                self._expressions.trace(test)
                self._flow.loop([POISON], lambda _: self.trace(body), lambda: self.trace(orelse))
            case ast.With(body=body) | ast.Try(body=body):
                self.trace(body)


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
NO_RESULT = Mistake(
    "a contract function returns nothing",
    "a call's only effect is on the state",
    "store the result in a state variable",
)
NOTHING_RETURNED = Mistake(
    "this helper has to return a value",
    "it says so after `->`, and plain Python would return None here",
    "write `return` with a value",
)
RESULT_OF_NONE = Mistake(
    "this helper returns nothing",
    "it says `-> None`",
    "state the type of the value after `->`",
)


def _no_items(what: str) -> Mistake:
    return Mistake(
        f"a loop cannot go through {what}",
        "a circuit is laid out before any call, so how often a loop runs must be known then",
        "go through `range(…)` of constants or a tuple of constants, and `break` when it is enough",
    )

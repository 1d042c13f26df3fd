"""Calls of helpers and of another contract's functions."""

from tests.property.lang.generator.declarations import Function
from tests.property.lang.generator.expressions import Expr, Expressions, Production, Want


def result(g: Expressions, want: Want) -> Expr | None:
    """What a helper returns."""
    helper = g.scope.new_helper(g.scope, want.kind)
    return Expr(call(g, helper, want.depth - 1)) if helper else None


def call(g: Expressions, function: Function, depth: int) -> str:
    """A call with arguments, by position or by name."""
    by_name = g.choices.chance(20)
    texts = [(name, g.text(kind, depth)) for name, kind in function.params.items()]
    args = ", ".join(f"{name}={text}" if by_name else text for name, text in texts)
    return f"{_path(g, function)}({args})"


def _path(g: Expressions, function: Function) -> str:
    if function.owner is None:
        return function.name
    contract = g.scope.contract
    assert contract is not None
    for name, linked in contract.links.items():
        if linked is function.owner:
            return f"self.{name}.{function.name}"
    return f"self.{function.name}"


DEEP = (Production(result, lambda kind: True, 2),)

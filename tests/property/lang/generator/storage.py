"""Reads of state variables, and the places that statements write."""

from tests.property.lang.generator.declarations import Variable
from tests.property.lang.generator.expressions import Expr, Expressions, Production, Want


def read(g: Expressions, want: Want) -> Expr | None:
    """A `Var`, or an entry of a `Map`."""
    if g.scope.contract is None:
        return None
    return Expr(place(g, g.scope.variable(want.kind, is_map=g.choices.chance(50)), want.depth - 1))


def place(g: Expressions, variable: Variable, depth: int) -> str:
    """A state variable, or one of its entries."""
    if not variable.keys:
        return f"self.{variable.name}"
    keys = [g.text(kind, depth) for kind in variable.keys]
    return f"self.{variable.name}[{', '.join(keys)}]"


DEEP = (Production(read, lambda kind: True, 3),)

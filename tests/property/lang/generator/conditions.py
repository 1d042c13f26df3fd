"""Truth values."""

from itertools import pairwise

from tests.property.lang.generator.expressions import Expr, Expressions, Production, Want
from tests.property.lang.generator.kinds import BOOL, UNSIGNED

ORDER = ("<", "<=", ">", ">=", "==", "!=")


def compared(g: Expressions, want: Want) -> Expr | None:
    """`a < b` and so on."""
    left, right = g.pair(g.choices.pick(UNSIGNED), want.depth - 1)
    return Expr(f"({left} {g.choices.pick(ORDER)} {right})")


def equal(g: Expressions, want: Want) -> Expr | None:
    """`a == b` of any kind."""
    left, right = g.pair(g.scope.kind(), want.depth - 1)
    return Expr(f"({left} {g.choices.pick(['==', '!='])} {right})")


def chain(g: Expressions, want: Want) -> Expr | None:
    """`a < b <= c`: the third is evaluated only when the first comparison holds."""
    kind = g.choices.pick(UNSIGNED)
    links = [g.value(kind, want.depth - 1, typed=i == 1) for i in range(g.choices.between(3, 4))]
    text = links[0].source
    for before, link in pairwise(links):
        typed = before.typed or link.typed
        operand = link.source if typed else g.leaf(kind).source
        text += f" {g.choices.pick(ORDER)} {operand}"
    return Expr(f"({text})")


def logic(g: Expressions, want: Want) -> Expr | None:
    """`and` and `or`: what stands right may not be evaluated, and may fail when it is."""
    parts = [g.value(BOOL, want.depth - 1).source for _ in range(g.choices.between(2, 3))]
    return Expr(f"({g.choices.pick([' and ', ' or ']).join(parts)})")


def negated(g: Expressions, want: Want) -> Expr | None:
    """`not a`."""
    return Expr(f"(not {g.value(BOOL, want.depth - 1).source})")


def is_bool(kind: object) -> bool:
    return kind is BOOL


DEEP = (
    Production(compared, is_bool, 4),
    Production(equal, is_bool, 2),
    Production(chain, is_bool),
    Production(logic, is_bool, 2),
    Production(negated, is_bool),
)

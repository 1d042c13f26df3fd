"""Operators on numbers."""

from tests.property.lang.generator.expressions import Expr, Expressions, Production, Want
from tests.property.lang.generator.kinds import BITS, BITWISE, FELT, U8, UNSIGNED
from tests.property.lang.generator.numbers import edges

CHECKED = ("+", "-", "*", "//", "%")
BIT_SIGNS = ("&", "|", "^")


def checked(g: Expressions, want: Want) -> Expr | None:
    """`a + b` and so on, which may fail."""
    if g.choices.chance(15):
        left, right = g.value(want.kind, want.depth - 1).source, str(g.choices.pick(edges(want.kind.type)))
    else:
        left, right = g.pair(want.kind, want.depth - 1)
    return Expr(f"({left} {g.choices.pick(CHECKED)} {right})")


def guarded(g: Expressions, want: Want) -> Expr | None:
    """An operation that cannot fail, because it is evaluated only where it succeeds."""
    a, b = g.value(want.kind, 0).source, g.value(want.kind, 0).source
    other = g.value(want.kind, 0, typed=want.typed)
    text = g.choices.pick(
        [
            f"({a} - {b} if {a} >= {b} else {other.source})",
            f"({a} // {b} if {b} != 0 else {other.source})",
            f"({other.source} if {b} == 0 else {a} % {b})",
            f"(max({a}, {b}) - min({a}, {b}))",
        ]
    )
    return Expr(text, other.typed or text.startswith("(max"))


def extreme(g: Expressions, want: Want) -> Expr | None:
    """`min` or `max`."""
    a = g.value(want.kind, want.depth - 1)
    b = g.value(want.kind, want.depth - 1, typed=want.typed)
    return Expr(f"{g.choices.pick(['min', 'max'])}({a.source}, {b.source})", b.typed)


def bitwise(g: Expressions, want: Want) -> Expr | None:
    """`a & b`, `a | b`, `a ^ b`."""
    left, right = g.pair(want.kind, want.depth - 1)
    return Expr(f"({left} {g.choices.pick(BIT_SIGNS)} {right})")


def inverted(g: Expressions, want: Want) -> Expr | None:
    """`~a`."""
    return Expr(f"(~{g.value(want.kind, want.depth - 1).source})")


def shifted(g: Expressions, want: Want) -> Expr | None:
    """`a << b` or `a >> b`, by a constant or a U8."""
    left = g.value(want.kind, want.depth - 1).source
    bits = BITS[want.kind]
    constant = g.choices.pick([1, 0, 2, 3, 7, bits - 1, bits, bits + 1, 255])
    by = str(constant) if g.choices.chance(40) else g.value(U8, want.depth - 1).source
    return Expr(f"({left} {g.choices.pick(['>>', '<<'])} {by})")


def of_field(g: Expressions, want: Want) -> Expr | None:
    """Arithmetic modulo p."""
    left, right = g.pair(want.kind, want.depth - 1)
    return Expr(f"({left} {g.choices.pick('+-*')} {right})")


DEEP = (
    Production(checked, lambda kind: kind in UNSIGNED, 8),
    Production(guarded, lambda kind: kind in UNSIGNED, 4),
    Production(extreme, lambda kind: kind in UNSIGNED),
    Production(bitwise, lambda kind: kind in BITWISE),
    Production(inverted, lambda kind: kind in BITWISE),
    Production(shifted, lambda kind: kind in BITWISE),
    Production(of_field, lambda kind: kind is FELT, 8),
)

"""Literals, constants, variables and what the call brings."""

from tests.property.lang.generator.expressions import Expr, Expressions, Production, Want
from tests.property.lang.generator.kinds import BOOL, U64, USER
from tests.property.lang.generator.numbers import number
from tests.property.lang.generator.scope import field_kinds


def literal(g: Expressions, want: Want) -> Expr | None:
    """A number, a truth value, or a struct of such."""
    kind = want.kind
    if kind.is_struct:
        fields = [f"{name}={g.leaf(of, typed=False).source}" for name, of in field_kinds(kind)]
        return Expr(f"{kind.name}({', '.join(fields)})")
    value = number(g.choices, kind.type)
    if kind is BOOL:
        return Expr(str(bool(value)))
    text = spelled(g, value)
    return Expr(f"{kind.name}({text})") if want.typed else Expr(text, typed=False)


def spelled(g: Expressions, value: int) -> str:
    """A number as programs may write it."""
    width = value.bit_length()
    style = g.choices.below(4) if value > 1 else 0
    if style == 1 and value == 2**width - 1:
        return f"(2**{width} - 1)"
    if style == 2 and value == 2 ** (width - 1):
        return f"2**{width - 1}"
    if style == 3:
        return f"({value + 1} - 1)"
    return str(value)


def constant(g: Expressions, want: Want) -> Expr | None:
    """A constant that the module or the class names."""
    value = literal(g, want)
    assert value is not None
    return Expr(g.scope.constant(value.source), value.typed)


def variable(g: Expressions, want: Want) -> Expr | None:
    """A parameter or a local variable."""
    found = g.scope.visible(want.kind, typed=want.typed)
    if found and not g.choices.chance(20):
        local = g.choices.pick(found)
        return Expr(local.name, local.typed)
    made = g.scope.param(want.kind)
    return Expr(made.name) if made else None


def context(g: Expressions, want: Want) -> Expr | None:
    """The caller, or the time window."""
    if g.scope.contract is None:
        return None
    if want.kind is USER:
        return Expr("self.caller")
    return Expr(g.choices.pick(["self.t_min", "self.t_max"]))


LEAVES = (
    Production(literal, lambda kind: True),
    Production(variable, lambda kind: True, 6),
    Production(constant, lambda kind: not kind.is_struct),
    Production(context, lambda kind: kind in (USER, U64)),
)

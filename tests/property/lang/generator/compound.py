"""Structs, and what a condition chooses."""

from tests.property.lang.generator.expressions import Expr, Expressions, Production, Want
from tests.property.lang.generator.kinds import BOOL, Kind
from tests.property.lang.generator.scope import field_kinds


def constructed(g: Expressions, want: Want) -> Expr | None:
    """`Order(owner=…, price=…)`, by name or by position."""
    by_name = g.choices.chance(70)
    fields = [(name, g.value(of, want.depth - 1, typed=False).source) for name, of in field_kinds(want.kind)]
    texts = [f"{name}={text}" if by_name else text for name, text in fields]
    return Expr(f"{want.kind.name}({', '.join(texts)})")


def replaced(g: Expressions, want: Want) -> Expr | None:
    """`order.replace(price=…)`."""
    name, of = g.choices.pick(field_kinds(want.kind))
    struct = g.value(want.kind, want.depth - 1).source
    return Expr(f"{struct}.replace({name}={g.value(of, want.depth - 1, typed=False).source})")


def selected(g: Expressions, want: Want) -> Expr | None:
    """A field of a struct."""
    struct = g.scope.struct()
    names = [name for name, of in field_kinds(struct) if of == want.kind]
    return Expr(f"{g.value(struct, want.depth - 1).source}.{g.choices.pick(names)}") if names else None


def conditional(g: Expressions, want: Want) -> Expr | None:
    """`a if condition else b`."""
    condition = g.value(BOOL, want.depth - 1).source
    a = g.value(want.kind, want.depth - 1, typed=want.typed)
    b = g.value(want.kind, want.depth - 1, typed=want.typed)
    return Expr(f"({a.source} if {condition} else {b.source})", a.typed and b.typed)


def is_struct(kind: Kind) -> bool:
    return kind.is_struct


DEEP = (
    Production(constructed, is_struct),
    Production(replaced, is_struct, 2),
    Production(selected, lambda kind: not kind.is_struct, 2),
    Production(conditional, lambda kind: True),
)

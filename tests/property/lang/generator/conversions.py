"""Casts, hashes and their limbs."""

from tests.property.lang.generator.expressions import Expr, Expressions, Production, Want
from tests.property.lang.generator.kinds import CAST_SOURCES, FELT, HASH, NUMBERS, U32, WIDE


def cast(g: Expressions, want: Want) -> Expr | None:
    """`U32(x)`, which fails when the number does not fit."""
    source = g.value(g.choices.pick(CAST_SOURCES + WIDE), want.depth - 1).source
    return Expr(f"{want.kind.name}({source})")


def hashed(g: Expressions, want: Want) -> Expr | None:
    """`poseidon(a, b, …)`."""
    inputs = [g.value(g.scope.kind(), want.depth - 1).source for _ in range(g.choices.between(1, 3))]
    return Expr(f"poseidon({', '.join(inputs)})")


def beacon(g: Expressions, want: Want) -> Expr | None:
    """Randomness that was published, perhaps."""
    if g.scope.contract is None:
        return None
    return Expr(f"self.beacon({g.value(U32, want.depth - 1, typed=False).source})")


def limb(g: Expressions, want: Want) -> Expr | None:
    """One limb of a hash."""
    indices = ["0", "1", "2", "3", *(local.name for local in g.scope.locals.values() if local.is_index)]
    return Expr(f"{g.value(HASH, want.depth - 1).source}[{g.choices.pick(indices)}]")


DEEP = (
    Production(cast, lambda kind: kind in NUMBERS, 3),
    Production(hashed, lambda kind: kind is HASH, 2),
    Production(beacon, lambda kind: kind is HASH, 2),
    Production(limb, lambda kind: kind is FELT, 2),
)

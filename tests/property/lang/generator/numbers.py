"""Numbers that programs and calls are made of: small ones, extremes and their neighbours, and any."""

from functools import cache

from saya_py.core.field import P
from saya_py.core.keys import ValueType
from tests.property.lang.generator.choices import Choices

SMALL, EDGES, ANY = range(3)
"""How wild numbers are."""

_CORNERS = (0, 1, 2**8 - 1, 2**16 - 1, 2**32 - 1, P - 1, 2**64 - 1, 2**128 - 1)
_LIMB_EDGES = (0, 1, 2**32 - 1, 2**32, P - 1)


def top(ty: ValueType) -> int:
    """The largest number of a type that is not HASH."""
    return ty.limit - 1


@cache
def edges(ty: ValueType) -> tuple[int, ...]:
    """The extremes that a type can hold, its own and those of others, with their neighbours."""
    last = top(ty)
    found = {corner + step for corner in (*_CORNERS, last // 2, last) for step in (-1, 0, 1)}
    return tuple(sorted(number for number in found if 0 <= number <= last))


def number(choices: Choices, ty: ValueType, mood: int = ANY) -> int:
    """A number of a type; one of HASH packs four limbs."""
    if ty is ValueType.HASH:
        limbs = [limb(choices, mood) for _ in range(4)]
        return sum(part << (64 * (3 - i)) for i, part in enumerate(limbs))
    style = choices.below(4)
    if mood == SMALL or style < 2:
        return choices.below(min(top(ty), 6) + 1)
    if mood == EDGES or style == 2:
        return choices.pick(edges(ty))
    return choices.below(top(ty) + 1)


def limb(choices: Choices, mood: int = ANY) -> int:
    """A limb of a hash, or of what only looks like a value."""
    return choices.below(3) if mood == SMALL or choices.chance(50) else choices.pick(_LIMB_EDGES)

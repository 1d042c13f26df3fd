"""The Goldilocks field and its quadratic extension F_p[X]/(X² - 7)."""

from collections.abc import Sequence
from typing import TypeAlias

from saya_py.core.errors import EncodingError

P = 2**64 - 2**32 + 1
"""The Goldilocks modulus."""

Ext2: TypeAlias = tuple[int, int]
"""`c0 + c1·X` as `(c0, c1)`."""

_NON_RESIDUE = 7


def limb(value: int) -> int:
    """The limb `value`; raises `EncodingError` (LIMB_RANGE) unless 0 ≤ value < p, and never reduces."""
    if not 0 <= value < P:
        raise EncodingError(
            "LIMB_RANGE",
            f"{value} is not a limb: limbs are below p = 2^64 - 2^32 + 1 and are never reduced; pass a smaller number",
        )
    return value


def below(name: str, value: int, limit: int) -> int:
    """The number `value`; raises `EncodingError` (RANGE) unless 0 ≤ value < limit."""
    if not 0 <= value < limit:
        raise EncodingError(
            "RANGE", f"{name} is {value}, but must be from 0 to {limit - 1}; pass a number in that range"
        )
    return value


def inverse(a: int) -> int:
    """The multiplicative inverse of a limb; raises `ZeroDivisionError` for 0."""
    if a == 0:
        raise ZeroDivisionError("0 has no inverse")
    return pow(a, P - 2, P)


def ext_multiply(a: Ext2, b: Ext2) -> Ext2:
    """`a·b`."""
    return (a[0] * b[0] + _NON_RESIDUE * a[1] * b[1]) % P, (a[0] * b[1] + a[1] * b[0]) % P


def ext_evaluate(coefficients: Sequence[int], r: Ext2) -> Ext2:
    """`Σ coefficients[i]·r^i`, by Horner's rule from the last coefficient."""
    total: Ext2 = (0, 0)
    for coefficient in reversed(coefficients):
        high = ext_multiply(total, r)
        total = ((high[0] + coefficient) % P, high[1])
    return total

"""The Poseidon-12 permutation over Goldilocks."""

from collections.abc import Sequence

from saya_py.core.field import P
from saya_py.core.poseidon_constants import (
    HALF_FULL_ROUNDS,
    MDS_CIRC,
    MDS_DIAG_0,
    PARTIAL_ROUNDS,
    ROUND_CONSTANTS,
    WIDTH,
)

_PARTIAL = range(HALF_FULL_ROUNDS, HALF_FULL_ROUNDS + PARTIAL_ROUNDS)
# Row r of the matrix: the circulant row rotated r places, plus the diagonal term in row 0.
_ROWS = tuple(
    tuple(MDS_CIRC[(column - row) % WIDTH] + (MDS_DIAG_0 if row == column == 0 else 0) for column in range(WIDTH))
    for row in range(WIDTH)
)


def permute(state: Sequence[int]) -> list[int]:
    """Applies the permutation to 12 limbs: 4 full, 22 partial, 4 full rounds; S-box `x^7`."""
    limbs = list(state)
    for number, constants in enumerate(ROUND_CONSTANTS):
        limbs = [x + c for x, c in zip(limbs, constants, strict=True)]
        if number in _PARTIAL:
            limbs[0] = pow(limbs[0], 7, P)
        else:
            limbs = [pow(x, 7, P) for x in limbs]
        limbs = [sum(map(int.__mul__, row, limbs)) % P for row in _ROWS]
    return limbs

"""`H(TAG; x)`, the hash that circuits compute."""

from collections.abc import Sequence
from enum import IntEnum

from saya_py.core.limbs import Digest
from saya_py.core.poseidon import permute
from saya_py.core.poseidon_constants import RATE


class Tag(IntEnum):
    """What is hashed; keeps hashes of different things apart."""

    LEAF = 1
    NODE = 2
    ARGS = 3
    CALL = 4
    CALLS = 5
    SCOPE = 6
    ENV = 7
    COMMIT = 8
    SET_LEAF = 9
    SET_NODE = 10
    KEYROOT = 11
    CHAIN = 12
    OTS_PK = 13
    XMSS_NODE = 14
    MSG = 15
    AUTH = 16
    LOG = 17
    VD = 18
    BUNDLE = 19
    USER_HASH = 20


def hash_limbs(tag: Tag, x: Sequence[int]) -> Digest:
    """`H(tag; x)`.

    The capacity (limbs 8 to 11) starts as `[tag, len(x), 0, 0]`; blocks of 8 overwrite the rate (limbs 0 to 7), a short
    last block only its own part; the digest is limbs 0 to 3. An empty `x` is one permutation.
    """
    state = [0] * RATE + [int(tag), len(x), 0, 0]
    if not x:
        state = permute(state)
    for start in range(0, len(x), RATE):
        block = x[start : start + RATE]
        state = permute([*block, *state[len(block) :]])
    return state[0], state[1], state[2], state[3]

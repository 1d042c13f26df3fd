"""The Merkle tree over the touched entries of one sub-block.

Leaf i is `H(LEAF; key, value)` of entry i of the list sorted by key, a node is `H(NODE; l, r)`, an unused leaf is 0⁴
and the depth is always 12.
"""

from collections.abc import Sequence

from saya_py.core.errors import EncodingError
from saya_py.core.hashing import Tag, hash_limbs
from saya_py.core.keys import key_zero
from saya_py.core.limbs import ZERO, Digest
from saya_py.core.merkle import MerkleTree

DEPTH = 12
CAPACITY = 2**DEPTH
"""Most entries of one sub-block."""


def check_keys(keys: Sequence[Digest]) -> None:
    """Raises `EncodingError` for lists that are too long, not strictly increasing, or hold the key 0."""
    check_count(len(keys))
    for index, key in enumerate(keys):
        if key == ZERO:
            raise key_zero(index)
        if index and key <= keys[index - 1]:
            raise EncodingError(
                "KEY_ORDER",
                f"key {index} is not above the key before it; sort the entries by key and list every key once",
            )


def check_count(count: int) -> None:
    """Raises `EncodingError` (TOO_MANY_ENTRIES) when a list is longer than a sub-block's."""
    if count > CAPACITY:
        raise EncodingError(
            "TOO_MANY_ENTRIES",
            f"{count} entries do not fit the {CAPACITY} of one sub-block; seal the sub-block earlier",
        )


def tree(entries: Sequence[tuple[Digest, Digest]]) -> MerkleTree:
    """The tree over `(key, value)` entries, whose keys must be non-zero and strictly increasing."""
    check_keys([key for key, _ in entries])
    leaves = {i: hash_limbs(Tag.LEAF, key + value) for i, (key, value) in enumerate(entries)}
    return MerkleTree(Tag.NODE, DEPTH, leaves)


def root(entries: Sequence[tuple[Digest, Digest]]) -> Digest:
    """The root over `(key, value)` entries, whose keys must be non-zero and strictly increasing."""
    return tree(entries).root()

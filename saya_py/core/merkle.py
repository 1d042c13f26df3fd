"""A Merkle tree of fixed depth over few leaves: all but the given ones are empty (0⁴)."""

from collections.abc import Mapping, Sequence

from saya_py.core.errors import EncodingError
from saya_py.core.hashing import Tag, hash_limbs
from saya_py.core.limbs import ZERO, Digest


class MerkleTree:
    """The tree of nodes `H(tag; left, right)` with the given leaves by index.

    Costs one hash for each node above a given leaf. Raises `EncodingError` (TREE_INDEX) for an index outside.
    """

    def __init__(self, tag: Tag, depth: int, leaves: Mapping[int, Digest]) -> None:
        self._tag = tag
        self._depth = depth
        for index in leaves:
            self._check(index)
        self._empty = [ZERO]
        self._levels: list[dict[int, Digest]] = [dict(leaves)]
        for height in range(depth):
            self._empty.append(node(tag, self._empty[height], self._empty[height]))
            parents = {index >> 1 for index in self._levels[height]}
            pairs = {i: (self._at(height, 2 * i), self._at(height, 2 * i + 1)) for i in parents}
            self._levels.append({i: node(tag, left, right) for i, (left, right) in pairs.items()})

    def root(self) -> Digest:
        """The root."""
        return self._at(self._depth, 0)

    def path(self, index: int) -> list[Digest]:
        """The siblings from leaf `index` upwards, as many as the tree is deep."""
        self._check(index)
        return [self._at(height, index >> height ^ 1) for height in range(self._depth)]

    def _at(self, height: int, index: int) -> Digest:
        return self._levels[height].get(index, self._empty[height])

    def _check(self, index: int) -> None:
        if not 0 <= index < 2**self._depth:
            raise EncodingError(
                "TREE_INDEX",
                f"leaf {index} is outside a tree of depth {self._depth}; "
                f"leaves are numbered from 0 below 2^{self._depth}",
            )


def node(tag: Tag, left: Digest, right: Digest) -> Digest:
    """`H(tag; left, right)`."""
    return hash_limbs(tag, left + right)


def root_from_path(tag: Tag, index: int, leaf: Digest, path: Sequence[Digest]) -> Digest:
    """The root that `leaf` at `index` and its siblings, from the leaf upwards, lead to."""
    for height, sibling in enumerate(path):
        leaf = node(tag, sibling, leaf) if index >> height & 1 else node(tag, leaf, sibling)
    return leaf

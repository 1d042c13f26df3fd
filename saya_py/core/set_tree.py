"""The Merkle tree over the function circuits of a contract set.

Two levels of depth 8: contracts over the circuits of each contract, so the leaf of circuit `i` of contract `c` is
`256·c + i`; circuit `4·f + mode` executes function `f` in an authorisation mode. A leaf is
`H(SET_LEAF; H(VD; circuit_digest, cap))`, a node `H(SET_NODE; l, r)`, an unused leaf 0⁴.
"""

from collections.abc import Mapping, Sequence

from saya_py.core.calls import AuthMode
from saya_py.core.field import below
from saya_py.core.hashing import Tag, hash_limbs
from saya_py.core.limbs import Digest
from saya_py.core.merkle import MerkleTree

DEPTH = 16
WIDTH = 256
"""Contracts of a set, and circuits of a contract."""
FUNCTIONS = WIDTH // 4
"""Functions of a contract are numbered below this."""
_CONTRACT_DEPTH = 8


def vd_digest(circuit_digest: Digest, cap: Sequence[Digest]) -> Digest:
    """`H(VD; circuit_digest, cap)`: the verifier data of a circuit, cap hashes in order."""
    return hash_limbs(Tag.VD, [*circuit_digest, *(part for digest in cap for part in digest)])


def leaf(vd: Digest) -> Digest:
    """`H(SET_LEAF; vd)`."""
    return hash_limbs(Tag.SET_LEAF, vd)


def circuit_number(function: int, mode: AuthMode) -> int:
    """The number of a function's circuit for one authorisation mode; `EncodingError` for function 64 and later ones."""
    return 4 * below("function of a set", function, FUNCTIONS) + mode.value


def leaf_index(contract: int, circuit: int) -> int:
    """The leaf of circuit `circuit` of contract `contract`, both below 256."""
    return below("contract of a set", contract, WIDTH) * WIDTH + below("circuit of a contract", circuit, WIDTH)


def tree(circuits: Mapping[tuple[int, int], Digest]) -> MerkleTree:
    """The tree over `(contract, circuit) → vd`."""
    return MerkleTree(Tag.SET_NODE, DEPTH, {leaf_index(*place): leaf(vd) for place, vd in circuits.items()})


def root(circuits: Mapping[tuple[int, int], Digest]) -> Digest:
    """The contract set root over `(contract, circuit) → vd`."""
    return tree(circuits).root()


def contract_root(contract: int, circuits: Mapping[tuple[int, int], Digest]) -> Digest:
    """The root of the subtree of one contract, of `circuits` as for `root`."""
    below("contract of a set", contract, WIDTH)
    leaves = {circuit: leaf(vd) for (owner, circuit), vd in circuits.items() if owner == contract}
    return MerkleTree(Tag.SET_NODE, _CONTRACT_DEPTH, leaves).root()

"""The tree of proofs of one sub-block, and what can plan and prove one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from saya_py.proving.nodes import Node, NodeKind

if TYPE_CHECKING:
    from saya_py.proving.engine import ProvenSubBlock, SubBlockJob


@dataclass(frozen=True)
class Place:
    """Where a node stands: the `number`-th of the `of` nodes of its kind, `height` steps from the top."""

    kind: NodeKind
    number: int
    of: int
    height: int

    def __str__(self) -> str:
        return self.kind.value if self.of == 1 else f"{self.kind.value} {self.number}/{self.of}"


@dataclass(frozen=True)
class ProofPlan:
    """What has to be proven for a sub-block: `nodes` in an order in which each comes after its children.

    The last one's proof is the sub-block's. `outcome` is the sub-block as it will be proven, still without its proof:
    `proof` is empty and there are no stages.
    """

    nodes: tuple[Node, ...]
    outcome: ProvenSubBlock

    @cached_property
    def top(self) -> bytes:
        """The key of the node whose proof settles the sub-block."""
        return self.nodes[-1].key

    @cached_property
    def by_key(self) -> Mapping[bytes, Node]:
        """The nodes by their keys, children first."""
        return {node.key: node for node in self.nodes}

    @cached_property
    def places(self) -> Mapping[bytes, Place]:
        """Where each node stands, by key."""
        heights = self._heights()
        counts = Counter(node.kind for node in self.nodes)
        numbers: Counter[NodeKind] = Counter()
        places = {}
        for key, node in self.by_key.items():
            numbers[node.kind] += 1
            places[key] = Place(node.kind, numbers[node.kind], counts[node.kind], heights[key])
        return places

    def ready(self, done: set[bytes]) -> Iterator[bytes]:
        """The keys of the nodes whose children are all `done`."""
        return (key for key, node in self.by_key.items() if done.issuperset(node.children))

    def _heights(self) -> dict[bytes, int]:
        heights: dict[bytes, int] = {}
        for key, node in reversed(list(self.by_key.items())):
            here = heights.setdefault(key, 0)
            for child in node.children:
                heights[child] = max(heights.get(child, 0), here + 1)
        return heights


class NodeEngine(Protocol):
    """What plans sub-blocks and proves nodes; several threads call it at once."""

    @property
    def os_version(self) -> int:
        """Names the circuit family."""

    @property
    def set_root(self) -> bytes:
        """Names the contract set, 32 bytes."""

    def plan(self, job: SubBlockJob) -> ProofPlan:
        """Execute a sub-block and say what has to be proven.

        Raises:
            ProverRefused: the job cannot be proven.
        """

    def prove_node(self, node: Node, children: Sequence[bytes]) -> bytes:
        """The proof of a node over the proofs of its children.

        Raises:
            ProverRefused: this engine has no circuit for the node.
            InternalError: a child's proof does not hold, or the proof was not made.
        """

    def conclude(self, plan: ProofPlan, proof: bytes) -> ProvenSubBlock:
        """The sub-block with the proof of the plan's top node.

        Raises:
            ProofRejected: the proof does not hold.
        """

"""The trees of the sub-blocks in proof, and having their nodes proven: each as soon as its children are."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from saya_py.proving.plan import Place, ProofPlan
from saya_py.store import Store
from saya_py.store.records import Job, NewJob, SubBlock
from saya_py.store.states import JobState

_HEIGHTS = 64
"""More than a tree has: priorities of one sub-block are all above those of the next."""


@dataclass(frozen=True)
class ProofTree:
    """A sub-block in proof and its plan."""

    sub_block: SubBlock
    plan: ProofPlan

    def priority(self, key: bytes) -> int:
        """Earlier sub-blocks first, since they settle first; in one, what has the longest way to the top."""
        return self.plan.places[key].height - _HEIGHTS * self.sub_block.seq


class ProofTrees:
    """Trees by sub-block. Several threads use it: whoever finishes a node has the next ones proven."""

    def __init__(self, store: Store) -> None:
        """Keep jobs in the ledger of `store`, and their inputs in its blobs."""
        self._store = store
        self._trees: dict[int, ProofTree] = {}
        self._lock = threading.RLock()

    def add(self, tree: ProofTree) -> None:
        """From now on nodes of `tree` are wanted."""
        with self._lock:
            self._trees[tree.sub_block.id] = tree

    def get(self, sub_block_id: int) -> ProofTree | None:
        """The tree of a sub-block, if it was added."""
        return self._trees.get(sub_block_id)

    def keep(self, sub_block_ids: Collection[int]) -> None:
        """Forget the trees of all other sub-blocks."""
        with self._lock:
            self._trees = {key: tree for key, tree in self._trees.items() if key in sub_block_ids}

    def advance(self, tree: ProofTree) -> Mapping[bytes, Job]:
        """Want the nodes whose children are done; returns the jobs of the tree that the ledger has, by key.

        What is in the ledger is not made again: a restart, or another generation with the same node, goes on with it.
        """
        plan, sub_block = tree.plan, tree.sub_block
        with self._lock:
            jobs = {job.key: job for job in self._store.jobs.of(sub_block.id) if job.key in plan.by_key}
            while missing := [key for key in plan.ready(_done(jobs)) if key not in jobs]:
                wanted = [self._new(tree, key) for key in missing]
                jobs |= {job.key: job for job in self._store.jobs.want(sub_block.id, wanted)}
            return jobs

    def advance_above(self, key: bytes) -> None:
        """A node is done: want those that wait for it."""
        with self._lock:
            for tree in self._with(key):
                self.advance(tree)

    def place(self, key: bytes) -> tuple[SubBlock, Place] | None:
        """A sub-block that needs a node, and where the node stands in it."""
        with self._lock:
            return next(((tree.sub_block, tree.plan.places[key]) for tree in self._with(key)), None)

    def inputs(self, key: bytes) -> bytes | None:
        """The inputs of a node, made again."""
        with self._lock:
            return next((tree.plan.by_key[key].blob for tree in self._with(key)), None)

    def _with(self, key: bytes) -> list[ProofTree]:
        return [tree for tree in self._trees.values() if key in tree.plan.by_key]

    def _new(self, tree: ProofTree, key: bytes) -> NewJob:
        node = tree.plan.by_key[key]
        return NewJob(key, node.kind.value, self._store.blobs.put(node.blob), tree.priority(key))


def _done(jobs: Mapping[bytes, Job]) -> set[bytes]:
    return {key for key, job in jobs.items() if job.state is JobState.DONE}

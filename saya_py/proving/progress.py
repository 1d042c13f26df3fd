"""What a prover tells while it works, and what another process sees of it in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from saya_py.proving.calibration import merges
from saya_py.proving.nodes import NodeKind
from saya_py.proving.plan import Place
from saya_py.store.records import Job
from saya_py.store.states import JobState


@dataclass(frozen=True)
class ProvingStarted:
    """A generation of a sub-block is planned; `nodes` proofs make up its tree, `done` of them were made before."""

    seq: int
    generation: int
    nodes: int
    done: int


@dataclass(frozen=True)
class NodeStarted:
    """A worker has begun with a node."""

    seq: int
    place: Place


@dataclass(frozen=True)
class NodeFinished:
    """A node is proven, and its proof kept."""

    seq: int
    place: Place
    seconds: float


@dataclass(frozen=True)
class NodeFailed:
    """A node was not proven; `again` says whether it may be tried once more."""

    seq: int
    place: Place
    reason: str
    again: bool


@dataclass(frozen=True)
class NodeDamaged:
    """The proof of a node was not on disk as it was kept: it is made again."""

    seq: int
    place: Place
    reason: str


@dataclass(frozen=True)
class SubBlockProven:
    """The proof of a sub-block is verified and kept; `seconds` is the work on all its nodes together."""

    seq: int
    generation: int
    seconds: float


@dataclass(frozen=True)
class ProofDamaged:
    """The proof of a proven sub-block was not on disk as it was kept: it is made again."""

    seq: int
    generation: int
    reason: str


@dataclass(frozen=True)
class GaveUp:
    """A sub-block is set aside: it cannot be proven as it is."""

    seq: int
    generation: int
    reason: str


@dataclass(frozen=True)
class StoreAway:
    """A worker waits for the store."""

    reason: str


NodeEvent: TypeAlias = NodeStarted | NodeFinished | NodeFailed | NodeDamaged
ProvingEvent: TypeAlias = ProvingStarted | NodeEvent | SubBlockProven | ProofDamaged | GaveUp | StoreAway
Events: TypeAlias = Callable[[ProvingEvent], None]
"""Hears events, from several threads at once."""


def unheard(_event: ProvingEvent) -> None:
    """Hears events for those who do not want to know."""


@dataclass(frozen=True)
class StageProgress:
    """How far the nodes of one kind are: `total` of them there will be."""

    kind: NodeKind
    total: int
    done: int
    running: int
    failed: int


def stages(jobs: Sequence[Job]) -> list[StageProgress]:
    """How far a sub-block is, from its jobs in the ledger (`store.jobs.of`); nothing when there are none yet.

    All leaves are there from the beginning; the other nodes follow when what they verify is done.
    """
    leaves = sum(job.kind == NodeKind.LEAF for job in jobs)
    if not leaves:
        return []
    totals = {NodeKind.LEAF: leaves, NodeKind.MERGE: merges(leaves), NodeKind.SUB_BLOCK: 1, NodeKind.WRAP: 1}
    return [_stage(kind, total, jobs) for kind, total in totals.items() if total]


def _stage(kind: NodeKind, total: int, jobs: Sequence[Job]) -> StageProgress:
    states = [job.state for job in jobs if job.kind == kind]
    done, running, failed = (states.count(state) for state in (JobState.DONE, JobState.LEASED, JobState.FAILED))
    return StageProgress(kind, total, done, running, failed)

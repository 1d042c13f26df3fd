"""A thread that runs, as those see it who talk to it. `sayapy run` is one; the HTTP interface asks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from saya_py.batcher.answers import Answer
from saya_py.core.variants import Authorisation
from saya_py.service.lines import GoodLine
from saya_py.store.records import SoftReceipt
from saya_py.store.states import State, Status


@dataclass(frozen=True)
class Place:
    """The sub-block that a submission is in: its number, which generation of it, and how far that is."""

    seq: int
    generation: int
    state: State


@dataclass(frozen=True)
class MinedIn:
    """The transaction that settled a sub-block: its hash (32 bytes) and the number of its block."""

    transaction: bytes
    block: int


@dataclass(frozen=True)
class SubmissionState:
    """What became of a submission so far.

    `place` is there once it is in a sub-block, `mined` once that is settled; `reason` says why it was dropped.
    """

    digest: bytes
    ordinal: int
    status: Status
    receipt: SoftReceipt
    place: Place | None = None
    mined: MinedIn | None = None
    reason: str | None = None

    @property
    def is_final(self) -> bool:
        """Whether its transaction is so deep in the chain that it counts as final."""
        return self.place is not None and self.place.state is State.FINAL


@dataclass(frozen=True)
class Signing:
    """What signatures for a thread are bound to, and where that can be looked up.

    `domain`, `set_root` and `genesis_hash` are 32 bytes, `settlement` 20; `manifest` is the SHA-256 of the manifest's
    text.
    """

    chain_id: int
    genesis_hash: bytes
    settlement: bytes
    world: int
    thread: int
    domain: bytes
    os_version: int
    set_root: bytes
    authorisation: Authorisation
    manifest: bytes


class RunningThread(Protocol):
    """A thread that this process runs. Any thread of the process may call any method at any time."""

    def submit(self, lines: Sequence[GoodLine]) -> list[Answer]:
        """Execute submissions at once and put the good ones into the queue: one answer each, in order.

        Raises:
            ChainUnavailable: the values that they start from cannot be read; none was accepted.
            StoreError: they cannot be kept; none was accepted.
        """

    def submission(self, digest: bytes) -> SubmissionState | None:
        """What became of the submission with this digest; None when the thread never accepted it."""

    def value(self, key: bytes) -> bytes:
        """The value of a key (32 bytes both) after all that was accepted so far.

        Raises:
            ChainUnavailable: it cannot be read.
        """

    def canonical(self, key: bytes) -> bytes:
        """The value of a key (32 bytes both) on the chain, in the latest block.

        Raises:
            ChainUnavailable: it cannot be read.
        """

    def status(self) -> Mapping[str, Any]:
        """The JSON object of `sayapy status --json`."""

    def signing(self) -> Signing:
        """What signatures for this thread are bound to."""

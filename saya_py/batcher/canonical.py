"""What a batcher has to know of the chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from saya_py.chain.evm.settlement import ZkThreadsClient

CHUNK = 1000
"""Keys that are read with one question."""


class CanonicalState(Protocol):
    """The canonical state of the thread's world at the latest block. Everything may raise `ChainError`."""

    def now(self) -> int:
        """Time of the latest block, Unix seconds."""

    def next_seq(self) -> int:
        """Number of the sub-block that the thread settles next."""

    def values(self, keys: Sequence[bytes]) -> list[bytes]:
        """Canonical values of `keys`, 32 bytes each."""

    def delay(self) -> int:
        """Seconds between the request of another key or operator and the time when it can be applied."""

    def key_change_from(self, user: int, lane: int) -> int | None:
        """The second from which anybody may apply the key that is requested for a lane; None if none is."""

    def operator_change_from(self, contract: int) -> int | None:
        """The second from which anybody may apply the operator that is requested; None if none is."""


class ChainState:
    """The canonical state behind a client of the settlement contract."""

    def __init__(self, client: ZkThreadsClient, world: int, thread: int) -> None:
        """For thread `thread` of `world`."""
        self._client = client
        self._world = world
        self._thread = thread

    def now(self) -> int:
        """Time of the latest block, Unix seconds."""
        return self._client.now()

    def next_seq(self) -> int:
        """Number of the sub-block that the thread settles next."""
        return self._client.next_seq(self._world, self._thread)

    def values(self, keys: Sequence[bytes]) -> list[bytes]:
        """Canonical values of `keys`, 32 bytes each."""
        parts = (keys[at : at + CHUNK] for at in range(0, len(keys), CHUNK))
        return [value for part in parts for value in self._client.values(self._world, part)]

    def delay(self) -> int:
        """Seconds between the request of a change and the time when it can be applied; 0 for an unknown world."""
        world = self._client.world(self._world)
        return 0 if world is None else world.delay

    def key_change_from(self, user: int, lane: int) -> int | None:
        """When the requested key of a lane can be applied."""
        pending = self._client.pending_key(self._world, user, lane)
        return None if pending is None else pending.ready_at

    def operator_change_from(self, contract: int) -> int | None:
        """When the requested operator of a contract can be applied."""
        pending = self._client.pending_operator(self._world, contract)
        return None if pending is None else pending.ready_at

"""A thread in a store, on a chain in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from saya_py.store import OwnedThread, Store
from saya_py.store.records import Deployment
from tests.unit.batcher.chain import NOW, Bench, MemoryChain


@pytest.fixture
def thread(tmp_path: Path) -> Iterator[OwnedThread]:
    """Thread 1 of world 1."""
    with Store.open(
        f"sqlite:///{tmp_path / 'thread.db'}", tmp_path / "blobs", create=True, clock=lambda: NOW * 1000
    ) as store:
        store.bind(Deployment(31337, bytes(32), bytes(20)))
        with store.own(1, 1) as owned:
            yield owned


@pytest.fixture
def chain() -> MemoryChain:
    return MemoryChain()


@pytest.fixture
def bench(thread: OwnedThread, chain: MemoryChain) -> Bench:
    return Bench(thread, chain)

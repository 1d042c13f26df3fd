"""Faults of the store under a running thread: it waits, tells why, and goes on where it was.

The verifier is a stub that takes true statements without a proof.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from saya_py.chain.evm.accounts import anvil_account
from saya_py.core.errors import StoreFull
from tests.crash.running import ACCOUNT, RunningThread
from tests.support.chains import LocalChain
from tests.support.running import GemWorld
from tests.unit.store.postgres import Cluster, binaries

Outcome = Callable[[str], None]
SEALING = "[sealing]\ncalls = 1\nage_seconds = 0.1\n"


def started(world: GemWorld, folder: Path, store: str) -> RunningThread:
    """A thread whose store is elsewhere."""
    running = RunningThread(world, world.thread(folder, anvil_account(ACCOUNT), SEALING + store))
    running.start()
    return running


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    server = Cluster(programs)
    yield server
    server.remove()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MiB."""
    path = tmp_path / "disk"
    path.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(path)], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"mounting a small disk needs root: {mounted.stderr.decode().strip()}")
    yield path
    subprocess.run(["umount", str(path)], check=True)


@pytest.mark.faults("PostgreSQL stopped as by a power failure, and started again")
def test_postgresql_restarted(world: GemWorld, cluster: Cluster, tmp_path: Path, outcome: Outcome) -> None:
    running = started(world, tmp_path / "thread", f'[store]\nurl = "{cluster.store()}"\n')
    try:
        running.submit(4)
        cluster.stop()
        running.wait_told("tried again in")
        cluster.start()
        running.submit(4)
        running.wait_settled(8)
        outcome(f"waited and went on; {running.check_once()}")
    finally:
        running.stop()


@pytest.mark.faults("PostgreSQL restarted again and again")
def test_postgresql_flapping(world: GemWorld, cluster: Cluster, tmp_path: Path, outcome: Outcome) -> None:
    running = started(world, tmp_path / "thread", f'[store]\nurl = "{cluster.store()}"\n')
    try:
        for _ in range(6):
            running.submit(2)
            cluster.stop()
            cluster.start()
        running.wait_settled(12)
        outcome(f"went on each time; {running.check_once()}")
    finally:
        running.stop()


@pytest.mark.faults("disk full")
def test_disk_full(world: GemWorld, chain: LocalChain, small_disk: Path, tmp_path: Path, outcome: Outcome) -> None:
    store = f'[store]\nurl = "sqlite:///{small_disk}/thread.db"\nblobs = "{small_disk}/blobs"\n'
    running = started(world, tmp_path / "thread", store)
    try:
        running.submit(3)
        running.wait_settled(3)
        ballast = small_disk / "ballast"
        fill(ballast)
        assert isinstance(running.refused(), StoreFull)
        chain.mine()
        running.wait_told("has no room left")
        assert running.settled() == 3
        ballast.unlink()
        running.submit(3)
        running.wait_settled(6)
        outcome(f"nothing was accepted without room; with room it went on: {running.check_once()}")
    finally:
        running.stop()


def fill(path: Path) -> None:
    """Leave no byte."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    file.write(os.urandom(size))
            except OSError:
                continue

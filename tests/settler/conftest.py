"""A chain, a world and a thread's settler for each test."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.transactions import Sender
from saya_py.settler.policy import SettlerPolicy
from saya_py.store.schema import upgrade
from tests.support.chains import LocalChain
from tests.support.settling import Rig, World, create_world, open_rig

POLICY = SettlerPolicy(finality_blocks=3, tip=10**9, doubt_seconds=0.0, bump_after_seconds=30.0)


@pytest.fixture(scope="session")
def deployed() -> Iterator[tuple[Path, World]]:
    """A chain's state with the contracts on it, made once."""
    with tempfile.TemporaryDirectory(prefix="saya-chain-") as name, LocalChain(Path(name)) as chain:
        world = create_world(chain.url)
        chain.stop()
        yield Path(name) / "anvil.json", world


@pytest.fixture
def chain(tmp_path: Path, deployed: tuple[Path, World]) -> Iterator[LocalChain]:
    """A chain of this test's own."""
    shutil.copy(deployed[0], tmp_path / "anvil.json")
    with LocalChain(tmp_path) as chain:
        yield chain


@pytest.fixture
def world(chain: LocalChain, deployed: tuple[Path, World]) -> World:
    """The world on this test's chain."""
    known = deployed[1]
    sender = known.owner.sender
    owner = ZkThreadsClient(Sender(chain.w3, sender.account, sender.decoder), known.owner.address)
    return World(owner, known.registry, known.world, known.thread)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a store's tables."""
    path = tmp_path_factory.mktemp("template") / "thread.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def rig(chain: LocalChain, world: World, tmp_path: Path, empty_store: Path) -> Iterator[Rig]:
    """A thread with its settler."""
    shutil.copy(empty_store, tmp_path / "thread.db")
    rig = open_rig(chain, tmp_path, world, POLICY)
    yield rig
    rig.thread.close()
    rig.store.close()

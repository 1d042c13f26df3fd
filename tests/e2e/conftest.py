"""Fixtures that take proofs, shared by all tests that only look."""

from pathlib import Path

import pytest

from saya_py.chain.evm.anvil import Anvil
from tests.e2e.audited import Audited, settle_two
from tests.support.running import GemWorld, compile_gems


@pytest.fixture(scope="session")
def audited(anvil: Anvil, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """A thread with two settled sub-blocks; nobody may change its chain's past."""
    return settle_two(anvil.url, tmp_path_factory.mktemp("audited"))


@pytest.fixture(scope="session")
def compiled_gems(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A compiled set of Diamonds & Rubies, `fast`, in which nobody signs."""
    return compile_gems(tmp_path_factory.mktemp("gems") / "set")


@pytest.fixture
def gem_world(anvil: Anvil, compiled_gems: Path) -> GemWorld:
    """A world of its own on the run's chain."""
    return GemWorld.create(anvil.url, compiled_gems)

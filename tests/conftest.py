"""Fixtures shared by all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from saya_py.chain.evm.anvil import Anvil


@pytest.fixture(scope="session")
def anvil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anvil]:
    """One local chain for the whole run; every test deploys its own contracts."""
    log: Path = tmp_path_factory.mktemp("anvil") / "anvil.log"
    with Anvil(log) as chain:
        yield chain

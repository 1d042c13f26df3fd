"""Options and fixtures shared by all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from saya_py.chain.evm.anvil import Anvil


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests marked `slow` too")
    parser.addoption("--faults", action="store_true", help="run the tests marked `faults` too (make test-faults)")
    parser.addoption("--update-golden", action="store_true", help="rewrite the outputs in tests/golden")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that take long run only with the option of their marker; else they count as deselected."""
    for name in ("slow", "faults"):
        if not config.getoption(f"--{name}"):
            left_out = [item for item in items if name in item.keywords]
            items[:] = [item for item in items if name not in item.keywords]
            config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def anvil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anvil]:
    """One local chain for the whole run; every test deploys its own contracts."""
    log: Path = tmp_path_factory.mktemp("anvil") / "anvil.log"
    with Anvil(log) as chain:
        yield chain

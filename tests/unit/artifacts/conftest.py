"""Fixtures of the tests of artifacts."""

from pathlib import Path

import pytest

from saya_py import _native
from tests.unit.artifacts.support import FILES, fake_summary, write_files


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A project with one contract."""
    return write_files(tmp_path, FILES)


@pytest.fixture
def fake_circuits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Circuits that are not built."""
    monkeypatch.setattr(_native, "summarise_set", fake_summary)

"""Fixtures of the tests of commands."""

from collections.abc import Callable
from pathlib import Path

import pytest

from saya_py import _native
from saya_py.cli.app import main
from tests.unit.artifacts.support import FILES, fake_summary, write_files

Run = Callable[..., int]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one contract, in which commands run; circuits are not built."""
    monkeypatch.setattr(_native, "summarise_set", fake_summary)
    monkeypatch.chdir(write_files(tmp_path, FILES))
    return tmp_path


@pytest.fixture
def sayapy(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line and returns its exit status."""

    def run(*args: str) -> int:
        monkeypatch.setattr("sys.argv", ["sayapy", *args])
        with pytest.raises(SystemExit) as exit_:
            main()
        return int(exit_.value.code or 0)

    return run

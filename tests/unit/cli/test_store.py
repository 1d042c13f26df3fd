"""`sayapy store`."""

from __future__ import annotations

from pathlib import Path

import pytest

from saya_py.store import Store
from saya_py.store.schema import REVISION
from tests.unit.cli.conftest import Run


def test_upgrade_makes_a_store_and_says_so(sayapy: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path / 'thread.db'}"
    assert sayapy("store", "upgrade", url) == 0
    assert capsys.readouterr().out == f"the database is a store of revision {REVISION} now\n"
    assert sayapy("store", "upgrade", url) == 0
    assert capsys.readouterr().out == f"the store has revision {REVISION} already\n"
    Store.open(url, tmp_path / "blobs").close()


def test_upgrade_tells_what_it_cannot_reach(sayapy: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sayapy("store", "upgrade", f"sqlite:///{tmp_path}/nowhere/thread.db") == 6
    assert "nowhere/thread.db cannot be reached: unable to open database file" in capsys.readouterr().err


def test_upgrade_of_something_else_than_a_database(sayapy: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert sayapy("store", "upgrade", "thread.db") == 3
    assert "'thread.db' is no database URL" in capsys.readouterr().err

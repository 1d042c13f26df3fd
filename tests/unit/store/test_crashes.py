"""Processes that are killed in the middle of an operation: it happened, or it did not."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from saya_py.core.errors import StoreDamaged
from saya_py.store import BlobFolder, Store
from saya_py.store.database import Database
from saya_py.store.tables import Base
from tests.unit.store import dying
from tests.unit.store.postgres import Cluster
from tests.unit.store.steps import DEPLOYMENT, child, exit_code, own_soon

# What differs from run to run, what owning a thread changes, and the numbers of new rows: PostgreSQL leaves some out.
_IGNORED = {"id", "sub_block_id", "lease", "epoch", "owner", "owned_at"}

# A server gives a transaction up with its connection, whatever is in it: two will do.
_CASES = [("sqlite", name) for name in dying.OPERATIONS] + [("postgresql", name) for name in ("seal", "resolve")]


def in_child(target: Callable[..., None], *arguments: object) -> int:
    """Exit code of a child that calls `target`."""
    return exit_code(child(target, *arguments))


def dump(url: str) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    database = Database(url)
    try:
        with database.read() as session:
            return {
                table.name: sorted(
                    session.execute(select(*(c for c in table.c if c.name not in _IGNORED))).all(),
                    key=repr,
                )
                for table in Base.metadata.sorted_tables
            }
    finally:
        database.close()


@pytest.fixture
def prepared(url: str, blobs: Path) -> str:
    """A database with something of everything, which nobody has open."""
    with Store.open(url, blobs, clock=lambda: 1_000_000) as store:
        store.bind(DEPLOYMENT)
        with store.own(1, 2) as thread:
            dying.prepare(store, thread)
    return url


@pytest.fixture
def copied(prepared: str, kind: str, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Makes copies of it."""
    if kind == "postgresql":
        server: Cluster = request.getfixturevalue("cluster")
        return server.copy_of_store
    path = Path(prepared.removeprefix("sqlite:///"))
    copy = path.with_name("copy.db")

    def copied() -> str:
        for left in path.parent.glob("copy.db*"):
            left.unlink()
        shutil.copy(path, copy)
        return f"sqlite:///{copy}"

    return copied


@pytest.mark.parametrize(("kind", "name"), _CASES, indirect=["kind"])
def test_an_operation_that_is_killed_happened_or_did_not(
    name: str, prepared: str, copied: Callable[[], str], blobs: Path
) -> None:
    whole = copied()
    points = in_child(dying.run_operation, whole, str(blobs), name, 0)
    before, after = dump(prepared), dump(whole)
    assert points > 2
    assert before != after

    url = copied()
    # In the middle, after the last statement, and right before the commit: one crash after the other.
    for point in (points // 2, points - 2, points - 1):
        assert in_child(dying.run_operation, url, str(blobs), name, point) == -signal.SIGKILL
        assert dump(url) == before, f"killed at point {point} of {points}"
    assert in_child(dying.run_operation, url, str(blobs), name, points) == -signal.SIGKILL
    assert dump(url) == after, "killed when the operation had returned"
    if name in dying.SAFE_TO_REPEAT:
        with Store.open(url, blobs, clock=lambda: 2_000_000) as store, own_soon(store) as thread:
            dying.OPERATIONS[name](store, thread)
        assert dump(url) == after


def test_a_blob_whose_writer_is_killed_is_whole_or_not_there(tmp_path: Path) -> None:
    data = b"proof" * 10_000
    name = BlobFolder(tmp_path / "whole").put(data)
    points = in_child(dying.put_blob, str(tmp_path / "counted"), data, 0)
    assert points > 6
    for point in range(1, points + 1):
        folder = tmp_path / str(point)
        assert in_child(dying.put_blob, str(folder), data, point) == -signal.SIGKILL
        again = BlobFolder(folder)
        if point == points or not _is_missing(again, name):
            assert again.get(name) == data
        assert again.put(data) == name
        assert again.get(name) == data
        assert again.collect(lambda: {name}, grace_seconds=-1) == 0
        assert len([path for path in folder.glob("??/*") if path.is_file()]) == 1


def _is_missing(blobs: BlobFolder, name: bytes) -> bool:
    try:
        blobs.get(name)
    except StoreDamaged as error:
        return "is missing" in str(error)
    return False

"""Stores on both databases."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from saya_py.store import OwnedThread, Store
from saya_py.store.schema import upgrade
from tests.unit.store.postgres import Cluster, binaries, memory
from tests.unit.store.steps import DEPLOYMENT

KINDS = ("sqlite", "postgresql")


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A private PostgreSQL."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed, so stores in it are NOT tested (Debian: apt install postgresql)")
    server = Cluster(programs)
    yield server
    server.remove()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a store's tables."""
    path = tmp_path_factory.mktemp("template") / "store.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for databases, in memory where that can be: no test is about disks that lose power."""
    with tempfile.TemporaryDirectory(prefix="saya-store-", dir=memory()) as path:
        yield Path(path)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database; a test that takes it runs on both."""
    return str(request.param)


@pytest.fixture
def fresh(kind: str, request: pytest.FixtureRequest, folder: Path) -> Callable[[], str]:
    """Makes a database with a store's tables; the one made before must be closed."""
    if kind == "postgresql":
        server: Cluster = request.getfixturevalue("cluster")
        return server.store
    template: Path = request.getfixturevalue("sqlite_template")

    def copied() -> str:
        path = folder / f"{len(list(folder.glob('*.db')))}.db"
        shutil.copy(template, path)
        return f"sqlite:///{path}"

    return copied


@pytest.fixture
def url(fresh: Callable[[], str]) -> str:
    """A database with a store's tables."""
    return fresh()


@pytest.fixture
def empty_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if kind == "postgresql":
        server: Cluster = request.getfixturevalue("cluster")
        return server.empty()
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def blobs(tmp_path: Path) -> Path:
    """The folder of blobs."""
    return tmp_path / "blobs"


@pytest.fixture
def clock() -> Clock:
    """The stores' clock."""
    return Clock()


@pytest.fixture
def reopen(url: str, blobs: Path, clock: Clock) -> Iterator[Callable[[], Store]]:
    """Opens the store as a new process would."""
    opened: list[Store] = []

    def again() -> Store:
        opened.append(Store.open(url, blobs, busy_seconds=60, clock=clock))
        opened[-1].bind(DEPLOYMENT)
        return opened[-1]

    yield again
    for store in opened:
        store.close()


@pytest.fixture
def store(reopen: Callable[[], Store]) -> Store:
    """An open store that belongs to a chain."""
    return reopen()


@pytest.fixture
def thread(store: Store) -> Iterator[OwnedThread]:
    """Thread 2 of world 1."""
    with store.own(1, 2) as owned:
        yield owned

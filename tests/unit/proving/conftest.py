"""A thread in a store of its own, and a prover of it whose engine is a fake."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from saya_py.proving.progress import ProvingEvent
from saya_py.proving.rebuilding import ThreadIdentity
from saya_py.proving.sub_block_prover import SubBlockProver
from saya_py.store import OwnedThread, Store
from saya_py.store.records import SubBlock
from saya_py.store.schema import upgrade
from saya_py.store.states import State
from tests.unit.proving.fake import FakeEngine
from tests.unit.store.postgres import memory
from tests.unit.store.steps import DEPLOYMENT

IDENTITY = ThreadIdentity(domain=b"\x01" * 32, prover=b"\x02" * 20, number=2)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "store.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def store(template: Path) -> Iterator[Store]:
    with tempfile.TemporaryDirectory(prefix="saya-proving-", dir=memory()) as folder:
        shutil.copy(template, Path(folder) / "thread.db")
        with Store.open(f"sqlite:///{folder}/thread.db", Path(folder) / "blobs") as opened:
            opened.bind(DEPLOYMENT)
            yield opened


@pytest.fixture
def thread(store: Store) -> Iterator[OwnedThread]:
    with store.own(1, 2) as owned:
        yield owned


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


class Bench:
    """Makes provers as processes would that follow each other, and drives them."""

    def __init__(self, store: Store, thread: OwnedThread, engine: FakeEngine) -> None:
        self.store = store
        self.thread = thread
        self.engine = engine
        self.events: list[ProvingEvent] = []
        self.fresh: Callable[[SubBlock], bool] = lambda sub_block: True
        self.hear: Callable[[ProvingEvent], None] = lambda event: None

    def prover(self, workers: int = 1) -> SubBlockProver:
        return SubBlockProver(
            self.store,
            self.thread,
            self.engine,
            IDENTITY,
            fresh=lambda sub_block: self.fresh(sub_block),
            workers=workers,
            events=self._tell,
        )

    def _tell(self, event: ProvingEvent) -> None:
        self.events.append(event)
        self.hear(event)

    def drive(self, prover: SubBlockProver, until: Callable[[], bool], seconds: float = 20) -> None:
        def done() -> bool:
            prover.step()
            return until()

        self.wait(done, seconds)

    def wait(self, until: Callable[[], bool], seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, [self.thread.sub_block(s.id) for s in self.thread.unfinished()]
            time.sleep(0.002)

    def prove(self, *sub_blocks: SubBlock, workers: int = 1) -> None:
        """Prove sub-blocks as one process."""
        with self.prover(workers) as prover:
            self.drive(prover, lambda: all(self.state(each) is State.PROVEN for each in sub_blocks))

    def state(self, sub_block: SubBlock) -> State:
        return self.thread.sub_block(sub_block.id).state


@pytest.fixture
def bench(store: Store, thread: OwnedThread, engine: FakeEngine) -> Bench:
    return Bench(store, thread, engine)

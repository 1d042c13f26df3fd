"""A thread that runs in this process while its chain and its node go wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import fields
from io import BytesIO
from pathlib import Path

import pytest

from saya_py.batcher.answers import Accepted
from saya_py.chain.evm.accounts import anvil_account
from saya_py.core.errors import SayaError
from saya_py.service.assembly import assemble
from saya_py.service.demo.story import ALICE
from saya_py.service.folder import ServiceFolder
from saya_py.service.lines import GoodLine, read_lines
from saya_py.service.runner import Runner
from saya_py.service.telling import Happening
from saya_py.store import Store
from saya_py.store.records import Costs, SubBlock
from saya_py.store.states import Status
from tests.support.running import GemWorld, Prebuilt, purchase
from tests.support.stub_engine import StubEngine

ACCOUNT = 1


class RunningThread:
    """A thread of a world whose verifier is a stub; every submission becomes a sub-block of its own."""

    def __init__(self, world: GemWorld, folder: Path) -> None:
        self.world = world
        self.folder = ServiceFolder.read(folder)
        self.told: list[Happening] = []
        self.error: SayaError | None = None
        self.submitted = 0
        self._runner: Runner | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Run it, as a process that was just started does."""
        assembly = assemble(self.folder, anvil_account(ACCOUNT))
        engine = StubEngine(assembly.programs, assembly.version.os_version, assembly.version.set_root)
        known = {field.name: getattr(assembly, field.name) for field in fields(assembly)}
        self.error = None
        self._runner = Runner(Prebuilt(**known, engine=engine), self.told.append)
        self._thread = threading.Thread(target=self._run, name="running thread", daemon=True)
        self._thread.start()
        self.wait(lambda: any(each.name == "building" for each in self.told), "the thread runs")

    def stop(self) -> None:
        if self._runner is not None and self._thread is not None:
            self._runner.stop()
            self._thread.join()
            self._runner = self._thread = None

    def ends(self, seconds: float = 60.0) -> SayaError:
        """Wait until it ends by itself; why it did."""
        assert self._thread is not None
        self._thread.join(seconds)
        assert not self._thread.is_alive(), "it goes on"
        assert self.error is not None
        return self.error

    def submit(self, count: int) -> None:
        """Have so many purchases of one ruby accepted, one after the other."""
        for _ in range(count):
            good = self._next()
            self.wait(lambda good=good: self._accepted(good), "the submission is accepted")
            self.submitted += 1

    def refused(self) -> SayaError:
        """Submit the next purchase, which cannot be taken now; why not."""
        assert self._runner is not None
        with pytest.raises(SayaError) as caught:
            self._runner.submit([self._next()])
        return caught.value

    def settled(self) -> int:
        """How many submissions are settled."""
        return self.counts()[Status.SETTLED]

    def counts(self) -> dict[Status, int]:
        with self._store() as store:
            view = store.view(*self._number())
            return dict(view.submission_counts()) if view is not None else dict.fromkeys(Status, 0)

    def costs(self) -> Costs:
        with self._store() as store:
            view = store.view(*self._number())
            assert view is not None
            return view.costs()

    def sub_blocks(self) -> list[SubBlock]:
        """All generations, the oldest first."""
        with self._store() as store:
            view = store.view(*self._number())
            assert view is not None
            return view.recent(1_000)[::-1]

    def wait_settled(self, count: int, seconds: float = 90.0) -> None:
        self.wait(lambda: self.settled() >= count, f"{count} calls are settled", seconds)

    def wait_told(self, text: str, seconds: float = 60.0) -> None:
        """Wait until something is told that has a text in it."""
        self.wait(lambda: any(text in each.text for each in self.told), f"{text!r} is told", seconds)

    def wait(self, done: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < deadline, f"not within {seconds:g} s: {what}; told: {self.tail()}"
            if self.error is not None:
                raise AssertionError(f"it ended: {self.error}") from self.error
            time.sleep(0.05)

    def tail(self) -> list[str]:
        return [each.text for each in self.told[-12:]]

    def check_once(self) -> str:
        """See that every accepted call settled once, by the chain too; a sentence about it for the table."""
        assert self.counts() == {**dict.fromkeys(Status, 0), Status.SETTLED: self.submitted}
        assert self.world.shop.rubies(ALICE.user) == self.submitted
        costs = self.costs()
        thread = self._number()
        on_chain = self.world.owner.next_seq(*thread) - 1
        assert costs.settled.transactions == on_chain == len({each.seq for each in self.sub_blocks()})
        lost = f", {costs.stale_generations} proofs made anew" if costs.stale_generations else ""
        reverted = f", {costs.reverted.transactions} reverts paid" if costs.reverted.transactions else ""
        return f"{self.submitted} of {self.submitted} calls settled once in {on_chain} sub-blocks{lost}{reverted}"

    def _next(self) -> GoodLine:
        (good,) = read_lines(BytesIO(purchase(ALICE, 1, self.submitted).encode()))
        assert isinstance(good, GoodLine)
        return good

    def _accepted(self, good: GoodLine) -> bool:
        assert self._runner is not None
        try:
            (answer,) = self._runner.submit([good])
        except SayaError:
            # The chain or the store is away; whoever submits tries again, as all intakes do.
            return False
        return isinstance(answer, Accepted) or getattr(answer, "status", None) is not None

    def _run(self) -> None:
        assert self._runner is not None
        try:
            self._runner.run([])
        except SayaError as error:
            self.error = error

    def _number(self) -> tuple[int, int]:
        return self.folder.settings.thread.world, self.folder.settings.thread.number

    def _store(self) -> Store:
        return Store.open(self.folder.store_url, self.folder.blobs)

"""Threads that run in this process, with real `fast` proofs on a real chain."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from io import BytesIO
from pathlib import Path

import pytest

from saya_py.chain.evm.accounts import anvil_account
from saya_py.core.call_data import decode_call_data
from saya_py.core.wire import dump_submission
from saya_py.proving.engine import Engine
from saya_py.service.assembly import assemble
from saya_py.service.demo.gems import gems_ir
from saya_py.service.demo.story import ALICE, BOB
from saya_py.service.folder import ServiceFolder
from saya_py.service.intake import LinesIntake
from saya_py.service.runner import Runner
from saya_py.service.status import ThreadStatus, thread_status
from saya_py.service.telling import Happening
from saya_py.store.states import State, Status
from saya_py.store.store import Store
from tests.support.auditing import audit_of
from tests.support.running import GemWorld, Prebuilt, purchase


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine("fast", [gems_ir()], authorisation="none")


class Running:
    """A thread with its runner, and what it told."""

    def __init__(self, folder: Path, account: int, engine: Engine) -> None:
        self.folder = ServiceFolder.read(folder)
        assembly = assemble(self.folder, anvil_account(account))
        known = {field.name: getattr(assembly, field.name) for field in fields(assembly)}
        self.told: list[Happening] = []
        self._prebuilt = Prebuilt(**known, engine=engine)
        self.runner = Runner(self._prebuilt, self.told.append)

    def settle(self, *lines: str) -> LinesIntake:
        """Run until all lines are settled or dropped."""
        intake = LinesIntake(BytesIO("\n".join(lines).encode()), "calls", self._prebuilt.check)
        self.runner.run([intake], until_settled=True)
        return intake

    def status(self) -> ThreadStatus:
        thread = self.folder.settings.thread
        with Store.open(self.folder.store_url, self.folder.blobs) as store:
            return thread_status(store, thread.world, thread.number)


def test_two_threads_on_the_same_entries_both_get_on(gem_world: GemWorld, tmp_path: Path, engine: Engine) -> None:
    gem_world.grant(100, [ALICE, BOB])
    sealing = "[sealing]\nage_seconds = 0.2\n"
    first = Running(gem_world.thread(tmp_path / "first", anvil_account(1), sealing), 1, engine)
    second = Running(gem_world.thread(tmp_path / "second", anvil_account(2), sealing), 2, engine)
    lines = {first: [purchase(ALICE, 2), purchase(BOB, 1)], second: [purchase(ALICE, 3, 1), purchase(BOB, 4, 1)]}
    with ThreadPoolExecutor() as pool:
        settling = [pool.submit(running.settle, *own) for running, own in lines.items()]
    for each in settling:
        assert each.result().tally.bad == []
    shop = gem_world.shop
    assert (shop.rubies(ALICE.user), shop.rubies(BOB.user)) == (5, 5)
    assert (shop.diamonds(ALICE.user), shop.diamonds(BOB.user)) == (85, 85)
    statuses = [first.status(), second.status()]
    assert all(status.counts[Status.SETTLED] == 2 for status in statuses)
    # One of them was overtaken: it paid at most for a proof, because staleness is seen before anything is sent.
    generations = [each.sub_block for status in statuses for each in status.sub_blocks]
    stale = [each for each in generations if each.state is State.STALE]
    assert stale
    assert all(each.reason is not None and "0x" in each.reason for each in stale)
    proven = [each for each in stale if each.proof is not None]
    assert sum(status.costs.stale_generations for status in statuses) == len(proven)
    assert all(status.costs.reverted.transactions == 0 for status in statuses)
    for running in (first, second):
        files = sorted(file.name for file in running.folder.call_data.iterdir())
        assert files == ["1.json"]
        data = decode_call_data((running.folder.call_data / "1.json").read_bytes())
        assert [dump_submission(each) for each in data.submissions] == lines[running]
        audit_of(running.folder).demand_ok()

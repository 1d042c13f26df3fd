"""What the demo tells, on a real chain and through real HTTP, with proofs that only the test's verifier takes."""

from __future__ import annotations

from functools import partial

import pytest

from saya_py.api.server import ApiServer
from saya_py.client import ThreadClient
from saya_py.core.errors import InternalError
from saya_py.proving.engine import Engine, Progress
from saya_py.service.assembly import Assembly
from saya_py.service.demo.report import DemoReport, StaleReport, SubBlockReport
from saya_py.service.demo.run import run_demo
from saya_py.service.running import RunningThread
from tests.support.stubbed import stub_proofs


class Heard:
    """A watcher that remembers."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.refusals: list[tuple[str, str]] = []
        self.told: list[SubBlockReport] = []
        self.last: DemoReport | None = None

    def begins(self, profile: str) -> None:
        assert profile == "fast"

    def stage(self, text: str) -> None:
        self.stages.append(text)

    def finished(self, part: str, seconds: float) -> None:
        assert seconds >= 0

    def refused(self, call: str, message: str) -> None:
        self.refusals.append((call, message))

    def sub_block(self, report: SubBlockReport) -> None:
        self.told.append(report)

    def done(self, report: DemoReport) -> None:
        self.last = report


@pytest.fixture
def stubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No circuits are built, and the chain's verifier takes a hash for a proof."""

    stub_proofs(monkeypatch)


def serve(thread: RunningThread) -> ApiServer:
    return ApiServer(thread, "127.0.0.1:0")


@pytest.mark.usefixtures("stubbed")
def test_the_story_is_played_to_its_end() -> None:
    heard = Heard()
    report = run_demo("fast", heard, serve)
    assert heard.last is report
    assert heard.refusals == [("Mike's call for 1", "you do not have enough diamonds")]
    assert report.sub_blocks == heard.told
    told = [(each.seq, each.generation, each.status, each.calls, each.entries) for each in heard.told]
    assert told == [(1, 1, "settled", 6, 14), (2, 1, "settled", 2, 3), (3, 1, "stale", 1, 3), (3, 2, "settled", 1, 3)]
    stale = heard.told[2].end
    assert isinstance(stale, StaleReport)
    assert stale.meaning == "Alice's diamonds: 6 when proven, 16 on chain"
    assert stale.fee_wei == 0
    assert report.costs.stale_generations == 1
    assert report.balances == report.expected
    assert (report.balances["Alice"].diamonds, report.balances["Alice"].rubies) == (13, 57)
    assert "sub-block 3: proving again, on the new values" in heard.stages


@pytest.mark.usefixtures("stubbed")
def test_a_thread_that_cannot_prove_ends_the_demo_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(assembly: Assembly, progress: Progress) -> Engine:
        raise InternalError("the circuits are broken")

    monkeypatch.setattr(Assembly, "build", broken)
    monkeypatch.setattr(ThreadClient, "connect", partial(ThreadClient.connect, patience=2.0))
    with pytest.raises(InternalError, match="the circuits are broken"):
        run_demo("fast", Heard(), serve)

"""Faults and what becomes of them: one table at the end of the run.

A test of a fault carries its name, `@pytest.mark.faults("anvil restarted with its state")`, in which `{parameter}`
stands for a parameter of the test. It says what it saw with the fixture `outcome`; one that fails says FAILED.
These tests take minutes and run with `make test-faults` only.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from saya_py.chain.evm.accounts import anvil_account
from saya_py.service.demo.story import ALICE
from tests.crash.running import ACCOUNT, RunningThread
from tests.support.chains import LocalChain
from tests.support.faulty_node import FaultyNode
from tests.support.running import GemWorld, compile_gems

SETTINGS = """
[sealing]
calls = 1
age_seconds = 0.1
[fees]
max_fee_gwei = 50.0
bump_after_seconds = 2.0
"""
"""Of the threads: every submission becomes a sub-block of its own."""

_ROWS = pytest.StashKey[list[tuple[str, str, float]]]()
_SEEN = pytest.StashKey[str]()


@pytest.fixture
def outcome(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Says what became of the fault, for the table."""

    def say(seen: str) -> None:
        request.node.stash[_SEEN] = seen

    return say


@pytest.fixture(scope="session")
def compiled_gems(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A compiled set of Diamonds & Rubies, `fast`, in which nobody signs."""
    return compile_gems(tmp_path_factory.mktemp("gems") / "set")


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[LocalChain]:
    with LocalChain(tmp_path) as chain:
        yield chain


@pytest.fixture
def node(chain: LocalChain) -> Iterator[FaultyNode]:
    """The thread's node; the test itself talks to the chain."""
    with FaultyNode(chain.url) as node:
        yield node


@pytest.fixture
def world(chain: LocalChain, compiled_gems: Path) -> GemWorld:
    world = GemWorld.create(chain.url, compiled_gems, stub=True)
    world.grant(10_000, [ALICE])
    return world


@pytest.fixture
def running(world: GemWorld, node: FaultyNode, tmp_path: Path) -> Iterator[RunningThread]:
    """A thread that runs and has settled two sub-blocks."""
    folder = world.thread(tmp_path / "thread", anvil_account(ACCOUNT), SETTINGS, node.url)
    settings = folder / "thread.toml"
    # Deeper than any reorganisation here.
    settings.write_text(settings.read_text().replace("finality_blocks = 3", "finality_blocks = 20"))
    running = RunningThread(world, folder)
    try:
        running.start()
        running.submit(2)
        running.wait_settled(2)
        yield running
    finally:
        node.well()
        running.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    report = yield
    marker = item.get_closest_marker("faults")
    # A fixture that fails is a row too; one that succeeds is none.
    if marker is None or (report.when != "call" and report.passed):
        return report
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    seen = item.stash.get(_SEEN, "passed")
    if report.failed:
        seen = f"FAILED: {call.excinfo.value if call.excinfo else ''}".splitlines()[0]
    elif report.skipped:
        seen = f"NOT RUN: {report.longrepr[2] if isinstance(report.longrepr, tuple) else ''}"
    rows = item.config.stash.setdefault(_ROWS, [])
    rows.append((marker.args[0].format(**parameters), seen, report.duration))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = config.stash.get(_ROWS, [])
    if not rows:
        return
    table = Table("fault", "outcome", "seconds", box=SIMPLE_HEAD, title="Faults and what became of them")
    for fault, seen, seconds in rows:
        table.add_row(fault, seen, f"{seconds:.0f}")
    console = Console(width=140)
    with console.capture() as captured:
        console.print(table)
    terminalreporter.write_line(captured.get())

"""Faults and what becomes of them: one table at the end of the run.

A test of a fault carries its name, `@pytest.mark.faults("anvil restarted with its state")`, in which `{parameter}`
stands for a parameter of the test. It says what it saw with the fixture `outcome`; one that fails says FAILED.
These tests take minutes and run with `make test-faults` only.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from tests.support.running import compile_gems

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

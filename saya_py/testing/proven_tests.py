"""Proves the calls of tests when they end, and says so in pytest's summary."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import asdict
from typing import Any

import pytest

from saya_py.core.errors import SayaError
from saya_py.proving.engine import ProfileName
from saya_py.testing.proof_report import ProofReport
from saya_py.testing.proofs import Prover
from saya_py.testing.recorder import Recorder, recording

_PROPERTY = "saya_py proofs"


class ProvenTests:
    """A part of the plugin: the proofs of one run of pytest."""

    def __init__(self, profile: ProfileName, *, everything: bool, only_check: bool, most: int) -> None:
        """`everything` is for the calls of all tests; in tests of hypothesis `most` proofs of each function are made.

        With `only_check`, only tests that are marked are proven: the calls of all others are checked against the
        constraints.
        """
        self._prover = Prover(profile)
        self._everything = everything
        self._only_check = only_check
        self._most = most
        self._recorder = Recorder(everything=False)
        self._reports: dict[str, ProofReport] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Notes the calls of the test, those of its fixtures too."""
        everything = self._everything or item.get_closest_marker("prove") is not None
        self._recorder = Recorder(everything=everything)
        with recording(self._recorder):
            return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Proves them when the test has passed; a proof that fails is a failure of the test."""
        result = yield
        if self._recorder.records:
            item.user_properties.append((_PROPERTY, asdict(self._prove(item))))
        return result

    def _prove(self, item: pytest.Item) -> ProofReport:
        generated = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        only_check = self._only_check and item.get_closest_marker("prove") is None
        most = 0 if only_check else self._most if generated else None
        try:
            return self._prover.prove(self._recorder.records, lambda text: _tell(item, text), most)
        except SayaError as error:
            failure = f"the calls of this test could not be proven: {error}"
        return pytest.fail(failure, pytrace=False)

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collects what was proven, also by the workers of pytest-xdist."""
        if report.when == "call":
            for name, value in report.user_properties:
                if name == _PROPERTY:
                    self._reports[report.nodeid] = ProofReport(**value)  # type: ignore[arg-type]

    @pytest.hookimpl
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """One line a test and one for all."""
        if not self._reports:
            return
        terminalreporter.section("circuits" if self._only_check else "proofs")
        for nodeid, report in self._reports.items():
            terminalreporter.write_line(f"{report.seconds:7.1f} s  {nodeid}: {report}")
        total = sum(self._reports.values(), start=ProofReport(next(iter(self._reports.values())).profile))
        terminalreporter.write_line(
            f"{total.seconds:7.1f} s  in all: {total}{'' if self._only_check else f'; profile {total.profile}'}"
        )


def _tell(item: pytest.Item, text: str) -> None:
    terminal = item.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None:
        terminal.ensure_newline()
        terminal.write_line(f"{item.name}: {text}")

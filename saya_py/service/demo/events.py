"""What a watcher of the demo is told while it runs."""

from __future__ import annotations

from typing import Protocol

from saya_py.service.demo.report import DemoReport, SubBlockReport


class Watcher(Protocol):
    """Shows a run to somebody; nothing that it does changes the run."""

    def begins(self, profile: str) -> None:
        """The run begins, with proofs of this profile."""

    def stage(self, text: str) -> None:
        """Work named `text` began; it lasts until the next stage."""

    def finished(self, part: str, seconds: float) -> None:
        """A part of the current stage is done."""

    def refused(self, call: str, message: str) -> None:
        """A call failed at once with the contract's `message`, so it is in no sub-block."""

    def sub_block(self, report: SubBlockReport) -> None:
        """A generation of a sub-block settled, or was replaced because a value changed first."""

    def done(self, report: DemoReport) -> None:
        """The run is over."""

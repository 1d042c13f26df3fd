"""Purchases that nobody signed, executed and proven without a thread: for measurements, in development sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from saya_py.batcher.batch import Execution
from saya_py.batcher.execution import NativeExecutor
from saya_py.core.submissions import PlainCall
from saya_py.core.window import Window
from saya_py.core.wire import dump_submission
from saya_py.service.demo.gems import gems_call
from saya_py.service.demo.story import Purchase


@dataclass(frozen=True)
class DemoSubmission:
    """A submission that runs natively and can be proven."""

    submission: PlainCall
    executor: NativeExecutor

    def encoded(self) -> str:
        """Its JSON form."""
        return dump_submission(self.submission)

    def execute(self, window: Window, state: Mapping[bytes, bytes]) -> Execution:
        """Run it in the time window on `state` without changing it."""
        return self.executor.execute(self.encoded(), window, state)


def unsigned(purchase: Purchase, executor: NativeExecutor) -> DemoSubmission:
    """A purchase that nobody signed."""
    return DemoSubmission(PlainCall(gems_call(purchase)), executor)

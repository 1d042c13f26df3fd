"""A thread that runs in this process, with its HTTP interface, while the demo talks to it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import Protocol, Self, TypeAlias

from saya_py.client import Settled, Submitted
from saya_py.core.errors import InternalError, ServiceUnavailable, TimedOut
from saya_py.service.runner import Runner
from saya_py.service.running import RunningThread

_LOOK_SECONDS = 2.0
"""How often to look whether the thread still runs."""


class Server(Protocol):
    """An HTTP interface."""

    url: str
    """Where it listens."""


Serve: TypeAlias = Callable[[RunningThread], AbstractContextManager[Server]]
"""Starts the HTTP interface of a thread."""


class Serving:
    """Runs a thread in the background; what ends it early is raised where the demo waits for it, or at the end."""

    def __init__(self, runner: Runner, serve: Serve) -> None:
        """Serve `runner`."""
        self.url = ""
        """Where its HTTP interface is, inside the `with` block."""
        self._runner = runner
        self._serve = serve
        self._thread = threading.Thread(target=self._run, name="thread")
        self._fault: BaseException | None = None
        self._closing = ExitStack()

    def wait(self, submitted: Submitted) -> Settled:
        """Wait until a submission is settled, as long as the thread runs."""
        while True:
            if self._fault is not None:
                raise self._fault
            try:
                return submitted.wait_settled(_LOOK_SECONDS)
            except (TimedOut, ServiceUnavailable):
                continue

    def fail(self, reason: str) -> None:
        """Let those who wait know that nothing will come of it."""
        self._fault = self._fault or InternalError(reason)

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._thread.start()
            stack.callback(self._stop)
            self.url = stack.enter_context(self._serve(self._runner)).url
            self._closing = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()
        if self._fault is not None and isinstance(error, ServiceUnavailable):
            # It did not answer because it had ended.
            raise self._fault

    def _run(self) -> None:
        try:
            self._runner.run([])
            self.fail("the thread ended before the demo")
        except BaseException as error:  # noqa: BLE001 - raised again by `wait`
            self._fault = self._fault or error

    def _stop(self) -> None:
        self._runner.stop()
        self._thread.join()

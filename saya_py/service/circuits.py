"""The circuits of a thread, built in the background: submissions are taken meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

from saya_py.proving.engine import Engine


class Circuits:
    """Circuits under way. Building takes from a quarter of a minute to minutes and cannot be broken off."""

    def __init__(self, build: Callable[[], Engine]) -> None:
        """Begin to build."""
        self._built: Future[Engine] = Future()
        self._thread = threading.Thread(target=self._run, args=(build,), name="building circuits")
        self._thread.start()

    def engine(self) -> Engine | None:
        """The circuits when they are ready, else None.

        Raises:
            SayaError: what kept them from being built.
        """
        return self._built.result() if self._built.done() else None

    def close(self) -> None:
        """Return when nothing is being built any more."""
        self._thread.join()

    def _run(self, build: Callable[[], Engine]) -> None:
        try:
            self._built.set_result(build())
        except BaseException as error:  # noqa: BLE001 - raised again by whoever asks for the circuits
            self._built.set_exception(error)

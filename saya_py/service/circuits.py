"""The circuits of a thread, built in the background: submissions are taken meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

from saya_py.proving.engine import Engine


class Circuits:
    """Circuits under way. Building takes from a quarter of a minute to minutes and cannot be broken off."""

    def __init__(self, build: Callable[[], Engine]) -> None:
        """Nothing is built before `begin`."""
        self._built: Future[Engine] = Future()
        self._thread = threading.Thread(target=self._run, args=(build,), name="building circuits")

    def begin(self) -> bool:
        """Begin to build; False when that was begun before."""
        if self._thread.ident is not None:
            return False
        self._thread.start()
        return True

    def engine(self) -> Engine | None:
        """The circuits when they are ready, else None.

        Raises:
            SayaError: what kept them from being built.
        """
        return self._built.result() if self._built.done() else None

    def close(self) -> None:
        """Return when nothing is being built any more."""
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self, build: Callable[[], Engine]) -> None:
        try:
            self._built.set_result(build())
        except BaseException as error:  # noqa: BLE001 - raised again by whoever asks for the circuits
            self._built.set_exception(error)

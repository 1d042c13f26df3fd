"""The HTTP interface as a thread of the process that runs a thread of a world."""

from __future__ import annotations

import os
import socket
import threading
import time
from types import TracebackType
from typing import Self

import uvicorn

from saya_py.api.app import make_app
from saya_py.core.errors import ConfigError, InternalError
from saya_py.service.running import RunningThread

_START_SECONDS = 30.0
_CLOSE_SECONDS = 5
"""How long requests that are being answered may take once the server is closing."""


class ApiServer:
    """Serves a thread's HTTP interface; signals are the process's business, which calls `stop`."""

    def __init__(self, thread: RunningThread, listen: str) -> None:
        """Serve `thread` at `listen`, which is `host:port`; port 0 is any free one.

        Raises:
            ConfigError: it cannot listen there.
        """
        host, _, port = listen.rpartition(":")
        self._socket = _listening(host, int(port))
        bound = self._socket.getsockname()
        self.url = f"http://{bound[0]}:{bound[1]}"
        """Where it listens."""
        self._closing = threading.Event()
        config = uvicorn.Config(
            make_app(thread, self._closing),
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=_CLOSE_SECONDS,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="api", daemon=True)

    def start(self) -> None:
        """Return once requests are answered.

        Raises:
            InternalError: the server did not start.
        """
        self._thread.start()
        deadline = time.monotonic() + _START_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                self.stop()
                raise InternalError("the HTTP server did not start; the log says why")
            time.sleep(0.01)

    def stop(self) -> None:
        """Answer requests that wait, take no new ones, and return when the last one is answered."""
        self._closing.set()
        self._server.should_exit = True
        if self._thread.ident is not None:
            self._thread.join()
        self._socket.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _serve(self) -> None:
        self._server.run(sockets=[self._socket])


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=256)
    except OSError as error:
        raise ConfigError(
            f"the HTTP interface cannot listen at {host}:{port}: {_why(error)}; change api.listen, or end "
            "what listens there"
        ) from None


def _why(error: OSError) -> str:
    """Without the address, which the message of Python repeats."""
    return str(error) if error.errno is None or error.errno < 0 else os.strerror(error.errno)

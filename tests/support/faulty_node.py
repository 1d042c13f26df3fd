"""A node that is slow, away, behind, overloaded or lying: a proxy in front of a chain that tests tell what to do."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.request import Request, urlopen

Answer = dict[str, Any]
Lie = Callable[[str, list[Any], Answer], Answer]
"""Makes a false answer of a method, its parameters and the true one."""


class FaultyNode:
    """Passes questions on to the node at `behind`, as its attributes say; a context manager."""

    def __init__(self, behind: str) -> None:
        self.behind = behind
        self.seconds = 0.0
        """How long each answer takes."""
        self.away = False
        """Whether connections are closed without an answer."""
        self.status: int | None = None
        """HTTP status instead of an answer."""
        self.garbage: bytes | None = None
        """Bytes instead of an answer."""
        self.dropped = 0.0
        """The share of connections that are closed without an answer."""
        self.swallow: set[str] = set()
        """Methods that are done, but whose answers get lost."""
        self.lie: Lie | None = None
        self.asked: list[str] = []
        self._random = random.Random(1)
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def well(self) -> None:
        """Be a good node again."""
        self.seconds, self.away, self.status, self.garbage, self.dropped = 0.0, False, None, None, 0.0
        self.lie, self.swallow = None, set()

    def __enter__(self) -> FaultyNode:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, question: bytes) -> tuple[int, bytes] | None:
        """Status and body of an answer; None for none."""
        asked = json.loads(question)
        self.asked.append(asked["method"])
        if self.seconds:
            time.sleep(self.seconds)
        if self.away or self._random.random() < self.dropped:
            return None
        if self.status is not None:
            return self.status, b"no"
        if self.garbage is not None:
            return 200, self.garbage
        request = Request(self.behind, question, {"Content-Type": "application/json"})
        with urlopen(request, timeout=30) as response:
            found = json.loads(response.read())
        if asked["method"] in self.swallow:
            return None
        if self.lie is not None:
            found = self.lie(asked["method"], asked["params"], found)
        return 200, json.dumps(found).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, node: FaultyNode) -> None:
        self.node = node
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that did not wait is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        question = self.rfile.read(int(self.headers["Content-Length"]))
        answer = self.server.node.answer(question)
        if answer is None:
            self.close_connection = True
            return
        status, body = answer
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

"""Questions to a node that may be away, refuse, or say anything."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from tenacity import wait_none

from saya_py.audit.node import Node, data, field, quantity
from saya_py.chain.errors import ChainUnavailable
from saya_py.core.errors import ChainError, UserError


class Script(ThreadingHTTPServer):
    """Answers in turn: an HTTP status, or a body."""

    answers: list[Any]
    asked: list[Any]


class Handler(BaseHTTPRequestHandler):
    server: Script

    def do_POST(self) -> None:
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        answer = self.server.answers.pop(0)
        status, body = (answer, b"") if isinstance(answer, int) else (200, answer)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[Script]:
    monkeypatch.setattr(Node._post.retry, "wait", wait_none())  # type: ignore[attr-defined]
    server = Script(("127.0.0.1", 0), Handler)
    server.answers, server.asked = [], []
    runner = Thread(target=server.serve_forever)
    runner.start()
    yield server
    server.shutdown()
    runner.join()
    server.server_close()


@pytest.fixture
def node(script: Script) -> Iterator[Node]:
    node = Node(f"http://127.0.0.1:{script.server_port}")
    yield node
    node.close()


def result(value: Any) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "id": 1, "result": value}).encode()


def test_an_answer(script: Script, node: Node) -> None:
    script.answers = [result("0x7a69")]
    assert node.number("eth_chainId") == 31337
    assert script.asked == [{"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}]


def test_a_node_that_is_busy_is_asked_again(script: Script, node: Node) -> None:
    script.answers = [429, 503, result(None)]
    assert node.ask("eth_getBlockByNumber", "0x1", False) is None


def test_a_node_that_stays_away_is_unavailable(script: Script, node: Node) -> None:
    script.answers = [502] * 4
    with pytest.raises(ChainUnavailable, match="502"):
        node.ask("eth_chainId")
    assert len(script.asked) == 4
    with pytest.raises(ChainUnavailable, match="no node answers at http:"):
        Node("http://127.0.0.1:1").ask("eth_chainId")


@pytest.mark.parametrize(
    "body",
    [
        b"not JSON",
        b"[]",
        b"{}",
        json.dumps({"result": 1, "error": {}}).encode(),
        json.dumps({"error": {"message": "missing trie node"}}).encode(),
        json.dumps({"error": "no"}).encode(),
    ],
)
def test_what_is_no_result_is_refused_and_not_asked_again(script: Script, node: Node, body: bytes) -> None:
    script.answers = [body]
    with pytest.raises(ChainError) as refused:
        node.ask("eth_call")
    assert not isinstance(refused.value, ChainUnavailable)
    assert len(script.asked) == 1


@pytest.mark.parametrize("wrong", [None, 1, "", "0x", "12", "0xg", "0x" + "1" * 65, "0x-1", "0x1_0"])
def test_numbers_are_read_strictly(wrong: Any) -> None:
    with pytest.raises(ChainError, match="no number"):
        quantity(wrong, "a field")


@pytest.mark.parametrize("wrong", [None, 1, "", "0x0", "00", "0xgg", "0x00"])
def test_bytes_are_read_strictly(wrong: Any) -> None:
    with pytest.raises(ChainError, match="no bytes"):
        data(wrong, "a field", 2)


def test_fields_must_be_there() -> None:
    assert (data("0x", "code"), data("0x0102", "code"), field({"a": None}, "a", "it")) == (b"", b"\x01\x02", None)
    for wrong in ({}, None, []):
        with pytest.raises(ChainError, match="has no a of it"):
            field(wrong, "a", "it")


def test_what_may_be_secret_of_a_url_is_not_told() -> None:
    with closing(Node("http://user:password@127.0.0.1:1/v2/key?token=1")) as node:
        assert node.name == "http://127.0.0.1:1"
        for told in (str(node.nonsense("a question", "x")), unavailable(node)):
            assert "http://127.0.0.1:1" in told
            assert not re.search("user|password|key|token", told)


def unavailable(node: Node) -> str:
    with pytest.raises(ChainUnavailable) as error:
        node._post({})
    return str(error.value)


@pytest.mark.parametrize("url", ["", "127.0.0.1:8545", "ftp://host", "http://", "file:///etc/passwd"])
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(UserError, match="URL"):
        Node(url)

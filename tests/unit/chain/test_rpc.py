"""Asking a node: what is asked twice, what is not, and what the messages keep to themselves."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from web3 import Web3

from saya_py.chain.errors import ChainUnavailable, WrongAnswer
from saya_py.chain.evm.rpc import Patience, SteadyProvider, answered, connect, read
from saya_py.core.errors import ChainError

HASTY = Patience(answer_seconds=0.3, tries=3, longest_pause_seconds=0.01)


class Scripted:
    """A node that answers as it is told, one answer after the other; the last one stays."""

    def __init__(self) -> None:
        self.answers: list[Callable[[Any], bytes | None]] = []
        self.asked: list[str] = []
        node = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                node.asked.append(question["method"])
                answer = node.answers.pop(0) if len(node.answers) > 1 else node.answers[0]
                body = answer(question)
                if body is None:
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                """Say nothing."""

        class Server(HTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that did not wait is no news."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/key-of-the-operator?token=secret"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def ask(self) -> Web3:
        return Web3(SteadyProvider(self.url, HASTY))


def result(value: Any) -> Callable[[Any], bytes]:
    return lambda question: json.dumps({"jsonrpc": "2.0", "id": question["id"], "result": value}).encode()


def error(code: int, message: str) -> Callable[[Any], bytes]:
    told = {"code": code, "message": message}
    return lambda question: json.dumps({"jsonrpc": "2.0", "id": question["id"], "error": told}).encode()


def nothing(question: Any) -> None:
    return None


@pytest.fixture
def node() -> Iterator[Scripted]:
    node = Scripted()
    yield node
    node.close()


@pytest.mark.parametrize("bad", [nothing, lambda _: b"<html>", lambda _: b"[]", error(-32005, "slow down")])
def test_a_question_is_asked_again(node: Scripted, bad: Callable[[Any], bytes | None]) -> None:
    node.answers = [bad, bad, result("0x7a69")]
    assert read("its chain", lambda: node.ask().eth.chain_id) == 31337
    assert node.asked == ["eth_chainId"] * 3


def test_after_the_last_try_it_is_unavailable_and_keys_stay_secret(node: Scripted) -> None:
    node.answers = [nothing]
    with pytest.raises(
        ChainUnavailable, match=r"127\.0\.0\.1:\d+ does not answer eth_chainId: no connection"
    ) as raised:
        connect(node.url, HASTY)
    assert "secret" not in str(raised.value)
    assert "key-of-the-operator" not in str(raised.value)
    assert len(node.asked) == 3


def test_what_sends_is_never_sent_again_by_itself(node: Scripted) -> None:
    node.answers = [nothing]
    with pytest.raises(ChainUnavailable):
        answered(lambda: node.ask().eth.send_raw_transaction(b"\x02"))
    assert node.asked == ["eth_sendRawTransaction"]


def test_a_slow_answer_is_not_waited_for(node: Scripted) -> None:
    over = threading.Event()

    def late(question: Any) -> bytes:
        over.wait(5)
        return result("0x1")(question)

    node.answers = [late]
    try:
        with pytest.raises(ChainUnavailable, match=r"nothing within 0\.3 seconds"):
            answered(lambda: node.ask().eth.send_raw_transaction(b"\x02"))
    finally:
        over.set()


def test_a_refusal_is_a_refusal_where_something_is_done_and_wrong_where_something_is_read(node: Scripted) -> None:
    node.answers = [error(-32003, "nonce too low")]
    with pytest.raises(ChainError, match=r"the node refuses: .*nonce too low") as raised:
        answered(lambda: node.ask().eth.send_raw_transaction(b"\x02"))
    assert not isinstance(raised.value, ChainUnavailable)
    with pytest.raises(WrongAnswer, match=r"the node cannot tell its chain: .*nonce too low"):
        read("its chain", lambda: node.ask().eth.chain_id)


@pytest.mark.parametrize("value", ["0xzz", "seven", {}, []])
def test_answers_that_make_no_sense_are_wrong(node: Scripted, value: Any) -> None:
    node.answers = [result(value)]
    with pytest.raises(WrongAnswer, match="what the node tells of a balance makes no sense"):
        read("a balance", lambda: int(node.ask().eth.get_balance("0x" + "11" * 20)))  # type: ignore[arg-type]

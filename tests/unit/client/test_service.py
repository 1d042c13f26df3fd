"""Talking to a service that is away, comes back, or talks nonsense."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from saya_py.api.server import ApiServer
from saya_py.client.answers import Answers, SetAnswer, ValueAnswer
from saya_py.client.service import Service
from saya_py.core.errors import ConfigError, ServiceError, ServiceUnavailable
from saya_py.core.spelling import spelt
from saya_py.core.submissions import PlainCall
from saya_py.lang import encode_call
from tests.unit.api.fake_thread import GEMS, FakeThread, diamonds, number

CALL = spelt(PlainCall(encode_call(GEMS.schema, "buy_rubies", [3], user=1)))[0]


@pytest.fixture
def thread() -> FakeThread:
    return FakeThread(state={diamonds(1): number(20)})


def test_a_service_that_is_not_there_yet_is_tried_again(thread: FakeThread) -> None:
    server = ApiServer(thread, "127.0.0.1:0")
    late = threading.Timer(0.5, server.start)
    late.start()
    try:
        with Service(server.url, 20) as service:
            assert service.get(SetAnswer, "/v1/set").world == 1
    finally:
        late.join()
        server.stop()


def test_while_the_chain_is_away_nothing_is_given_up(thread: FakeThread) -> None:
    thread.chain_is_away = True

    def back() -> None:
        thread.chain_is_away = False

    with ApiServer(thread, "127.0.0.1:0") as server, Service(server.url, 20) as service:
        later = threading.Timer(0.5, back)
        later.start()
        answers = service.post(Answers, "/v1/submissions", CALL).answers
        later.join()
    assert [answer.answer for answer in answers] == ["accepted"]
    assert len(thread.submissions) == 1


def test_patience_ends(thread: FakeThread) -> None:
    thread.chain_is_away = True
    with ApiServer(thread, "127.0.0.1:0") as server, Service(server.url, 0.5) as service:
        with pytest.raises(ServiceUnavailable, match="ChainUnavailable: the node does not answer"):
            service.get(ValueAnswer, f"/v1/values/0x{diamonds(1).hex()}")
        server.stop()
        with pytest.raises(ServiceUnavailable, match="does not answer"):
            service.get(SetAnswer, "/v1/set")


def test_refusals_are_told_with_their_code(thread: FakeThread) -> None:
    with (
        ApiServer(thread, "127.0.0.1:0") as server,
        Service(server.url, 5) as service,
        pytest.raises(ServiceError, match="status 404: UnknownSubmission") as caught,
    ):
        service.get(Answers, "/v1/submissions/0x" + "ab" * 32)
    assert not isinstance(caught.value, ServiceUnavailable)


@contextmanager
def saying(body: bytes, status: int = 200) -> Iterator[str]:
    """Some other server; its URL."""

    class Says(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Says)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


@pytest.mark.parametrize("body", [b"<html>hello</html>", b"{}", b"[]", b'{"key": "0x1", "soft": 3, "canonical": null}'])
def test_another_server_is_recognised(body: bytes) -> None:
    with (
        saying(body) as url,
        Service(url, 1) as service,
        pytest.raises(ServiceError, match="answers what this client does not understand"),
    ):
        service.get(ValueAnswer, "/v1/values/0x00")


def test_a_failure_without_our_form_is_told_by_its_status() -> None:
    with (
        saying(b"bad gateway", 502) as url,
        Service(url, 1) as service,
        pytest.raises(ServiceError, match="refuses with status 502"),
    ):
        service.get(ValueAnswer, "/v1/values/0x00")


@pytest.mark.parametrize("url", ["127.0.0.1:8787", "ftp://somewhere", ""])
def test_what_is_no_url_is_told(url: str) -> None:
    with pytest.raises(ConfigError, match="is no URL of a thread's service"):
        Service(url, 1)

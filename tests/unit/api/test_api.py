"""The HTTP interface, over real HTTP."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from saya_py.api import submitting
from saya_py.api.server import ApiServer
from saya_py.core.errors import ConfigError
from tests.unit.api.fake_thread import SIGNING, FakeThread, diamonds, number, purchase, rubies

ALICE, BOB = 1, 2
LINES = {"Content-Type": "application/x-ndjson"}


@pytest.fixture
def thread() -> FakeThread:
    """Alice has 20 diamonds."""
    return FakeThread(state={diamonds(ALICE): number(20)})


@pytest.fixture
def http(thread: FakeThread) -> Iterator[httpx.Client]:
    with ApiServer(thread, "127.0.0.1:0") as server, httpx.Client(base_url=server.url, timeout=20) as client:
        yield client


def submitted(http: httpx.Client, submission: Any) -> dict[str, Any]:
    """The answer to one submission."""
    response = http.post("/v1/submissions", json=submission)
    assert response.status_code == 200, response.text
    (answer,) = response.json()["answers"]
    assert isinstance(answer, dict)
    return answer


def hexed(data: bytes) -> str:
    return "0x" + data.hex()


def test_an_accepted_call_is_answered_with_what_it_read_and_wrote(http: httpx.Client, thread: FakeThread) -> None:
    answer = submitted(http, purchase(ALICE, 3))
    assert answer == {
        "line": 1,
        "answer": "accepted",
        "digest": hexed(thread.received[0].digest),
        "ordinal": 1,
        "receipt": {
            "reads": {hexed(diamonds(ALICE)): hexed(number(20)), hexed(rubies(ALICE)): hexed(number(0))},
            "writes": {hexed(diamonds(ALICE)): hexed(number(11)), hexed(rubies(ALICE)): hexed(number(3))},
        },
    }


def test_the_same_again_is_recognised_however_it_is_spelt(http: httpx.Client, thread: FakeThread) -> None:
    first = submitted(http, purchase(ALICE, 3))
    text = json.dumps(purchase(ALICE, 3), indent=3, sort_keys=True)
    response = http.post("/v1/submissions", content=text, headers={"Content-Type": "application/json; charset=utf-8"})
    assert response.json()["answers"] == [
        {"line": 1, "answer": "repeated", "digest": first["digest"], "status": "accepted", "reason": None}
    ]
    thread.drop(bytes.fromhex(first["digest"][2:]), "no diamonds left")
    again = submitted(http, purchase(ALICE, 3))
    assert (again["status"], again["reason"]) == ("dropped", "no diamonds left")
    assert thread.value(diamonds(ALICE)) == number(11), "executed once"


def test_a_failing_call_is_refused_with_the_contracts_message(http: httpx.Client) -> None:
    answer = submitted(http, purchase(ALICE, 7))
    assert answer["answer"] == "refused"
    assert answer["reason"] == "you do not have enough diamonds"
    assert http.get(f"/v1/submissions/{answer['digest']}").status_code == 404


def test_every_line_has_its_answer(http: httpx.Client) -> None:
    lines = [
        json.dumps(purchase(ALICE, 3)), "", "{", json.dumps(purchase(ALICE, 3), indent=None, separators=(",", ":")),
        json.dumps(purchase(BOB, 1)), json.dumps(purchase(BOB, 1)), json.dumps(purchase(ALICE, 2)),
    ]  # fmt: skip
    response = http.post("/v1/submissions", content="\r\n".join(lines), headers=LINES)
    answers = response.json()["answers"]
    assert [(each["line"], each["answer"]) for each in answers] == [
        (1, "accepted"), (3, "unreadable"), (4, "repeated"), (5, "refused"), (6, "refused"), (7, "accepted"),
    ]  # fmt: skip
    assert "no JSON" in answers[1]["reason"]
    assert answers[5]["ordinal"] == 2


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        ("{}", "text/plain", 415, "WrongMediaType"),
        ("{}", None, 415, "WrongMediaType"),
        ("", "application/json", 400, "EncodingError"),
        ("\n \n", "application/x-ndjson", 400, "EncodingError"),
        ("\n".join("{" for _ in range(2_001)), "application/jsonl", 413, "TooLarge"),
        (b" " * (submitting.BODY_BYTES + 1), "application/jsonl", 413, "TooLarge"),
    ],
)
def test_what_cannot_be_read_is_refused_whole(
    http: httpx.Client, thread: FakeThread, content: str | bytes, kind: str | None, status: int, code: str
) -> None:
    response = http.post("/v1/submissions", content=content, headers={} if kind is None else {"Content-Type": kind})
    assert response.status_code == status
    error = response.json()["error"]
    assert error["code"] == code
    assert error["message"]
    assert thread.received == []


@pytest.mark.parametrize("content", ["[]", "{", '{"call": 1}', b"\xff\xfe", '{"call": {}, "call": {}}', "1e999999"])
def test_json_that_is_no_submission_is_answered_as_such(http: httpx.Client, content: str | bytes) -> None:
    response = http.post("/v1/submissions", content=content, headers={"Content-Type": "application/json"})
    assert response.status_code == 200
    (answer,) = response.json()["answers"]
    assert (answer["line"], answer["answer"]) == (1, "unreadable")


def test_a_submission_is_followed_from_the_queue_to_final(http: httpx.Client, thread: FakeThread) -> None:
    path = f"/v1/submissions/{submitted(http, purchase(ALICE, 3))['digest']}"
    digest = thread.received[0].digest
    queued = http.get(path).json()
    assert (queued["status"], queued["sub_block"], queued["settlement"]) == ("accepted", None, None)
    thread.include(digest, seq=4, generation=2)
    assert http.get(path).json()["sub_block"] == {"seq": 4, "generation": 2, "state": "proving"}
    thread.settle(digest)
    settled = http.get(path).json()
    assert settled["status"] == "settled"
    assert settled["settlement"] == {"transaction": "0x" + "05" * 32, "block": 9, "final": False}
    thread.settle(digest, final=True)
    assert http.get(path).json()["settlement"]["final"] is True


def test_a_request_may_wait_until_it_is_settled(http: httpx.Client, thread: FakeThread) -> None:
    path = f"/v1/submissions/{submitted(http, purchase(ALICE, 3))['digest']}"
    digest = thread.received[0].digest
    began = time.monotonic()
    assert http.get(path, params={"wait": "settled", "timeout": 0.3}).json()["status"] == "accepted"
    assert 0.3 <= time.monotonic() - began < 5
    timer = threading.Timer(0.3, lambda: thread.settle(digest))
    timer.start()
    assert http.get(path, params={"wait": "settled", "timeout": 15}).json()["status"] == "settled"
    timer.join()
    assert http.get(path, params={"wait": "included", "timeout": 15}).json()["status"] == "settled"
    assert http.get(path, params={"wait": "final", "timeout": 0.1}).json()["settlement"]["final"] is False


def test_waiting_ends_when_it_is_dropped(http: httpx.Client, thread: FakeThread) -> None:
    path = f"/v1/submissions/{submitted(http, purchase(ALICE, 3))['digest']}"
    thread.drop(thread.received[0].digest, "you do not have enough diamonds")
    dropped = http.get(path, params={"wait": "final", "timeout": 15}).json()
    assert (dropped["status"], dropped["reason"]) == ("dropped", "you do not have enough diamonds")


def test_values_are_the_soft_one_and_the_canonical_one(http: httpx.Client) -> None:
    submitted(http, purchase(ALICE, 3))
    found = http.get(f"/v1/values/{hexed(diamonds(ALICE))}").json()
    assert found == {"key": hexed(diamonds(ALICE)), "soft": hexed(number(11)), "canonical": hexed(number(20))}


def test_the_set_is_what_signatures_are_bound_to(http: httpx.Client) -> None:
    assert http.get("/v1/set").json() == {
        "chain_id": 31337,
        "genesis_hash": hexed(SIGNING.genesis_hash),
        "settlement": hexed(SIGNING.settlement),
        "world": 1,
        "thread": 2,
        "domain": hexed(SIGNING.domain),
        "os_version": "0x" + f"{77:064x}",
        "set_root": hexed(SIGNING.set_root),
        "authorisation": "none",
        "manifest_sha256": hexed(SIGNING.manifest),
    }


def test_status_and_health(http: httpx.Client) -> None:
    submitted(http, purchase(ALICE, 3))
    assert http.get("/v1/status").json() == {"queue": 1}
    assert http.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/submissions/0x12", 400, "EncodingError"),
        ("/v1/submissions/0x" + "ab" * 32, 404, "UnknownSubmission"),
        ("/v1/submissions/0x" + "ab" * 32 + "?wait=cooked", 400, "UserError"),
        ("/v1/submissions/0x" + "ab" * 32 + "?wait=settled&timeout=61", 400, "UserError"),
        ("/v1/values/nothing", 400, "EncodingError"),
        ("/v1/values/0x" + "ff" * 32, 400, "EncodingError"),
        ("/v2", 404, "UserError"),
        ("/docs", 404, "UserError"),
    ],
)
def test_errors_have_one_form(http: httpx.Client, path: str, status: int, code: str) -> None:
    response = http.get(path)
    assert response.status_code == status
    assert response.json()["error"]["code"] == code


def test_while_the_chain_cannot_be_read_clients_are_told_to_come_again(http: httpx.Client, thread: FakeThread) -> None:
    thread.chain_is_away = True
    for response in (
        http.post("/v1/submissions", json=purchase(ALICE, 3)),
        http.get(f"/v1/values/{hexed(diamonds(ALICE))}"),
    ):
        assert response.status_code == 503
        assert int(response.headers["Retry-After"]) >= 1
        assert response.json()["error"] == {"code": "ChainUnavailable", "message": "the node does not answer"}
    thread.chain_is_away = False
    assert submitted(http, purchase(ALICE, 3))["answer"] == "accepted"


def test_a_fault_is_told_without_its_details(
    http: httpx.Client, thread: FakeThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> dict[str, Any]:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(thread, "status", broken)
    response = http.get("/v1/status")
    assert response.status_code == 500
    assert response.json()["error"]["code"] == "InternalError"
    assert "secret" not in response.text


def test_a_port_that_is_taken_is_told(thread: FakeThread) -> None:
    with ApiServer(thread, "127.0.0.1:0") as server:
        taken = server.url.removeprefix("http://")
        with pytest.raises(ConfigError, match=r"cannot listen at .*: Address already in use; change api.listen"):
            ApiServer(thread, taken)


def test_stopping_answers_those_who_wait(thread: FakeThread) -> None:
    server = ApiServer(thread, "127.0.0.1:0")
    server.start()
    answers: list[httpx.Response] = []
    with httpx.Client(base_url=server.url, timeout=40) as http:
        path = f"/v1/submissions/{submitted(http, purchase(ALICE, 3))['digest']}"
        waiting = threading.Thread(
            target=lambda: answers.append(httpx.get(f"{server.url}{path}?wait=settled&timeout=30", timeout=40))
        )
        waiting.start()
        time.sleep(0.3)
        began = time.monotonic()
        server.stop()
        waiting.join()
        assert time.monotonic() - began < 5
        assert answers[0].json()["status"] == "accepted"
        with pytest.raises(httpx.TransportError):
            http.get("/healthz")


def test_the_page_names_every_path_and_code(http: httpx.Client) -> None:
    paths = set(http.get("/openapi.json").json()["paths"])
    page = Path("docs/api.md").read_text()
    assert set(re.findall(r"`(?:GET|POST) (/\S+?)`", page)) == paths | {"/openapi.json"}
    for code in ("EncodingError", "UserError", "UnknownSubmission", "TooLarge", "WrongMediaType", "InternalError"):
        assert f"`{code}`" in page

"""Files with a submission on each line."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saya_py.core.bundles import Bundle
from saya_py.core.calls import AuthMode, Call
from saya_py.core.errors import ArtifactError
from saya_py.core.spelling import spelt
from saya_py.core.submissions import PlainCall, SignedBundle, SignedCall, Submission
from saya_py.core.wire import dump_submission, load_submission
from saya_py.service import lines
from saya_py.service.lines import BadLine, GoodLine, RepeatedLine, read_lines


def call(number: int, mode: AuthMode = AuthMode.NONE) -> Call:
    return Call(contract=1, function=2, args=(number, 2**63), user=7, valid_until=1_900_000_000, auth_mode=mode)


def plain(number: int) -> str:
    return dump_submission(PlainCall(call(number)))


def read(data: bytes) -> list[GoodLine | RepeatedLine | BadLine]:
    return list(read_lines(io.BytesIO(data)))


def changed(**fields: Any) -> bytes:
    """A good line with some fields of its call changed."""
    value = json.loads(plain(1))
    value["call"].update(fields)
    return json.dumps(value).encode()


def test_lines_are_read_in_order_whatever_ends_them() -> None:
    data = f"{plain(1)}\n{plain(2)}\r\n\n  \t\r\n{plain(3)}".encode()
    found = read(data)
    assert [(line.number, type(line)) for line in found] == [(1, GoodLine), (2, GoodLine), (5, GoodLine)]
    assert [line.submission for line in found if isinstance(line, GoodLine)] == [PlainCall(call(n)) for n in (1, 2, 3)]


def test_signed_calls_and_bundles_are_submissions_too() -> None:
    key, signature = bytes(104), bytes(2_320)
    signed = SignedCall(call(1, AuthMode.INLINE), key, signature)
    bundle = SignedBundle(Bundle(7, 0, 3, 0), (call(1, AuthMode.POP), call(2, AuthMode.POP)), key, signature)
    found = read(f"{dump_submission(signed)}\n{dump_submission(bundle)}\n".encode())
    assert [line.submission for line in found if isinstance(line, GoodLine)] == [signed, bundle]


def test_a_content_counts_once_however_it_is_spelt() -> None:
    again = json.dumps(json.loads(plain(1)), indent=None, sort_keys=True, separators=(" , ", " : "))
    found = read(f"{plain(1)}\n{plain(2)}\n{again}\n{plain(1)}\n".encode())
    assert found[2:] == [RepeatedLine(3, 1), RepeatedLine(4, 1)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "the text is no JSON"),
        (b"[]", "a submission is no JSON object"),
        (b'"\xff"', "the line is not UTF-8 text: byte 2 of it is 0xff"),
        (b"\x00", "the text is no JSON"),
        (b'{"cal": {}}', "lacks the field 'call'"),
        (changed(memo="hi"), "unknown field 'memo'"),
        (changed(user=-1), "call.user is no whole number from 0 to 4294967295"),
        (changed(user=2**32), "call.user is no whole number"),
        (changed(nonce=True), "call.nonce is no whole number"),
        (changed(valid_until=1e9), "call.valid_until is no whole number"),
        (changed(args=["0xffffffff00000001"]), "18446744069414584321 is not a limb"),
        (changed(args=[5]), "call.args[0] is no text"),
        (changed(auth_mode="pop"), "authorisation mode"),
        (b"[" * 100_000, "the text is no JSON"),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_the_others_are_read(line: bytes, reason: str) -> None:
    good = plain(1).encode()
    found = read(b"\n".join([good, line, plain(2).encode()]))
    assert [type(line) for line in found] == [GoodLine, BadLine, GoodLine]
    bad = found[1]
    assert isinstance(bad, BadLine)
    assert bad.number == 2
    assert reason in bad.reason


def test_a_line_without_end_is_not_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LINE_BYTES", 500)
    found = read(plain(1).encode() + b"\n" + b" " * 1_700 + b"\n" + plain(2).encode() + b"\n" + b"x" * 501)
    assert [(line.number, type(line)) for line in found] == [(1, GoodLine), (2, BadLine), (3, GoodLine), (4, BadLine)]


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert [type(line) for line in read(b"\xef\xbb\xbf" + plain(1).encode())] == [GoodLine]


def test_a_submission_that_the_contracts_do_not_have_is_a_bad_line() -> None:
    def check(submission: Submission) -> None:
        assert isinstance(submission, PlainCall)
        if submission.call.args[0] == 2:
            raise ArtifactError("contract 1 has no function 2")

    data = f"{plain(1)}\n{plain(2)}\n{plain(2)}\n".encode()
    found = list(read_lines(io.BytesIO(data), check))
    reason = "contract 1 has no function 2"
    assert [type(found[0]), *found[1:]] == [GoodLine, BadLine(2, reason), BadLine(3, reason)]


def test_a_file_of_ten_thousand_lines() -> None:
    """Every line is accounted for: good, repeated or bad."""
    kinds = [plain(number) for number in range(9_000)] + ["{"] * 500 + [plain(1)] * 400 + [""] * 100
    found = read("\r\n".join(kinds).encode())
    counts = [sum(isinstance(line, kind) for line in found) for kind in (GoodLine, RepeatedLine, BadLine)]
    assert counts == [9_000, 400, 500]
    assert found[-1] == RepeatedLine(9_900, 2)


def test_the_spelling_reads_back() -> None:
    submission = PlainCall(call(1))
    text, digest = spelt(submission)
    assert load_submission(text) == submission
    assert spelt(load_submission(plain(1))) == (text, digest)
    assert spelt(PlainCall(call(2)))[1] != digest


@settings(deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=5))
def test_no_bytes_are_a_fault(raw: list[bytes]) -> None:
    found = read(b"\n".join(raw) + b"\n" + plain(1).encode())
    assert isinstance(found[-1], GoodLine)

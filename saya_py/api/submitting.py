"""From the body of a request to an answer for each of its lines."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

from fastapi import Request

from saya_py.api.failures import TooLarge, WrongMediaType
from saya_py.api.models import (
    AcceptedModel,
    AnswerModel,
    ReceiptModel,
    RefusedModel,
    RepeatedModel,
    UnreadableModel,
    shown,
)
from saya_py.batcher.answers import Accepted, Answer, Refused, Repeated
from saya_py.core.errors import EncodingError
from saya_py.core.wire import load_json
from saya_py.service.lines import LINE_BYTES, BadLine, GoodLine, Line, RepeatedLine, read_lines
from saya_py.service.running import RunningThread
from saya_py.store.states import Status

BODY_BYTES = 2 * LINE_BYTES
"""A request may have this many bytes."""
LINES = 2_000
"""A request may have this many lines."""

ONE = "application/json"
SEVERAL = ("application/x-ndjson", "application/jsonl")


async def read_body(request: Request) -> list[Line]:
    """The lines of a request: a single submission as JSON, or one on each line.

    Raises:
        WrongMediaType: it is neither. Browsers send neither to another site without asking that first.
        TooLarge: it has too many bytes or lines; what is too much is not read.
        EncodingError: it has nothing.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != ONE and kind not in SEVERAL:
        raise WrongMediaType(f"say Content-Type: {ONE} for one submission, or {SEVERAL[0]} for one on each line")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise TooLarge(f"a request has at most {BODY_BYTES} bytes: send the lines in several requests")
    lines = list(read_lines(io.BytesIO(_one_line(body) if kind == ONE else body)))
    if not lines:
        raise EncodingError("JSON", "the request has no submission")
    if len(lines) > LINES:
        raise TooLarge(f"a request has at most {LINES} lines, not {len(lines)}: send them in several requests")
    return lines


def answer_lines(thread: RunningThread, lines: list[Line]) -> list[AnswerModel]:
    """Submit the good lines; one answer for each line, in order. Raises as `RunningThread.submit` does."""
    good = [line for line in lines if isinstance(line, GoodLine)]
    answers = zip(good, thread.submit(good), strict=True)
    given = {line.number: (line, answer) for line, answer in answers}
    return list(_answers(lines, given))


def _answers(lines: list[Line], given: dict[int, tuple[GoodLine, Answer]]) -> Iterator[AnswerModel]:
    for line in lines:
        match line:
            case BadLine(number, reason):
                yield UnreadableModel(line=number, reason=reason)
            case GoodLine(number):
                yield _answer(number, *given[number])
            case RepeatedLine(number, first):
                yield _again(number, *given[first])


def _answer(number: int, line: GoodLine, answer: Answer) -> AnswerModel:
    digest = shown(line.digest)
    match answer:
        case Accepted():
            receipt = ReceiptModel.of(answer.receipt)
            return AcceptedModel(line=number, digest=digest, ordinal=answer.ordinal, receipt=receipt)
        case Repeated():
            return RepeatedModel(line=number, digest=digest, status=answer.status, reason=answer.reason)
        case Refused():
            return RefusedModel(line=number, digest=digest, reason=answer.reason)


def _again(number: int, line: GoodLine, first: Answer) -> AnswerModel:
    """The answer to a line whose content an earlier one has, which was answered with `first`."""
    if isinstance(first, Accepted):
        return RepeatedModel(line=number, digest=shown(line.digest), status=Status.ACCEPTED, reason=None)
    return _answer(number, line, first)


def _one_line(body: bytearray) -> bytes:
    """A JSON text that may be spread over several lines, on one; a text that is none stays as it is, to be told."""
    try:
        return json.dumps(load_json(body.decode())).encode()
    except (UnicodeDecodeError, EncodingError):
        return bytes(body.translate(None, b"\r\n"))

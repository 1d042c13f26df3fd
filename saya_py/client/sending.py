"""Sending submissions to a thread's service, and what it answers to each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from saya_py.client.answers import (
    Accepted,
    Answer,
    Answers,
    ReceiptAnswer,
    Refused,
    Repeated,
    SubmissionAnswer,
    Unreadable,
)
from saya_py.client.submitted import Submitted, Where
from saya_py.core.errors import CallFailed, EncodingError, ServiceError, ServiceUnavailable
from saya_py.core.spelling import spelt
from saya_py.core.submissions import Submission

REQUEST_LINES = 500
"""So many submissions are sent in one request."""
REQUEST_BYTES = 8 << 20
"""A request has no more bytes, unless a single submission does."""


def send(where: Where, submissions: Iterable[Submission]) -> list[Submitted | CallFailed]:
    """Send submissions in order; for each the accepted one, or why it was refused.

    Raises:
        ServiceUnavailable: the service does not answer. The error has the submissions of the request, as lines.
        ServiceError: the service answers what it should not.
    """
    outcomes: list[Submitted | CallFailed] = []
    for chunk in _chunks([spelt(submission) for submission in submissions]):
        outcomes += _sent(where, chunk)
    return outcomes


def _sent(where: Where, chunk: Sequence[tuple[str, bytes]]) -> list[Submitted | CallFailed]:
    lines = "\n".join(text for text, _ in chunk)
    try:
        answers = where.service.post(Answers, "/v1/submissions", lines).answers
    except ServiceUnavailable as error:
        raise ServiceUnavailable(str(error), lines) from None
    if len(answers) != len(chunk):
        raise ServiceError(f"the service answers {len(answers)} submissions, but {len(chunk)} were sent")
    return [_outcome(where, answer, digest, text) for answer, (text, digest) in zip(answers, chunk, strict=True)]


def _outcome(where: Where, answer: Answer, digest: bytes, text: str) -> Submitted | CallFailed:
    match answer:
        case Accepted(digest=known, receipt=receipt) if known == digest:
            return _accepted(where, digest, text, receipt)
        case Repeated(digest=known) if known == digest:
            return _accepted(where, digest, text, _kept(where, digest).receipt)
        case Refused(reason=reason):
            return CallFailed(reason)
        case Unreadable(reason=reason):
            raise ServiceError(f"the service takes the submission for none: {reason}; is it of this version?")
    raise ServiceError("the service does not answer with what became of the submission")


def _accepted(where: Where, digest: bytes, text: str, receipt: ReceiptAnswer) -> Submitted:
    try:
        return Submitted(where, digest, text, receipt)
    except (EncodingError, KeyError) as error:
        raise ServiceError(f"the submission was accepted with a receipt that makes no sense: {error}") from None


def _kept(where: Where, digest: bytes) -> SubmissionAnswer:
    return where.service.get(SubmissionAnswer, f"/v1/submissions/0x{digest.hex()}")


def _chunks(spelt_out: Sequence[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    """Texts with their digests, as many as one request may have together."""
    chunk: list[tuple[str, bytes]] = []
    size = 0
    for text, digest in spelt_out:
        if chunk and (len(chunk) == REQUEST_LINES or size + len(text) > REQUEST_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append((text, digest))
        size += len(text) + 1
    if chunk:
        yield chunk

"""Submissions from a file with one on each line, or from standard input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from saya_py.core.errors import UserError
from saya_py.core.spelling import spelt
from saya_py.core.submissions import Submission
from saya_py.core.wire import load_submission

LINE_BYTES = 8 << 20
"""A line may have this many bytes: room for a bundle of several thousand calls."""

_MARK = b"\xef\xbb\xbf"
_SPACE = b" \t\r\n"


@dataclass(frozen=True)
class GoodLine:
    """A submission; `digest` names its content, however it is spelt, and `text` is its one spelling."""

    number: int
    submission: Submission
    digest: bytes
    text: str


@dataclass(frozen=True)
class RepeatedLine:
    """A line with the content of an earlier one, which counts; it may differ in spelling."""

    number: int
    first: int


@dataclass(frozen=True)
class BadLine:
    """A line that is no submission, or one that `check` refuses, and why."""

    number: int
    reason: str


Line: TypeAlias = GoodLine | RepeatedLine | BadLine


def read_lines(file: BinaryIO, check: Callable[[Submission], None] | None = None) -> Iterator[Line]:
    """What is on each line, in order; line numbers start at 1.

    Lines end with LF or CRLF, the last one also with the file. Blank lines count and say nothing. A bad line does not
    keep the others from being read. `check` may refuse a submission with a `UserError`, such as one for a function that
    the contracts do not have.
    """
    first: dict[bytes, int] = {}
    for number, raw in _numbered(file):
        if raw is None:
            yield BadLine(number, f"the line has more than {LINE_BYTES} bytes; split the bundle")
            continue
        if not raw.strip(_SPACE):
            continue
        try:
            submission = load_submission(raw.strip(_SPACE).decode())
            if check is not None:
                check(submission)
        except UnicodeDecodeError as error:
            yield BadLine(
                number, f"the line is not UTF-8 text: byte {error.start + 1} of it is 0x{error.object[error.start]:02x}"
            )
        except UserError as error:
            yield BadLine(number, str(error))
        else:
            text, digest = spelt(submission)
            if digest in first:
                yield RepeatedLine(number, first[digest])
            else:
                first[digest] = number
                yield GoodLine(number, submission, digest, text)


def _numbered(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers; None for one that is too long, which is read to its end but not kept."""
    number = 0
    while line := file.readline(LINE_BYTES + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_MARK)
        if len(line) <= LINE_BYTES:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(LINE_BYTES)
        yield number, None

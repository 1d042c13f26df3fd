"""Where submissions come from: files, standard input, a spool folder."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol

from saya_py.batcher.answers import Accepted, Answer, Refused, Repeated
from saya_py.core.errors import UserError
from saya_py.core.submissions import Submission
from saya_py.service.lines import BadLine, GoodLine, Line, RepeatedLine, read_lines
from saya_py.service.spool import Spool

CHUNK = 500
"""So many submissions are accepted in one transaction of the store."""

Submit = Callable[[Sequence[GoodLine]], Sequence[Answer]]
Check = Callable[[Submission], None]


@dataclass
class Tally:
    """What became of the lines of a source; `bad` names those that are no submission or were refused, with reasons."""

    accepted: int = 0
    repeated: int = 0
    bad: list[BadLine] = field(default_factory=list)
    digests: dict[bytes, int] = field(default_factory=dict)
    """The submissions that the thread has now or had before, and the number of their line."""
    _refused: dict[int, str] = field(default_factory=dict, repr=False)

    def add(self, lines: Sequence[Line], submit: Submit) -> None:
        """Submit the good lines, and count all of them."""
        good = [line for line in lines if isinstance(line, GoodLine)]
        # The submissions first: when this fails nothing is counted, and the lines can be added again.
        answers = submit(good) if good else []
        for line, answer in zip(good, answers, strict=True):
            self._count(line, answer)
        for other in lines:
            if isinstance(other, BadLine):
                self.bad.append(other)
            elif isinstance(other, RepeatedLine):
                self._repeat(other)

    def _count(self, line: GoodLine, answer: Answer) -> None:
        match answer:
            case Accepted():
                self.accepted += 1
                self.digests[line.digest] = line.number
            case Repeated():
                self.repeated += 1
                self.digests[line.digest] = line.number
            case Refused(reason):
                self.bad.append(BadLine(line.number, reason))
                self._refused[line.number] = reason

    def _repeat(self, line: RepeatedLine) -> None:
        reason = self._refused.get(line.first)
        if reason is None:
            self.repeated += 1
        else:
            self.bad.append(BadLine(line.number, f"as line {line.first}: {reason}"))


class Intake(Protocol):
    """A source of submissions, asked by the one loop that takes them."""

    def step(self, submit: Submit) -> bool:
        """Take what is there, a chunk at most; False when nothing was taken.

        What `submit` raises passes through, and the same submissions are tried again at the next step.
        """

    @property
    def finished(self) -> bool:
        """Whether nothing can come any more."""


class LinesIntake:
    """A file, or standard input, that is read in the background so that nobody waits for the next line."""

    def __init__(self, file: BinaryIO, name: str, check: Check) -> None:
        """Read `file`, which people know as `name`; `check` refuses submissions that are not for this thread."""
        self.name = name
        self.tally = Tally()
        self._lines: queue.Queue[Line] = queue.Queue(maxsize=4 * CHUNK)
        self._chunk: list[Line] = []
        self._fault: Exception | None = None
        self._read = threading.Event()
        self._taken = threading.Event()
        self._thread = threading.Thread(target=self._fill, args=(file, check), name=f"reading {name}", daemon=True)
        self._thread.start()

    def step(self, submit: Submit) -> bool:
        """Take up to a chunk of lines."""
        if not self._chunk:
            # Asked before looking: with all lines read by then, nothing waiting means that nothing is left.
            all_read = self._read.is_set()
            self._chunk = self._waiting()
            if not self._chunk:
                if all_read and self._fault is not None:
                    raise self._fault
                if all_read:
                    self._taken.set()
                return False
        self.tally.add(self._chunk, submit)
        self._chunk = []
        return True

    @property
    def finished(self) -> bool:
        """Whether the last line was taken and answered; may be asked from any thread at any time."""
        return self._taken.is_set()

    def _fill(self, file: BinaryIO, check: Check) -> None:
        try:
            for line in read_lines(file, check):
                self._lines.put(line)
        except OSError as error:
            self._fault = UserError(f"{self.name} cannot be read: {error}; what was read before is not lost")
        except Exception as error:  # noqa: BLE001 - raised again by the loop that takes the lines
            self._fault = error
        finally:
            self._read.set()

    def _waiting(self) -> list[Line]:
        lines: list[Line] = []
        while len(lines) < CHUNK:
            try:
                lines.append(self._lines.get_nowait())
            except queue.Empty:
                break
        return lines


class SpoolIntake:
    """A spool folder: each file is put away once all of its good lines are in the store.

    A file that cannot be read stays where it is, and the others are taken.
    """

    finished = False

    def __init__(
        self,
        spool: Spool,
        check: Check,
        put_away: Callable[[Path, Tally], None],
        unreadable: Callable[[Path, OSError], None],
    ) -> None:
        """Take the files of `spool`.

        `put_away` hears of each with what became of its lines; `unreadable` hears once of each that cannot be read.
        """
        self._spool = spool
        self._check = check
        self._put_away = put_away
        self._unreadable = unreadable
        self._told: set[Path] = set()

    def step(self, submit: Submit) -> bool:
        """Take the oldest file that can be read."""
        for path in self._spool.waiting():
            tally = Tally()
            try:
                for chunk in self._chunks(path):
                    # When this raises, what the thread has of the file by then it will recognise.
                    tally.add(chunk, submit)
            except _Unreadable as error:
                if path not in self._told:
                    self._told.add(path)
                    self._unreadable(path, error.cause)
                continue
            self._spool.finish(path, sorted(tally.bad, key=lambda line: line.number))
            self._put_away(path, tally)
            return True
        return False

    def _chunks(self, path: Path) -> Iterator[list[Line]]:
        """The lines of a file, never all of them in memory."""
        try:
            with path.open("rb") as file:
                lines = read_lines(file, self._check)
                while chunk := list(islice(lines, CHUNK)):
                    yield chunk
        except OSError as error:
            # Told apart from what `submit` raises, which does not pass through here.
            raise _Unreadable(error) from error


class _Unreadable(Exception):
    """A file cannot be read, or not to its end."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        self.cause = cause

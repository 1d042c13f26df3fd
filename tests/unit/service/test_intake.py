"""Lines from files and from the spool folder, until the thread has answered each."""

import json
import queue
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import pytest

from saya_py.batcher.answers import Accepted, Answer, Refused, Repeated
from saya_py.chain.errors import ChainUnavailable
from saya_py.core.errors import StoreUnavailable, UserError
from saya_py.core.submissions import PlainCall, Submission
from saya_py.service.intake import CHUNK, LinesIntake, SpoolIntake, Tally
from saya_py.service.lines import GoodLine, Line, read_lines
from saya_py.service.spool import Spool
from saya_py.store.records import SoftReceipt
from saya_py.store.states import Status

RECEIPT = SoftReceipt({}, {})


def line(user: int, function: int = 1) -> bytes:
    call = {"contract": 1, "function": function, "args": [], "user": user, "valid_until": 9}
    return json.dumps({"call": call}).encode() + b"\n"


def nothing_refused(_: Submission) -> None:
    return None


def first_function_only(submission: Submission) -> None:
    assert isinstance(submission, PlainCall)
    if submission.call.function != 1:
        raise UserError("there is no such function")


class Thread:
    """Accepts a content once; refuses user 13; cannot answer while it is away."""

    def __init__(self) -> None:
        self.accepted: list[int] = []
        self.away = False
        self.calls: list[int] = []

    def submit(self, lines: Sequence[GoodLine]) -> list[Answer]:
        self.calls.append(len(lines))
        if self.away:
            raise ChainUnavailable("the chain cannot be read")
        return [self._answer(each) for each in lines]

    def _answer(self, each: GoodLine) -> Answer:
        assert isinstance(each.submission, PlainCall)
        user = each.submission.call.user
        if user == 13:
            return Refused("unlucky")
        if user in self.accepted:
            return Repeated(Status.ACCEPTED, None)
        self.accepted.append(user)
        return Accepted(RECEIPT, len(self.accepted))


def until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def taken(intake: LinesIntake, thread: Thread) -> Tally:
    def done() -> bool:
        intake.step(thread.submit)
        return intake.finished

    until(done)
    return intake.tally


def test_every_line_of_a_file_is_answered() -> None:
    thread = Thread()
    data = line(1) + b"\r\n" + b"{bad\n" + line(13) + line(1) + line(2, function=7) + line(3)
    tally = taken(LinesIntake(BytesIO(data), "calls", first_function_only), thread)
    assert thread.accepted == [1, 3]
    assert (tally.accepted, tally.repeated) == (2, 1)
    assert sorted(bad.number for bad in tally.bad) == [3, 4, 6]
    assert sorted(tally.digests.values()) == [1, 7]


def test_a_second_reading_changes_nothing() -> None:
    thread = Thread()
    data = line(1) + line(2)
    taken(LinesIntake(BytesIO(data), "calls", nothing_refused), thread)
    tally = taken(LinesIntake(BytesIO(data), "calls", nothing_refused), thread)
    assert (tally.accepted, tally.repeated, tally.bad) == (0, 2, [])
    assert thread.accepted == [1, 2]


def test_many_lines_go_in_chunks() -> None:
    thread = Thread()
    data = b"".join(line(user) for user in range(1000, 1000 + 2 * CHUNK + 1))
    intake = LinesIntake(BytesIO(data), "calls", nothing_refused)
    tally = taken(intake, thread)
    assert tally.accepted == 2 * CHUNK + 1
    assert max(thread.calls) <= CHUNK


@pytest.mark.parametrize("trouble", [ChainUnavailable("the chain is away"), StoreUnavailable("the database is away")])
def test_what_was_not_taken_is_handed_in_again(trouble: Exception) -> None:
    def away(_: Sequence[GoodLine]) -> list[Answer]:
        raise trouble

    def raised() -> bool:
        try:
            intake.step(away)
        except type(trouble):
            return True
        return False

    intake = LinesIntake(BytesIO(line(1) + b"bad" + line(13)), "calls", nothing_refused)
    until(raised)
    assert not intake.finished
    assert intake.tally == Tally()
    tally = taken(intake, Thread())
    assert (tally.accepted, len(tally.bad)) == (1, 1)


def test_a_file_is_not_at_its_end_while_its_last_lines_are_in_hand() -> None:
    """Another thread asks whether everything was taken: too early a yes would end the run without these lines."""
    intake = LinesIntake(BytesIO(line(1) + line(2)), "calls", nothing_refused)
    until(intake._read.is_set)
    seen: list[bool] = []

    class Watched(queue.Queue[Line]):
        def get_nowait(self) -> Line:
            found = super().get_nowait()
            seen.append(intake.finished)
            return found

    watched = Watched()
    for _ in range(2):
        watched.put(intake._lines.get_nowait())
    intake._lines = watched

    def submit(lines: Sequence[GoodLine]) -> list[Answer]:
        seen.append(intake.finished)
        return Thread().submit(lines)

    assert intake.step(submit)
    assert seen == [False] * 3
    assert not intake.step(submit)
    assert intake.finished


def test_a_file_that_breaks_off_says_so() -> None:
    class Broken(BytesIO):
        def readline(self, *_: object) -> bytes:
            raise OSError("the disk is gone")

    intake = LinesIntake(Broken(), "calls.jsonl", nothing_refused)

    def step() -> bool:
        intake.step(Thread().submit)
        return False

    with pytest.raises(UserError, match=r"calls\.jsonl cannot be read: the disk is gone"):
        until(step)


def never_unreadable(path: Path, error: OSError) -> None:
    raise AssertionError(f"{path}: {error}")


def test_a_spool_file_that_cannot_be_read_keeps_no_other_waiting(tmp_path: Path) -> None:
    thread, spool = Thread(), Spool(tmp_path)
    gone = tmp_path / "0.jsonl"
    gone.touch()
    good = spool.put(line(1))
    taken: list[str] = []
    unreadable: list[str] = []

    class Unreadable(Spool):
        def waiting(self) -> list[Path]:
            gone.unlink(missing_ok=True)
            return [gone, *([good] if good.is_file() else [])]

    intake = SpoolIntake(
        Unreadable(tmp_path),
        nothing_refused,
        lambda path, _: taken.append(path.name),
        lambda path, _: unreadable.append(path.name),
    )
    assert intake.step(thread.submit)
    assert not intake.step(thread.submit)
    assert (taken, unreadable) == ([good.name], ["0.jsonl"])
    assert thread.accepted == [1]


def test_a_spool_file_stays_until_all_of_it_is_answered(tmp_path: Path) -> None:
    thread, spool = Thread(), Spool(tmp_path)
    path = spool.put(line(1) + line(13))
    heard: list[tuple[str, int]] = []
    intake = SpoolIntake(
        spool, nothing_refused, lambda file, tally: heard.append((file.name, tally.accepted)), never_unreadable
    )
    thread.away = True
    with pytest.raises(ChainUnavailable):
        intake.step(thread.submit)
    assert spool.waiting() == [path]
    thread.away = False
    assert intake.step(thread.submit)
    assert spool.waiting() == []
    (bad,) = spool.report(path) or []
    assert (bad.number, bad.reason) == (2, "unlucky")
    assert heard == [(path.name, 1)]
    assert not intake.step(thread.submit)


def test_a_line_that_repeats_a_refused_one_is_bad_too() -> None:
    tally, thread = Tally(), Thread()
    lines = list(read_lines(BytesIO(line(1) + line(13) + line(13) + line(1))))
    tally.add(lines, thread.submit)
    assert [(bad.number, bad.reason) for bad in tally.bad] == [(2, "unlucky"), (3, "as line 2: unlucky")]
    assert (tally.accepted, tally.repeated) == (1, 1)


def test_what_submitting_raises_is_no_fault_of_the_spool_file(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    path = spool.put(line(1))

    def broken(_: Sequence[GoodLine]) -> list[Answer]:
        raise ConnectionResetError("the other side hung up")

    intake = SpoolIntake(spool, nothing_refused, lambda *_: None, never_unreadable)
    with pytest.raises(ConnectionResetError):
        intake.step(broken)
    assert spool.waiting() == [path]


def test_a_spool_file_is_taken_in_chunks(tmp_path: Path) -> None:
    thread, spool = Thread(), Spool(tmp_path)
    spool.put(b"".join(line(user) for user in range(1000, 1000 + CHUNK + 1)))
    tallies: list[Tally] = []
    intake = SpoolIntake(spool, nothing_refused, lambda _, tally: tallies.append(tally), never_unreadable)
    assert intake.step(thread.submit)
    assert thread.calls == [CHUNK, 1]
    assert tallies[0].accepted == CHUNK + 1

"""The spool folder."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from saya_py.core.errors import StoreFull, StoreUnavailable
from saya_py.service.lines import BadLine
from saya_py.service.spool import Spool
from saya_py.store import files


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool")


def test_files_are_taken_in_the_order_in_which_they_were_put(spool: Spool) -> None:
    put = [spool.put(f"{number}\n".encode()) for number in range(20)]
    assert Spool(spool.folder).waiting() == put
    assert [path.read_bytes() for path in spool.waiting()] == [f"{number}\n".encode() for number in range(20)]


def test_a_file_that_was_dealt_with_is_put_away_with_its_bad_lines(spool: Spool) -> None:
    first, second = spool.put(b"1"), spool.put(b"2")
    assert spool.report(first) is None
    bad = [BadLine(3, "the text is no JSON"), BadLine(70, 'call.user is "no" whole\nnumber é')]
    spool.finish(first, bad)
    spool.finish(second, [])
    assert spool.waiting() == []
    assert (spool.report(first), spool.report(second)) == (bad, [])
    assert (spool.folder / "done" / first.name).read_bytes() == b"1"


def test_a_crash_before_the_file_was_put_away_lets_it_be_read_again(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = spool.put(b"1")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", _crash_on(path))
        with pytest.raises(KeyboardInterrupt):
            spool.finish(path, [BadLine(1, "bad")])
    assert spool.waiting() == [path]
    assert spool.report(path) is None
    spool.finish(path, [BadLine(1, "bad")])
    assert spool.report(path) == [BadLine(1, "bad")]


def _crash_on(path: Path) -> object:
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self == path:
            raise KeyboardInterrupt
        return real(self, target)

    return replace


def test_what_is_half_written_or_something_else_is_left_alone(spool: Spool) -> None:
    (spool.folder / f"{files.TEMPORARY}1.jsonl").write_bytes(b"ha")
    (spool.folder / "notes.txt").write_text("mine")
    assert spool.waiting() == []


def test_a_full_disk_hands_nothing_in(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "_sync", full)
    with pytest.raises(StoreFull, match="the spool folder"):
        spool.put(b"1")
    assert spool.waiting() == []


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="the spool folder"):
        Spool(tmp_path / "file" / "spool")

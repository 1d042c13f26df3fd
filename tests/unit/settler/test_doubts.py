"""Doubting what is strange, and telling what lasts."""

from saya_py.settler.doubts import Doubts
from saya_py.settler.notice import Notice


def test_a_thing_is_believed_when_it_is_heard_for_long_enough() -> None:
    now = 100.0
    doubts = Doubts(lambda: now, 10.0)
    assert not doubts.believed("it is shorter")
    now = 109.0
    assert not doubts.believed("it is shorter")
    assert not doubts.believed("another thing")
    now = 110.0
    assert doubts.believed("it is shorter")
    doubts.settled("it is shorter")
    assert not doubts.believed("it is shorter")
    doubts.settled("never heard")


def test_without_doubt_all_is_believed_at_once() -> None:
    assert Doubts(iter([1.0, 2.0]).__next__, 0.0).believed("anything")


def test_a_reason_is_told_when_it_changes() -> None:
    told: list[str | None] = []
    notice = Notice(told.append)
    for reason in (None, "fees", "fees", "funds", None, None):
        notice.set(reason)
    assert told == ["fees", "funds", None]
    assert notice.reason is None

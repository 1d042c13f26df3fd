"""The chain's values around a settlement, also when its block has other transactions."""

from saya_py.audit.evidence import Change, Values
from saya_py.audit.values import after, before, fits
from saya_py.core.calldata import Entry
from saya_py.core.limbs import Digest, to_bytes


def value(n: int) -> Digest:
    return n, 0, 0, 0


def word(n: int) -> bytes:
    return to_bytes(value(n))


CHANGED, READ = Entry((1, 0, 0, 0), value(10), value(11)), Entry((2, 0, 0, 0), value(20), value(20))
ENTRIES = (CHANGED, READ)
KEY, OTHER = to_bytes(CHANGED.key), to_bytes(READ.key)


def values(before: tuple[int, int], after: tuple[int, int], earlier=(), later=()) -> Values:
    return Values(tuple(map(word, before)), tuple(earlier), tuple(later), tuple(map(word, after)))


def test_a_settlement_alone_in_its_block() -> None:
    honest = values((10, 20), (11, 20))
    assert fits(ENTRIES, honest)
    assert (before(ENTRIES, honest), after(ENTRIES, honest)) == (None, None)


def test_the_first_other_value_is_told() -> None:
    wrong = before(ENTRIES, values((10, 21), (11, 21)))
    assert wrong is not None
    assert (wrong.key, wrong.listed, wrong.actual, wrong.by) == (OTHER, word(20), word(21), None)
    wrong = after(ENTRIES, values((10, 20), (10, 20)))
    assert wrong is not None
    assert (wrong.key, wrong.listed, wrong.actual) == (KEY, word(11), word(10))


def test_what_happened_earlier_and_later_in_the_block_counts() -> None:
    earlier = [Change(KEY, word(9), "a"), Change(KEY, word(10), "b")]
    later = [Change(OTHER, word(22), "c"), Change(KEY, word(12), "d")]
    busy = values((7, 20), (12, 22), earlier, later)
    assert (before(ENTRIES, busy), after(ENTRIES, busy)) == (None, None)
    wrong = before(ENTRIES, values((7, 20), (12, 22), earlier[:1], later))
    assert wrong is not None
    assert (wrong.actual, wrong.by) == (word(9), "a")
    wrong = after(ENTRIES, values((7, 20), (11, 22), earlier, later))
    assert wrong is not None
    assert (wrong.listed, wrong.by) == (word(12), "d")


def test_changes_of_other_entries_and_wrong_numbers_of_values_do_no_harm() -> None:
    stranger = [Change(bytes(32), word(1), "somebody")]
    honest = values((10, 20), (11, 20), stranger, stranger)
    assert (before(ENTRIES, honest), after(ENTRIES, honest)) == (None, None)
    assert not fits(ENTRIES[:1], honest)

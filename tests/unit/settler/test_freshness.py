"""Whether a chain of sub-blocks still starts on what it will find, against executing it in plain Python."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from saya_py.settler.freshness import StaleEntry, canonical_keys, first_stale
from saya_py.store.records import Lists

Values = dict[bytes, bytes]
KEYS = [bytes([number]) * 32 for number in range(1, 7)]
values = st.integers(0, 3).map(lambda number: bytes([number]) * 32)
changes = st.dictionaries(st.sampled_from(KEYS), values, min_size=1)


def lists(before: Values, after: Values) -> Lists:
    """The lists of a sub-block that finds and leaves these values."""
    keys = sorted(before)
    inputs = b"".join(key + before[key] for key in keys)
    outputs = b"".join(
        place.to_bytes(4, "big") + after[key] for place, key in enumerate(keys) if after[key] != before[key]
    )
    return Lists(inputs, outputs)


def executed(canonical: Values, blocks: list[Values]) -> list[Lists]:
    """Sub-blocks that follow each other from `canonical` on, each touching and setting some entries."""
    state, made = dict(canonical), []
    for block in blocks:
        before = {key: state[key] for key in block}
        made.append(lists(before, block))
        state |= block
    return made


canonical_values = st.fixed_dictionaries(dict.fromkeys(KEYS, values))


@given(canonical=canonical_values, blocks=st.lists(changes, max_size=5))
def test_what_was_executed_on_the_canonical_values_is_fresh(canonical: Values, blocks: list[Values]) -> None:
    chain = executed(canonical, blocks)
    assert first_stale(chain, {key: canonical[key] for key in canonical_keys(chain)}) is None


@given(
    canonical=canonical_values, blocks=st.lists(changes, min_size=1, max_size=5), key=st.sampled_from(KEYS), new=values
)
def test_a_changed_value_is_found_where_it_is_read_first(
    canonical: Values, blocks: list[Values], key: bytes, new: bytes
) -> None:
    chain = executed(canonical, blocks)
    now = {**canonical, key: new}
    readers = [place for place, block in enumerate(blocks) if key in block]
    found = first_stale(chain, {key: now[key] for key in canonical_keys(chain)})
    if new == canonical[key] or not readers:
        assert found is None
    else:
        assert found == (readers[0], StaleEntry(key, canonical[key], new))


def test_the_values_of_what_is_changed_before_do_not_matter() -> None:
    first, second = KEYS[:2]
    zero, one, two = (bytes([number]) * 32 for number in range(3))
    chain = executed({first: zero, second: zero}, [{first: one}, {first: two, second: one}])
    assert canonical_keys(chain) == [first, second]
    written = Lists(chain[0].inputs, chain[0].outputs)
    assert canonical_keys([written, Lists(first + one, b"")]) == [first]
    assert first_stale([Lists(first + one, b""), written], {first: one}) == (1, StaleEntry(first, zero, one))

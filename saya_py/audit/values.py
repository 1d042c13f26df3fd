"""The chain's canonical values around a settlement, compared with its lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saya_py.audit.evidence import Change, Values
from saya_py.core.calldata import Entry
from saya_py.core.limbs import to_bytes


@dataclass(frozen=True)
class Difference:
    """An entry that has another value than the lists say (32 bytes each); `by` is who wrote it in the same block."""

    key: bytes
    listed: bytes
    actual: bytes
    by: str | None


def fits(entries: Sequence[Entry], values: Values) -> bool:
    """Whether there is a value for each entry; a bundle may have anything."""
    return len(entries) == len(values.block_before) == len(values.block_after)


def before(entries: Sequence[Entry], values: Values) -> Difference | None:
    """The first entry whose value before the transaction was not that of the input list. `values` must fit."""
    listed = {to_bytes(entry.key): to_bytes(entry.old) for entry in entries}
    actual = dict(zip(listed, values.block_before, strict=True))
    return _first(listed, _after(actual, values.earlier), values.earlier)


def after(entries: Sequence[Entry], values: Values) -> Difference | None:
    """The first entry whose value at the end of the block is not that of the output list, or what came later in it.

    Entries that are in the input list only must be as they were. `values` must fit.
    """
    listed = {to_bytes(entry.key): to_bytes(entry.new) for entry in entries}
    actual = dict(zip(listed, values.block_after, strict=True))
    return _first(_after(listed, values.later), actual, values.later)


def _after(state: Mapping[bytes, bytes], changes: Sequence[Change]) -> dict[bytes, bytes]:
    return {**state, **{change.key: change.value for change in changes if change.key in state}}


def _first(
    listed: Mapping[bytes, bytes], actual: Mapping[bytes, bytes], changes: Sequence[Change]
) -> Difference | None:
    for key, value in listed.items():
        if actual[key] != value:
            by = [change.by for change in changes if change.key == key]
            return Difference(key, value, actual[key], by[-1] if by else None)
    return None

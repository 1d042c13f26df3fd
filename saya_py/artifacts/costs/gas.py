"""Gas of a settlement, from the gas snapshots of the contracts.

The figures below are derived from `contracts/evm/snapshots`, rounded to three digits; a test derives them again and
allows one part in a hundred. They are of whole transactions, calldata included, with entries whose words have no zero
bytes: real lists cost a little less.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CHANGED_ENTRY = 7_290
"""An entry of the input list with a new value: `(settle.256.changed - settle.8.changed) / 248`."""
READ_ENTRY = 3_820
"""An entry that is only read: `(settle.256.read - settle.8.read) / 248`."""
FIRST_WRITE = 17_100
"""More for a changed entry that had no value before: the same from `settle.*.new`, minus `CHANGED_ENTRY`."""
SETTLEMENT: Mapping[str, int] = {"secure": 5_080_000, "fast": 3_940_000}
"""A settlement without its entries, by profile: `Settlement-*.transaction` minus 8 changed entries."""
MAX_ENTRIES = 256
"""Entries of a sub-block: as many as its circuit has. `ZkThreads` takes up to 4,096."""


@dataclass(frozen=True)
class Entries:
    """How many entries are touched at most, by what the settlement does with them."""

    changed: int
    read: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.changed + self.read

    def __add__(self, other: Entries) -> Entries:
        """Both together, when none is the same."""
        return Entries(self.changed + other.changed, self.read + other.read)


NO_ENTRIES = Entries(changed=0, read=0)


def calls_per_sub_block(entries: Entries, lanes: int, once: Entries = NO_ENTRIES) -> int:
    """Calls in a full sub-block when they share only the entries `once`; one leaf of calls that touch no others.

    At least one: a function whose call may touch more than fits is counted as if it did not.
    """
    return max(1, (MAX_ENTRIES - once.total) // entries.total) if entries.total else lanes


def gas_per_call(profile: str, entries: Entries, calls: int, once: Entries = NO_ENTRIES) -> int:
    """Estimated gas of one of `calls` calls in a sub-block.

    Each has `entries` of its own, and all share those of `once`. All had a value before.
    """
    return _gas(entries) + (SETTLEMENT[profile] + _gas(once)) // calls


def _gas(entries: Entries) -> int:
    return entries.changed * CHANGED_ENTRY + entries.read * READ_ENTRY

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
    """How many entries one call touches at most, by what the settlement does with them."""

    changed: int
    read: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.changed + self.read


def calls_per_sub_block(entries: Entries, lanes: int) -> int:
    """Calls in a full sub-block when no two of them share an entry; one leaf of calls that touch no entry.

    At least one: a function whose call may touch more than fits is counted as if it did not.
    """
    return max(1, MAX_ENTRIES // entries.total) if entries.total else lanes


def gas_per_call(profile: str, entries: Entries, calls: int) -> int:
    """Estimated gas of one of `calls` calls in a sub-block, each with entries of its own that had a value before."""
    return entries.changed * CHANGED_ENTRY + entries.read * READ_ENTRY + SETTLEMENT[profile] // calls

"""A call's part in a settlement: how many calls one holds, and what each pays."""

from __future__ import annotations

from dataclasses import dataclass


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


@dataclass(frozen=True)
class SettlementCosts:
    """What a settlement may hold and what it costs, on the chain and with the proofs that are asked about."""

    most_entries: int
    """Entries of a full sub-block."""
    settlement_gas: int
    """Gas of a settlement without its entries."""
    changed_gas: int
    """Gas of an entry with a new value that had another one before."""
    read_gas: int
    """Gas of an entry that is only read."""
    first_write_gas: int
    """Gas more for a changed entry that had no value before."""

    def calls_per_sub_block(self, entries: Entries, lanes: int, once: Entries = NO_ENTRIES) -> int:
        """Calls in a full sub-block when they share only the entries `once`; one leaf of calls that touch no others.

        At least one: a function whose call may touch more than fits is counted as if it did not.
        """
        return max(1, (self.most_entries - once.total) // entries.total) if entries.total else lanes

    def gas_per_call(self, entries: Entries, calls: int, once: Entries = NO_ENTRIES) -> int:
        """Gas of one of `calls` calls in a sub-block.

        Each has `entries` of its own, and all share those of `once`. All had a value before.
        """
        return self._gas(entries) + (self.settlement_gas + self._gas(once)) // calls

    def _gas(self, entries: Entries) -> int:
        return entries.changed * self.changed_gas + entries.read * self.read_gas

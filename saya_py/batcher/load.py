"""How much a growing sub-block holds: calls, entries, leaves, and what its transaction takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from saya_py.batcher.policy import SealingPolicy
from saya_py.batcher.queued import Circuit, Mode
from saya_py.chain.evm.limits import SettlementLoad
from saya_py.store.records import SoftReceipt

Lanes: TypeAlias = Callable[[int, int, Mode], int]
"""Calls of a function (contract, function, mode) that one leaf holds."""

ZERO = bytes(32)


class Load:
    """What the submissions come to that were added so far, one after the other."""

    def __init__(self, policy: SealingPolicy, lanes: Lanes) -> None:
        """Nothing yet. `lanes` tells how many calls of a function share a leaf."""
        self.calls = 0
        self.leaves = 0
        self.start: dict[bytes, bytes] = {}
        """The first value of every touched key."""
        self.end: dict[bytes, bytes] = {}
        """The last one."""
        self.settlement = SettlementLoad(0, 0, 0)
        """What the transaction carries."""
        self._policy = policy
        self._lanes = lanes
        self._leaf: Circuit | None = None
        self._free = 0

    def add(self, circuits: Sequence[Circuit], call_count: int, receipt: SoftReceipt) -> str | None:
        """Add a submission; returns None, or what keeps it out, in words, and adds nothing then.

        Calls and proving time do not keep the first one out: it would wait for ever.
        """
        policy = self._policy
        settlement = self._settlement_with(receipt)
        leaves, leaf, free = self._leaves_with(circuits)
        if why := exceeds(settlement, policy):
            return why
        if self.calls and self.calls + call_count > policy.calls:
            return f"the sub-block holds {policy.calls} calls"
        if self.calls and leaves * policy.leaf_seconds > policy.proving_seconds:
            return f"its leaves would take more than {policy.proving_seconds:g} s to prove"
        self.calls += call_count
        self.leaves, self._leaf, self._free = leaves, leaf, free
        self.settlement = settlement
        for key, value in receipt.reads.items():
            self.start.setdefault(key, value)
            self.end.setdefault(key, value)
        self.end.update(receipt.writes)
        return None

    def _settlement_with(self, receipt: SoftReceipt) -> SettlementLoad:
        entries, changed, first = self.settlement.entries, self.settlement.changed, self.settlement.first_writes
        for key, value in receipt.reads.items():
            start = self.start.get(key, value)
            was = key in self.start and self.end[key] != start
            now = receipt.writes.get(key, self.end.get(key, value)) != start
            entries += key not in self.start
            changed += now - was
            first += (now - was) if start == ZERO else 0
        return SettlementLoad(entries, changed, first)

    def _leaves_with(self, circuits: Sequence[Circuit]) -> tuple[int, Circuit | None, int]:
        """Leaves, the circuit of the last one, and how many calls of it still fit there."""
        leaves, leaf, free = self.leaves, self._leaf, self._free
        for circuit in circuits:
            if circuit != leaf or not free:
                leaves, leaf, free = leaves + 1, circuit, self._lanes(*circuit)
            free -= 1
        return leaves, leaf, free


def exceeds(settlement: SettlementLoad, policy: SealingPolicy) -> str | None:
    """Why no sub-block may hold this, in words; None when one may."""
    if settlement.entries > policy.entries:
        return f"it touches {settlement.entries} entries, but a sub-block holds {policy.entries}"
    if not settlement.fits(policy.profile, policy.chain):
        return (
            f"settling it takes about {settlement.gas(policy.profile)} gas and "
            f"{settlement.calldata_bytes(policy.profile)} bytes, but a transaction may take {policy.chain.gas} gas and "
            f"{policy.chain.bytes} bytes"
        )
    return None

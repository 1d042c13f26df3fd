"""How many entries a sub-block may have: the smaller of what its circuit and its settlement hold."""

from __future__ import annotations

from saya_py import _native
from saya_py.artifacts.costs.gas import SettlementCosts
from saya_py.chain.evm.limits import CHANGED_ENTRY, FIRST_WRITE, READ_ENTRY, SETTLEMENT_GAS, ChainProfile, most_entries
from saya_py.core.errors import UserError


def capacities(profile: str) -> list[int]:
    """Entries of the sub-block circuits, rising. A sub-block is proven in the smallest that holds it.

    Raises:
        ProverRefused: the profile is unknown.
    """
    return _native.capacities(profile)


def sub_block_entries(profile: str, chain: ChainProfile | None = None) -> int:
    """Entries that a sub-block may have and still be proven and settled on the chain, whatever they are."""
    return min(capacities(profile)[-1], most_entries(profile, chain))


def capacity_for(profile: str, entries: int) -> int | None:
    """Entries of the circuit in which so many are proven; None when there are too many for all."""
    return next((capacity for capacity in capacities(profile) if capacity >= entries), None)


def settlement_costs(profile: str, chain: ChainProfile) -> SettlementCosts:
    """What a full sub-block holds and what settling it costs.

    Raises:
        UserError: a transaction of the chain does not take a proof of the profile.
    """
    entries = sub_block_entries(profile, chain)
    if not entries:
        raise UserError(
            f"a transaction of {chain.gas:,} gas and {chain.bytes:,} bytes cannot settle a `{profile}` proof; choose "
            "another chain, or higher limits if it has them"
        )
    return SettlementCosts(entries, SETTLEMENT_GAS[profile], CHANGED_ENTRY, READ_ENTRY, FIRST_WRITE)

"""The world that a command is about, on its chain: checked before anything is sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from saya_py.cli.l2_account import required_l2_account
from saya_py.core.limbs import parse_hex

if TYPE_CHECKING:
    from saya_py.chain.evm.settlement import ZkThreadsClient
    from saya_py.chain.evm.world_on_chain import WorldOnChain

# The chain client costs half a second that other commands need not wait for, so these functions import it.


def settlement_for(rpc: str, settlement: str, keystore: Path | None) -> ZkThreadsClient:
    """The settlement contract, seen from the account that is to send.

    Raises:
        ConfigError: there is no such account.
        ChainUnavailable: no node answers.
        ChainError: there is no contract at the address.
        Mismatch: it is another contract.
    """
    from saya_py.chain.evm.connected import connect_settlement

    return connect_settlement(rpc, parse_hex(settlement, 20), required_l2_account(keystore))


def world_to_read(rpc: str, settlement: str, world: int) -> WorldOnChain:
    """The world, for commands that send nothing; raises as `settlement_for`, and `ChainError` without such a world."""
    from saya_py.chain.evm.world_on_chain import WorldOnChain

    return WorldOnChain.connect(rpc, parse_hex(settlement, 20), world)


def world_to_change(rpc: str, settlement: str, world: int, keystore: Path | None) -> WorldOnChain:
    """The world, seen from the account that is to send; raises as `world_to_read`."""
    from saya_py.chain.evm.world_on_chain import WorldOnChain

    return WorldOnChain.connect(rpc, parse_hex(settlement, 20), world, required_l2_account(keystore))

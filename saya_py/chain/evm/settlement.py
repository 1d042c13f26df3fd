"""Typed client of the settlement contract `ZkThreads`."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from saya_py.chain.evm.limits import MAX_TRANSACTION_GAS
from saya_py.chain.evm.operators import OperatorsClient
from saya_py.chain.evm.threads import ThreadsClient
from saya_py.chain.evm.transactions import Mined
from saya_py.chain.evm.users import UsersClient
from saya_py.chain.evm.values import ValuesClient
from saya_py.chain.evm.worlds import WorldsClient
from saya_py.core.errors import StaleInput


@dataclass(frozen=True)
class SubBlockHeader:
    """The struct `SubBlock` of the contract, field for field."""

    world: int
    os_version: int
    thread: int
    seq: int
    t_min: int
    t_max: int
    call_count: int
    calls_out: bytes
    log_out: bytes
    commit: bytes


@dataclass(frozen=True)
class Settlement:
    """Calldata of one settlement: the header, `n·64` bytes of inputs, `m·36` bytes of outputs, the proof."""

    header: SubBlockHeader
    inputs: bytes
    outputs: bytes
    proof: bytes


class ZkThreadsClient(WorldsClient, ValuesClient, UsersClient, OperatorsClient, ThreadsClient):
    """The whole settlement contract at one address, seen from one account."""

    def domain(self, world: int) -> bytes:
        """The domain that the world's statements are bound to: four big-endian limbs."""
        return bytes(self._read("domainOf", world))

    def settle(self, settlement: Settlement) -> Mined:
        """Send a settlement with the full gas limit; it is mined whether it succeeds or reverts."""
        return self.sender.send(self.address, self.settle_calldata(settlement), gas=MAX_TRANSACTION_GAS)

    def settle_calldata(self, settlement: Settlement) -> bytes:
        """ABI-encoded call of `settle`."""
        return self._data(
            "settle", [astuple(settlement.header), settlement.inputs, settlement.outputs, settlement.proof]
        )


def stale_input(mined: Mined) -> StaleInput | None:
    """The stale entry when `mined` is a settlement that failed the input check, else None."""
    if mined.revert is None or mined.revert.name != "StaleInput":
        return None
    found = mined.revert.arguments
    return StaleInput(found["key"], found["expected"], found["actual"])

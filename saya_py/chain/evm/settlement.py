"""Typed client of the settlement contract `ZkThreads`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from eth_typing import ChecksumAddress, HexStr

from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.transactions import MAX_TRANSACTION_GAS, Mined, Sender
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


class ZkThreadsClient:
    """The settlement contract at one address, seen from one account."""

    def __init__(self, sender: Sender, address: ChecksumAddress) -> None:
        """Talk to the contract at `address` as `sender`."""
        self.sender = sender
        self.address = address
        self._contract = sender.w3.eth.contract(address=address, abi=load_artifact("ZkThreads").abi)

    def create_world(self, os_version: int, set_root: bytes, development: bool) -> int:
        """Create a world owned by the sender and return its number."""
        data = self._data("createWorld", [os_version, set_root, development])
        mined = self.sender.send(self.address, data)
        return self._event_number(mined, "WorldCreated", "world")

    def open_thread(self, world: int, prover: str) -> int:
        """Open a thread of the sender's world for `prover` and return its number."""
        mined = self.sender.send(self.address, self._data("openThread", [world, prover]))
        return self._event_number(mined, "ThreadOpened", "thread")

    def set_writer(self, world: int, contract: int, writer: str, allowed: bool) -> Mined:
        """Allow or forbid the L2 contract `writer` to write values of `contract` in the sender's world."""
        return self.sender.send(self.address, self._data("setWriter", [world, contract, writer, allowed]))

    def values(self, world: int, keys: Sequence[bytes]) -> list[bytes]:
        """Canonical values of `keys`, 32 bytes each; zero bytes for a key that was never written."""
        return [bytes(value) for value in self._read("valuesOf", [world, list(keys)])]

    def domain(self, world: int) -> bytes:
        """The domain that the world's statements are bound to: four big-endian limbs."""
        return bytes(self._read("domainOf", [world]))

    def next_seq(self, world: int, thread: int) -> int:
        """Number of the sub-block that the thread settles next."""
        _, seq = self._read("threadOf", [world, thread])
        return int(seq) + 1

    def now(self) -> int:
        """Time of the latest block, Unix seconds."""
        return int(self.sender.w3.eth.get_block("latest")["timestamp"])

    def settle(self, settlement: Settlement) -> Mined:
        """Send a settlement with the full gas limit; it is mined whether it succeeds or reverts."""
        return self.sender.send(self.address, self.settle_calldata(settlement), gas=MAX_TRANSACTION_GAS)

    def settle_calldata(self, settlement: Settlement) -> bytes:
        """ABI-encoded call of `settle`."""
        return self._data(
            "settle", [astuple(settlement.header), settlement.inputs, settlement.outputs, settlement.proof]
        )

    def _data(self, function: str, arguments: list[Any]) -> bytes:
        return bytes.fromhex(self._contract.encode_abi(function, arguments).removeprefix("0x"))

    def _read(self, function: str, arguments: list[Any]) -> Any:
        output = self.sender.call(self.address, self._data(function, arguments))
        types = [part["type"] for part in self._contract.get_function_by_name(function).abi["outputs"]]
        values = self.sender.w3.codec.decode(types, output)
        return values[0] if len(values) == 1 else values

    def _event_number(self, mined: Mined, event: str, field: str) -> int:
        receipt = self.sender.w3.eth.get_transaction_receipt(HexStr(mined.transaction))
        (found,) = self._contract.events[event]().process_receipt(receipt)
        return int(found["args"][field])


def stale_input(mined: Mined) -> StaleInput | None:
    """The stale entry when `mined` is a settlement that failed the input check, else None."""
    if mined.revert is None or mined.revert.name != "StaleInput":
        return None
    found = mined.revert.arguments
    return StaleInput(found["key"], found["expected"], found["actual"])

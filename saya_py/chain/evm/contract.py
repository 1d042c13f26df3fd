"""What the parts of the settlement client have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from eth_typing import ChecksumAddress, HexStr
from eth_utils.address import to_checksum_address
from web3.logs import DISCARD

from saya_py.chain.errors import ChainReverted
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.node import Node
from saya_py.chain.evm.rpc import read
from saya_py.chain.evm.transactions import Mined, Sender

T = TypeVar("T")


@dataclass(frozen=True)
class Pending(Generic[T]):
    """A change that was requested: its value, and the second (Unix) from which on anybody may apply it."""

    value: T
    ready_at: int


class ContractClient:
    """The settlement contract at one address, seen from one account.

    A method that sends waits until its transaction is mined, and raises `ChainReverted` without sending when the
    contract refuses. It raises the same when the transaction reverts all the same, because something changed meanwhile.
    """

    def __init__(self, sender: Sender, address: ChecksumAddress) -> None:
        """Talk to the contract at `address` as `sender`."""
        self.sender = sender
        self.address = address
        self._contract = sender.w3.eth.contract(address=address, abi=load_artifact("ZkThreads").abi)

    def now(self) -> int:
        """Time of the latest block, Unix seconds."""
        return Node(self.sender.w3).head().time

    def _data(self, function: str, arguments: list[Any]) -> bytes:
        return bytes.fromhex(self._contract.encode_abi(function, arguments).removeprefix("0x"))

    def _send(self, function: str, *arguments: Any) -> Mined:
        mined = self.sender.send(self.address, self._data(function, list(arguments)))
        if mined.revert is not None:
            raise ChainReverted(f"{mined.transaction} was mined and reverted: {mined.revert.explained()}", mined.revert)
        return mined

    def _read(self, function: str, *arguments: Any) -> Any:
        output = self.sender.call(self.address, self._data(function, list(arguments)))
        types = [part["type"] for part in self._contract.get_function_by_name(function).abi["outputs"]]
        # A contract that is gone, as on a chain that was reset, answers nothing.
        values = read(function, lambda: self.sender.w3.codec.decode(types, output))
        return values[0] if len(values) == 1 else values

    def _event_number(self, mined: Mined, event: str, field: str) -> int:
        receipt = self.sender.w3.eth.get_transaction_receipt(HexStr(mined.transaction))
        (found,) = self._contract.events[event]().process_receipt(receipt, errors=DISCARD)
        return int(found["args"][field])


def somebody(address: str) -> ChecksumAddress | None:
    """An address that a contract gave; None for the zero address, which stands for nobody."""
    return to_checksum_address(address) if int(address, 16) else None

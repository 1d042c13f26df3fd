"""Which sub-block a transaction settled."""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import HexStr
from requests.exceptions import RequestException
from web3.exceptions import TransactionNotFound
from web3.logs import DISCARD

from saya_py.chain.errors import ChainUnavailable
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.settlement import ZkThreadsClient


@dataclass(frozen=True)
class SettledSubBlock:
    """A sub-block that the settlement contract says was settled, and the number of the block in which it was."""

    world: int
    thread: int
    seq: int
    block: int


def settled_by(client: ZkThreadsClient, transaction: bytes) -> list[SettledSubBlock] | None:
    """The sub-blocks that a transaction (its 32-byte hash) settled; None while the node does not know it as mined.

    Raises:
        ChainUnavailable: the node does not answer.
    """
    w3 = client.sender.w3
    try:
        receipt = w3.eth.get_transaction_receipt(HexStr("0x" + transaction.hex()))
    except TransactionNotFound:
        return None
    except RequestException as error:
        raise ChainUnavailable(f"the node does not answer: {error}") from error
    contract = w3.eth.contract(address=client.address, abi=load_artifact("ZkThreads").abi)
    found = contract.events.SubBlockSettled().process_receipt(receipt, errors=DISCARD)
    return [
        SettledSubBlock(each["args"]["world"], each["args"]["thread"], each["args"]["seq"], receipt["blockNumber"])
        for each in found
        if each["address"] == client.address
    ]

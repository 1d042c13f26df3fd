"""What a settler asks a node: blocks, receipts, nonces, fees. Every answer is checked as far as it can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from eth_typing import ChecksumAddress
from hexbytes import HexBytes
from web3 import Web3
from web3.exceptions import BlockNotFound, TransactionNotFound

from saya_py.chain.errors import ChainUnavailable, WrongAnswer
from saya_py.chain.evm.rpc import answered, read
from saya_py.core.errors import ChainError


@dataclass(frozen=True)
class Block:
    """A block: its time in Unix seconds, its base fee in wei."""

    number: int
    hash: bytes
    parent: bytes
    time: int
    base_fee: int


@dataclass(frozen=True)
class Receipt:
    """Where a transaction was mined, and what it cost in wei."""

    transaction: bytes
    block: int
    block_hash: bytes
    succeeded: bool
    gas_used: int
    fee: int


class Node:
    """A node that may be slow, away, behind, or wrong.

    Methods raise `ChainUnavailable` when there is no answer, `WrongAnswer` when it cannot be true.
    """

    def __init__(self, w3: Web3) -> None:
        """Ask over `w3`."""
        self.w3 = w3

    def chain_id(self) -> int:
        """The chain's number."""
        return read("its chain", lambda: self.w3.eth.chain_id)

    def genesis_hash(self) -> bytes:
        """Hash of block 0."""
        block = self.block(0)
        if block is None:
            raise WrongAnswer("the node has no block 0")
        return block.hash

    def head(self) -> Block:
        """The latest block."""
        block = self._block("latest")
        if block is None:
            raise WrongAnswer("the node has no latest block")
        return block

    def block(self, number: int) -> Block | None:
        """The block with this number, if there is one yet."""
        block = self._block(number)
        if block is not None and block.number != number:
            raise WrongAnswer(f"the node was asked for block {number} and tells block {block.number}")
        return block

    def block_by_hash(self, block_hash: bytes) -> Block | None:
        """The block with this hash, if the node knows it."""
        block = self._block(HexBytes(block_hash))
        if block is not None and block.hash != block_hash:
            raise WrongAnswer(f"the node was asked for block 0x{block_hash.hex()} and tells 0x{block.hash.hex()}")
        return block

    def next_time(self, head: Block) -> int:
        """Time of the block after `head`, as far as the node knows it: at least that of `head`."""
        try:
            pending = read("the next block", lambda: int(self.w3.eth.get_block("pending")["timestamp"]))
        except (WrongAnswer, BlockNotFound):
            # Nodes need not make one up.
            return head.time
        return max(head.time, pending)

    def receipt(self, transaction: bytes) -> Receipt | None:
        """Where a transaction was mined; None when it was not, or in a block that is not part of the chain any more."""
        try:
            found = read("a receipt", lambda: _receipt(self.w3.eth.get_transaction_receipt(HexBytes(transaction))))
        except TransactionNotFound:
            return None
        if found.transaction != transaction:
            raise WrongAnswer(f"the node was asked for the receipt of 0x{transaction.hex()} and tells another's")
        block = self.block(found.block)
        return found if block is not None and block.hash == found.block_hash else None

    def knows(self, transaction: bytes) -> bool:
        """Whether the node has a transaction, mined or waiting."""
        try:
            read("a transaction", lambda: self.w3.eth.get_transaction(HexBytes(transaction)))
        except TransactionNotFound:
            return False
        return True

    def nonce(self, account: ChecksumAddress, at: Block) -> int:
        """How many transactions of an account were mined up to a block."""
        return read("a nonce", lambda: self.w3.eth.get_transaction_count(account, HexBytes(at.hash)))

    def waiting_nonce(self, account: ChecksumAddress) -> int:
        """The same, with the transactions that wait in the node."""
        return read("a nonce", lambda: self.w3.eth.get_transaction_count(account, "pending"))

    def balance(self, account: ChecksumAddress) -> int:
        """Wei of an account."""
        return read("a balance", lambda: int(self.w3.eth.get_balance(account)))

    def has_code(self, address: ChecksumAddress) -> bool:
        """Whether there is a contract."""
        return bool(read("a contract", lambda: bytes(self.w3.eth.get_code(address))))

    def next_base_fee(self) -> int:
        """Base fee of the block after the latest, in wei; 0 on a chain without base fees."""
        return read("fees", lambda: int(self.w3.eth.fee_history(1, "latest", [])["baseFeePerGas"][-1]))

    def usual_tip(self) -> int:
        """The tip that the node suggests, in wei for a unit of gas."""
        return read("fees", lambda: int(self.w3.eth.max_priority_fee))

    def broadcast(self, raw: bytes) -> str | None:
        """Give a signed transaction to the node. Returns why it refuses it, None when it took it.

        A refusal is no proof that the transaction will not be mined: the node may have had it already.
        """
        try:
            answered(lambda: self.w3.eth.send_raw_transaction(HexBytes(raw)))
        except ChainUnavailable:
            raise
        except ChainError as error:
            return str(error)
        return None

    def _block(self, which: int | str | HexBytes) -> Block | None:
        try:
            return read("a block", lambda: _checked(self.w3.eth.get_block(cast(Any, which))))
        except BlockNotFound:
            return None


def _checked(found: Any) -> Block:
    block = Block(
        number=int(found["number"]),
        hash=bytes(found["hash"]),
        parent=bytes(found["parentHash"]),
        time=int(found["timestamp"]),
        base_fee=int(found.get("baseFeePerGas", 0)),
    )
    if len(block.hash) != 32 or len(block.parent) != 32:
        raise ValueError("a block's hash does not have 32 bytes")
    return block


def _receipt(found: Any) -> Receipt:
    return Receipt(
        transaction=bytes(found["transactionHash"]),
        block=int(found["blockNumber"]),
        block_hash=bytes(found["blockHash"]),
        succeeded=int(found["status"]) == 1,
        gas_used=int(found["gasUsed"]),
        fee=int(found["gasUsed"]) * int(found["effectiveGasPrice"]),
    )

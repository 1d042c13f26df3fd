"""The settlement contract as a node shows it: events, values at the end of blocks, threads."""

from __future__ import annotations

from collections.abc import Sequence

from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError

from saya_py.audit.logs import Log, read_log, topic
from saya_py.audit.node import Node, data, field, quantity
from saya_py.chain.errors import ChainUnavailable
from saya_py.core.chain_hash import keccak256
from saya_py.core.errors import ChainError, UserError

_PAGE = 5_000
"""Blocks of one question about events; fewer when a node refuses."""
_KEYS = 512
"""Values of one question."""


class ContractReader:
    """Reads `ZkThreads` at one address.

    Everything raises `ChainUnavailable` when the node does not answer, and `ChainError` when it refuses or talks
    nonsense.
    """

    def __init__(self, node: Node, settlement: bytes, world: int) -> None:
        """Ask `node` about a world of the contract `settlement` (20 bytes)."""
        self.node = node
        self.settlement = settlement
        self.world = world

    @property
    def address(self) -> str:
        """The contract's address as text."""
        return "0x" + self.settlement.hex()

    def has_code(self) -> bool:
        """Whether there is a contract at all."""
        return bool(data(self.node.ask("eth_getCode", self.address, "latest"), "code"))

    def thread(self, number: int) -> tuple[bytes, int]:
        """Prover of a thread (20 bytes, zero if it is not open), and the number of its last sub-block.

        Raises:
            UserError: the contract is another one.
        """
        arguments = encode(["uint256", "uint32"], [self.world, number])
        try:
            answer = self._call("threadOf(uint256,uint32)", arguments, "latest")
        except ChainUnavailable:
            raise
        except ChainError as error:
            raise UserError(f"the contract at {self.address} is no ZkThreads: it has no threadOf ({error})") from None
        if len(answer) != 64:
            raise UserError(f"the contract at {self.address} is no ZkThreads: its threadOf is another one")
        return answer[12:32], int.from_bytes(answer[32:])

    def values(self, keys: Sequence[bytes], block: int) -> tuple[bytes, ...]:
        """Canonical values at the end of a block."""
        values: list[bytes] = []
        for first in range(0, len(keys), _KEYS):
            some = list(keys[first : first + _KEYS])
            arguments = encode(["uint256", "bytes32[]"], [self.world, some])
            answer = self._call("valuesOf(uint256,bytes32[])", arguments, hex(block))
            try:
                (found,) = decode(["bytes32[]"], answer)
            except (DecodingError, OverflowError):
                found = ()
            if len(found) != len(some):
                raise self.node.nonsense("valuesOf", "0x" + answer.hex())
            values += found
        return tuple(values)

    def block(self, number: int) -> tuple[bytes, int] | None:
        """Hash (32 bytes) and time (Unix seconds) of a block; None when the node has no such block."""
        found = self.node.ask("eth_getBlockByNumber", hex(number), False)
        if found is None:
            return None
        time = quantity(field(found, "timestamp", "a block"), "the time of a block")
        return data(field(found, "hash", "a block"), "the hash of a block", 32), time

    def logs(self, names: Sequence[str], first: int, last: int) -> list[Log]:
        """The world's events of these names in blocks `first` to `last`, in order."""
        question = {
            "address": self.address,
            "topics": [["0x" + topic(name).hex() for name in names], ["0x" + self.world.to_bytes(32).hex()]],
            "fromBlock": hex(first),
            "toBlock": hex(last),
        }
        answer = self.node.ask("eth_getLogs", question)
        if not isinstance(answer, list):
            raise self.node.nonsense("eth_getLogs", answer)
        logs = [read_log(each, self.settlement) for each in answer]
        if any(log.fields["world"] != self.world or not first <= log.block <= last for log in logs):
            raise self.node.nonsense("eth_getLogs", "events that were not asked for")
        return sorted(logs, key=lambda log: log.place)

    def all_logs(self, names: Sequence[str], first: int) -> list[Log]:
        """The same from block `first` to the latest, in as many questions as the node wants."""
        head = self.node.number("eth_blockNumber")
        logs: list[Log] = []
        page = _PAGE
        while first <= head:
            last = min(first + page - 1, head)
            try:
                logs += self.logs(names, first, last)
            except ChainUnavailable:
                raise
            except ChainError:
                # Too many blocks, or too many events, for this node.
                if page == 1:
                    raise
                page //= 2
                continue
            first, page = last + 1, min(2 * page, _PAGE)
        return logs

    def _call(self, function: str, arguments: bytes, block: str) -> bytes:
        call = {"to": self.address, "data": "0x" + (keccak256(function.encode())[:4] + arguments).hex()}
        return data(self.node.ask("eth_call", call, block), function)

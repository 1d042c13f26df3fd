"""The settlement contract's events, as far as an audit needs them, from a node's answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from saya_py.audit.node import data, field, quantity
from saya_py.core.accounts import account_key, operator_key
from saya_py.core.chain_hash import keccak256
from saya_py.core.errors import ChainError
from saya_py.core.limbs import to_bytes

Fields = Mapping[str, Any]

_EVENTS: Mapping[str, tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]] = {
    "SubBlockSettled": (
        (("world", "uint256"), ("thread", "uint32"), ("seq", "uint32")),
        (
            ("os_version", "uint256"),
            ("call_count", "uint32"),
            ("calls_out", "bytes32"),
            ("log_out", "bytes32"),
            ("commit", "bytes32"),
            ("statement", "bytes32"),
        ),
    ),
    "OsVersionAdopted": ((("world", "uint256"), ("os_version", "uint256")), (("set_root", "bytes32"),)),
    "OsVersionRetired": ((("world", "uint256"), ("os_version", "uint256")), ()),
    "ValuesWritten": (
        (("world", "uint256"), ("contract", "uint32"), ("writer", "address")),
        (("keys", "bytes32[]"), ("values", "bytes32[]")),
    ),
    "LaneOpened": ((("world", "uint256"), ("user", "uint32"), ("lane", "uint32")), (("key_root", "bytes24"),)),
    "KeyApplied": (
        (("world", "uint256"), ("user", "uint32"), ("lane", "uint32")),
        (("nonce", "uint64"), ("key_root", "bytes24")),
    ),
    "OperatorSet": ((("world", "uint256"), ("contract", "uint32"), ("user", "uint32")), ()),
}
"""By name: indexed fields, other fields, with their types."""

VALUE_EVENTS = ("SubBlockSettled", "ValuesWritten", "LaneOpened", "KeyApplied", "OperatorSet")
"""Events that say that canonical values changed."""


def topic(name: str) -> bytes:
    """The first topic of an event: the hash of its signature."""
    indexed, others = _EVENTS[name]
    return keccak256(f"{name}({','.join(kind for _, kind in (*indexed, *others))})".encode())


_NAMES = {topic(name): name for name in _EVENTS}


@dataclass(frozen=True)
class Log:
    """An event and where it stands; `fields` by name as the ABI decodes them."""

    name: str
    fields: Fields
    block: int
    block_hash: bytes
    transaction: bytes
    index: int

    @property
    def place(self) -> tuple[int, int]:
        """Its place among all events of the chain."""
        return self.block, self.index


def read_log(answer: Any, settlement: bytes) -> Log:
    """One of a node's logs of the contract `settlement`; raises `ChainError` when it is none of the events above."""
    topics = [data(each, "a topic", 32) for each in field(answer, "topics", "a log")]
    if data(field(answer, "address", "a log"), "the address of a log", 20) != settlement:
        raise ChainError("the node tells an event of another contract than it was asked about")
    if not topics or topics[0] not in _NAMES:
        raise ChainError("the node tells an event that it was not asked about")
    name = _NAMES[topics[0]]
    return Log(
        name,
        _fields(name, topics[1:], data(field(answer, "data", "a log"), "the data of a log")),
        block=quantity(field(answer, "blockNumber", "a log"), "the block of a log"),
        block_hash=data(field(answer, "blockHash", "a log"), "the block of a log", 32),
        transaction=data(field(answer, "transactionHash", "a log"), "the transaction of a log", 32),
        index=quantity(field(answer, "logIndex", "a log"), "the index of a log"),
    )


def _fields(name: str, topics: Sequence[bytes], content: bytes) -> Fields:
    indexed, others = _EVENTS[name]
    if len(topics) != len(indexed):
        raise ChainError(f"the node tells an event {name} with {len(topics)} indexed fields, not {len(indexed)}")
    try:
        found = [decode([kind], topic)[0] for (_, kind), topic in zip(indexed, topics, strict=True)]
        found += decode([kind for _, kind in others], content)
    except (DecodingError, OverflowError) as error:
        raise ChainError(f"the node tells an event {name} that is none: {error}") from None
    return dict(zip((field for field, _ in (*indexed, *others)), found, strict=True))


def written(log: Log) -> list[tuple[bytes, bytes]]:
    """Keys and values that an event says were written; those of settlements are in their calldata."""
    fields = log.fields
    match log.name:
        case "ValuesWritten":
            if len(fields["keys"]) != len(fields["values"]):
                raise ChainError("the node tells of a write with unequally many keys and values")
            return list(zip(fields["keys"], fields["values"], strict=True))
        case "LaneOpened" | "KeyApplied":
            nonce = fields.get("nonce", 0)
            return [(to_bytes(account_key(fields["user"], fields["lane"])), nonce.to_bytes(8) + fields["key_root"])]
        case "OperatorSet":
            return [(to_bytes(operator_key(fields["contract"])), to_bytes((fields["user"], 0, 0, 0)))]
    return []


def told(log: Log) -> str:
    """Who wrote, for people."""
    fields = log.fields
    match log.name:
        case "ValuesWritten":
            return f"a write of {fields['writer']}"
        case "LaneOpened":
            return f"the opening of lane {fields['lane']} of user {fields['user']}"
        case "KeyApplied":
            return f"a new key in lane {fields['lane']} of user {fields['user']}"
        case "OperatorSet":
            return f"a new operator of contract {fields['contract']}"
        case "SubBlockSettled":
            return f"sub-block {fields['seq']} of thread {fields['thread']}"
    return log.name

"""The events that an audit reads are those of the contract."""

from typing import Any

import pytest
from eth_abi.abi import encode
from web3 import Web3

from saya_py.audit import logs
from saya_py.audit.logs import VALUE_EVENTS, read_log, told, topic, written
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.core.accounts import Account, account_key, operator_key
from saya_py.core.errors import ChainError
from saya_py.core.limbs import to_bytes

ABI = load_artifact("ZkThreads").abi
SETTLEMENT = bytes(range(20))


def answer(name: str, indexed: list[bytes], content: bytes = b"", **changed: Any) -> dict[str, Any]:
    return {
        "address": "0x" + SETTLEMENT.hex(),
        "topics": ["0x" + each.hex() for each in (topic(name), *indexed)],
        "data": "0x" + content.hex(),
        "blockNumber": "0x10",
        "blockHash": "0x" + "ab" * 32,
        "transactionHash": "0x" + "cd" * 32,
        "logIndex": "0x2",
    } | changed


def number(value: int) -> bytes:
    return value.to_bytes(32)


@pytest.mark.parametrize("name", logs._EVENTS)
def test_the_events_have_the_fields_of_the_contract(name: str) -> None:
    (event,) = (each for each in ABI if each["type"] == "event" and each["name"] == name)
    indexed, others = logs._EVENTS[name]
    declared = [(part["type"], part["indexed"]) for part in event["inputs"]]
    assert declared == [(kind, True) for _, kind in indexed] + [(kind, False) for _, kind in others]
    assert topic(name) == bytes(Web3.keccak(text=f"{name}({','.join(kind for kind, _ in declared)})"))


def test_every_event_that_writes_values_is_known() -> None:
    """Whoever adds a way to write canonical values must add its event here; the others write none."""
    others = {"WriterSet", "UserCreated", "UserOffered", "UserTransferred", "KeyRequested", "KeyCancelled"}
    others |= {"OperatorRequested", "OperatorCancelled", "ThreadOpened", "DelegateSet", "WorldCreated"}
    others |= {"AdoptionRequested", "AdoptionCancelled", "OsVersionAdopted", "OsVersionRetired"}
    assert {each["name"] for each in ABI if each["type"] == "event"} == {*VALUE_EVENTS, *others}


def test_writes_are_read_from_each_event() -> None:
    key, value = b"\x01" * 32, b"\x02" * 32
    write = answer(
        "ValuesWritten", [number(1), number(2), number(0xABC)], encode(["bytes32[]", "bytes32[]"], [[key], [value]])
    )
    log = read_log(write, SETTLEMENT)
    assert (log.place, log.fields["world"], written(log)) == ((16, 2), 1, [(key, value)])
    assert told(log) == "a write of 0x0000000000000000000000000000000000000abc"
    root = to_bytes((5, 6, 7))
    opened = read_log(answer("LaneOpened", [number(1), number(7), number(3)], root + bytes(8)), SETTLEMENT)
    assert written(opened) == [(to_bytes(account_key(7, 3)), to_bytes(Account(0, (5, 6, 7)).encode()))]
    applied = answer("KeyApplied", [number(1), number(7), number(3)], number(9) + root + bytes(8))
    assert written(read_log(applied, SETTLEMENT)) == [
        (to_bytes(account_key(7, 3)), to_bytes(Account(9, (5, 6, 7)).encode()))
    ]
    operator = read_log(answer("OperatorSet", [number(1), number(4), number(5)]), SETTLEMENT)
    assert written(operator) == [(to_bytes(operator_key(4)), to_bytes((5, 0, 0, 0)))]


@pytest.mark.parametrize(
    "wrong",
    [
        answer("OperatorSet", [number(1), number(4)]),
        answer("OperatorSet", [number(1), number(4), number(2**40)]),
        answer("LaneOpened", [number(1), number(7), number(3)], b"\x01"),
        answer("OperatorSet", [number(1), number(4), number(5)], address="0x" + "00" * 20),
        answer("OperatorSet", [number(1), number(4), number(5)], topics=[]),
        answer("OperatorSet", [number(1), number(4), number(5)], topics=["0x" + "00" * 32]),
        answer("OperatorSet", [number(1), number(4), number(5)], blockNumber="16"),
        answer("OperatorSet", [number(1), number(4), number(5)], logIndex=None),
        answer("OperatorSet", [number(1), number(4), number(5)], data="0x0"),
        {},
    ],
)
def test_nonsense_is_no_event(wrong: dict[str, Any]) -> None:
    with pytest.raises(ChainError):
        read_log(wrong, SETTLEMENT)

"""Calldata of `settle` is read as the contract reads it."""

from dataclasses import astuple, replace
from typing import Any

import pytest
from eth_abi.abi import encode
from hypothesis import given
from hypothesis import strategies as st
from web3 import Web3

from saya_py.audit.settle_call import SELECTOR, SIGNATURE, decode_settle, outputs_of
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.settlement import Settlement, SubBlockHeader
from saya_py.core.errors import EncodingError

CONTRACT = Web3().eth.contract(abi=load_artifact("ZkThreads").abi)
HEADER = SubBlockHeader(1, 2, 3, 4, 5, 6, 7, b"\x01" * 32, b"\x02" * 32, b"\x03" * 32)
SETTLEMENT = Settlement(HEADER, b"\x01" * 64, b"\x02" * 36, b"\x03" * 100)


def encoded(settlement: Settlement) -> bytes:
    parts: list[Any] = [astuple(settlement.header), settlement.inputs, settlement.outputs, settlement.proof]
    return bytes.fromhex(CONTRACT.encode_abi("settle", parts).removeprefix("0x"))


numbers = st.tuples(*(st.integers(0, 2**bits - 1) for bits in (256, 256, 32, 32, 40, 40, 32)))
digests = st.tuples(*(st.binary(min_size=32, max_size=32) for _ in range(3)))


@given(numbers, digests, st.binary(max_size=200), st.binary(max_size=200), st.binary(max_size=200))
def test_what_the_client_encodes_is_read_again(
    numbers: tuple[int, ...], digests: tuple[bytes, ...], inputs: bytes, outputs: bytes, proof: bytes
) -> None:
    settlement = Settlement(SubBlockHeader(*numbers, *digests), inputs, outputs, proof)  # type: ignore[arg-type]
    assert decode_settle(encoded(settlement)) == settlement


def test_the_selector_is_that_of_the_contract() -> None:
    assert encoded(SETTLEMENT)[:4] == SELECTOR
    assert SIGNATURE.startswith("settle(")


def test_parts_may_stand_anywhere_as_in_solidity() -> None:
    words = [encode(["uint256"], [each]) for each in astuple(HEADER)[:7]] + list(astuple(HEADER)[7:])
    # All three parts are one, after a gap and before something that nobody reads.
    offset = (13 + 1) * 32
    calldata = SELECTOR + b"".join(words) + encode(["uint256"], [offset]) * 3
    calldata += b"\xff" * 32 + encode(["uint256"], [5]) + b"parts" + b"\xff" * 100
    assert decode_settle(calldata) == Settlement(HEADER, b"parts", b"parts", b"parts")


@pytest.mark.parametrize(
    ("calldata", "why"),
    [
        (b"", "selector"),
        (b"\x00" * 500, "selector"),
        (encoded(SETTLEMENT)[:200], "inside of a word"),
        (encoded(SETTLEMENT)[:-40], "proof would have 100 bytes"),
        (SELECTOR + b"\xff" * 32 * 13, "thread has more than 32 bits"),
        (SELECTOR + b"\x00" * 32 * 10 + b"\xff" * 32 * 3, "inputs would begin after its end"),
        (SELECTOR + b"\x00" * 32 * 10 + encode(["uint256"], [32 * 13]) * 3 + b"\xff" * 32, "inputs would have"),
    ],
)
def test_what_is_no_call_of_settle_is_refused(calldata: bytes, why: str) -> None:
    with pytest.raises(EncodingError, match=why):
        decode_settle(calldata)


def test_outputs_are_keys_with_their_new_values() -> None:
    key, other, new = (bytes([0, 0, 0, n]) + bytes(28) for n in (1, 2, 9))
    settlement = Settlement(HEADER, key + bytes(32) + other + bytes(32), (1).to_bytes(4) + new, b"")
    assert outputs_of(settlement) == [(other, new)]
    with pytest.raises(EncodingError, match="names entry 2"):
        outputs_of(replace(settlement, outputs=(2).to_bytes(4) + new))

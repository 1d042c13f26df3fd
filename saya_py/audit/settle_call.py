"""The calldata of `ZkThreads.settle`, read as the contract reads it."""

from __future__ import annotations

from saya_py.chain.evm.settlement import Settlement, SubBlockHeader
from saya_py.core.calldata import OUTPUT_BYTES, read_inputs
from saya_py.core.chain_hash import keccak256
from saya_py.core.errors import EncodingError
from saya_py.core.limbs import to_bytes

SIGNATURE = "settle((uint256,uint256,uint32,uint32,uint40,uint40,uint32,bytes32,bytes32,bytes32),bytes,bytes,bytes)"
SELECTOR = keccak256(SIGNATURE.encode())[:4]
_WORD = 32
_HEADER_BITS = {"world": 256, "os_version": 256, "thread": 32, "seq": 32, "t_min": 40, "t_max": 40, "call_count": 32}
_DIGESTS = 3
"""Words after them: of the calls, of the log, and the commit."""
_PARTS = ("inputs", "outputs", "proof")


def decode_settle(calldata: bytes) -> Settlement:
    """The settlement in calldata of `settle`.

    Offsets are followed as the contract follows them, so what this reads is what was settled, however it was encoded.

    Raises:
        EncodingError: it is no such calldata (CALLDATA); the contract would have refused it.
    """
    if calldata[:4] != SELECTOR:
        raise _refused("it does not begin with the selector of `settle`")
    arguments = calldata[4:]
    number = {name: _number(arguments, place, name, bits) for place, (name, bits) in enumerate(_HEADER_BITS.items())}
    calls_out, log_out, commit = (_word(arguments, (len(_HEADER_BITS) + i) * _WORD) for i in range(_DIGESTS))
    inputs, outputs, proof = (
        _bytes(arguments, len(_HEADER_BITS) + _DIGESTS + i, name) for i, name in enumerate(_PARTS)
    )
    header = SubBlockHeader(**number, calls_out=calls_out, log_out=log_out, commit=commit)
    return Settlement(header, inputs, outputs, proof)


def outputs_of(settlement: Settlement) -> list[tuple[bytes, bytes]]:
    """Keys and values (32 bytes each) of an output list; `EncodingError` when it names an entry that is not there."""
    entries = read_inputs(settlement.inputs)
    changed = []
    for at in range(0, len(settlement.outputs), OUTPUT_BYTES):
        index = int.from_bytes(settlement.outputs[at : at + 4])
        if index >= len(entries):
            raise EncodingError("OUTPUT_INDEX", f"an output names entry {index} of {len(entries)}")
        changed.append((to_bytes(entries[index].key), settlement.outputs[at + 4 : at + OUTPUT_BYTES]))
    return changed


def _word(arguments: bytes, at: int) -> bytes:
    word = arguments[at : at + _WORD]
    if len(word) != _WORD:
        raise _refused(f"it ends at byte {len(arguments)} of its arguments, inside of a word")
    return word


def _number(arguments: bytes, place: int, name: str, bits: int) -> int:
    number = int.from_bytes(_word(arguments, place * _WORD))
    if number >> bits:
        raise _refused(f"{name} has more than {bits} bits")
    return number


def _bytes(arguments: bytes, place: int, name: str) -> bytes:
    at = int.from_bytes(_word(arguments, place * _WORD))
    if at >= len(arguments):
        raise _refused(f"{name} would begin after its end")
    length = int.from_bytes(_word(arguments, at))
    found = arguments[at + _WORD : at + _WORD + length]
    if len(found) != length:
        raise _refused(f"{name} would have {length} bytes, and only {len(found)} are there")
    return found


def _refused(why: str) -> EncodingError:
    return EncodingError("CALLDATA", f"this is no calldata of `settle`: {why}")

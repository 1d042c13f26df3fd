"""The two lists of a statement as calldata bytes.

Input list: key and old value of every entry, 64 bytes each. Output list: index (4 bytes big-endian) and new value of
every changed entry, 36 bytes each. Both have exactly one form for a statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from saya_py.core.errors import EncodingError
from saya_py.core.limbs import Digest, from_bytes, to_bytes
from saya_py.core.state_list import check_count

INPUT_BYTES = 64
OUTPUT_BYTES = 36


@dataclass(frozen=True)
class Entry:
    """One touched key with its values at the start and at the end; equal when it was only read."""

    key: Digest
    old: Digest
    new: Digest


def input_bytes(entries: Sequence[Entry]) -> bytes:
    """The input list."""
    return b"".join(to_bytes(entry.key + entry.old) for entry in entries)


def output_bytes(entries: Sequence[Entry]) -> bytes:
    """The output list."""
    changed = ((index, entry.new) for index, entry in enumerate(entries) if entry.new != entry.old)
    return b"".join(index.to_bytes(4, "big") + to_bytes(new) for index, new in changed)


def read_inputs(inputs: bytes) -> list[Entry]:
    """The entries of an input list, unchanged so far; raises `EncodingError` for lengths and limbs."""
    if len(inputs) % INPUT_BYTES:
        raise EncodingError(
            "INPUT_LENGTH",
            f"the input list has {len(inputs)} bytes, which is no multiple of 64; "
            "send 32 bytes of key and 32 of old value for each entry",
        )
    check_count(len(inputs) // INPUT_BYTES)
    entries = []
    for at in range(0, len(inputs), INPUT_BYTES):
        key, old = from_bytes(inputs[at : at + 32]), from_bytes(inputs[at + 32 : at + 64])
        entries.append(Entry(key, old, old))
    return entries


def apply_outputs(entries: Sequence[Entry], outputs: bytes) -> list[Entry]:
    """The entries with the new values of an output list.

    Raises `EncodingError` for lengths, limbs, indices that are not strictly increasing or name no entry, and values
    that do not change.
    """
    if len(outputs) % OUTPUT_BYTES:
        raise EncodingError(
            "OUTPUT_LENGTH",
            f"the output list has {len(outputs)} bytes, which is no multiple of 36; "
            "send 4 bytes of index and 32 of new value for each changed entry",
        )
    result = list(entries)
    before = -1
    for number, at in enumerate(range(0, len(outputs), OUTPUT_BYTES)):
        index = int.from_bytes(outputs[at : at + 4], "big")
        if index >= len(result):
            raise EncodingError(
                "OUTPUT_INDEX",
                f"output {number} names entry {index}, but the input list has {len(result)}; "
                "outputs can only change listed entries",
            )
        if index <= before:
            raise EncodingError(
                "OUTPUT_ORDER",
                f"output {number} is not above the output before it; "
                "sort the outputs by entry index and list every index once",
            )
        before = index
        new = from_bytes(outputs[at + 4 : at + 36])
        if new == result[index].old:
            raise EncodingError(
                "OUTPUT_UNCHANGED",
                f"output {number} leaves its entry unchanged; "
                "list only entries whose new value differs from the old one",
            )
        result[index] = replace(result[index], new=new)
    return result

"""Whether sub-blocks still start on the values that they will find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from saya_py.core.calldata import INPUT_BYTES, OUTPUT_BYTES
from saya_py.store.records import Lists


@dataclass(frozen=True)
class StaleEntry:
    """The first entry of a list whose value is another now; 32 bytes each."""

    key: bytes
    listed: bytes
    actual: bytes

    def __str__(self) -> str:
        return f"0x{self.key.hex()} was executed with 0x{self.listed.hex()} and has the value 0x{self.actual.hex()} now"


def inputs_of(lists: Lists) -> Iterator[tuple[bytes, bytes]]:
    """Key and value of each entry of the input list, in order."""
    for at in range(0, len(lists.inputs), INPUT_BYTES):
        yield lists.inputs[at : at + 32], lists.inputs[at + 32 : at + INPUT_BYTES]


def outputs_of(lists: Lists) -> Iterator[tuple[bytes, bytes]]:
    """Key and new value of each entry of the output list, in order."""
    for at in range(0, len(lists.outputs), OUTPUT_BYTES):
        index = int.from_bytes(lists.outputs[at : at + 4], "big") * INPUT_BYTES
        yield lists.inputs[index : index + 32], lists.outputs[at + 4 : at + OUTPUT_BYTES]


def canonical_keys(chain_of_lists: Sequence[Lists]) -> list[bytes]:
    """The keys whose canonical values decide: all that no earlier sub-block of the chain changes before."""
    changed: set[bytes] = set()
    needed: dict[bytes, None] = {}
    for lists in chain_of_lists:
        needed |= dict.fromkeys(key for key, _ in inputs_of(lists) if key not in changed)
        changed |= {key for key, _ in outputs_of(lists)}
    return list(needed)


def first_stale(chain_of_lists: Sequence[Lists], canonical: Mapping[bytes, bytes]) -> tuple[int, StaleEntry] | None:
    """The first sub-block, by place, that does not start on the canonical values with the outputs of those before it.

    `canonical` has the values of `canonical_keys`. None when all do.
    """
    changed: dict[bytes, bytes] = {}
    for place, lists in enumerate(chain_of_lists):
        for key, listed in inputs_of(lists):
            actual = changed[key] if key in changed else canonical[key]
            if actual != listed:
                return place, StaleEntry(key, listed, actual)
        changed |= dict(outputs_of(lists))
    return None

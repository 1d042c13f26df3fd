"""Input and output list of a sub-block as calldata, from values by key."""

from __future__ import annotations

from collections.abc import Mapping

from saya_py.core.calldata import INPUT_BYTES, OUTPUT_BYTES
from saya_py.store.records import Lists


def lists_of(start: Mapping[bytes, bytes], end: Mapping[bytes, bytes]) -> Lists:
    """The lists of a sub-block that touches the keys of `start` and leaves the values of `end`.

    `end` has at least these keys. Keys and values have 32 bytes; their order as bytes is that of their limbs.
    """
    keys = sorted(start)
    changed = (index for index, key in enumerate(keys) if end[key] != start[key])
    return Lists(
        inputs=b"".join(key + start[key] for key in keys),
        outputs=b"".join(index.to_bytes(4, "big") + end[keys[index]] for index in changed),
    )


def outputs_of(lists: Lists) -> dict[bytes, bytes]:
    """What a sub-block changes: new values by key."""
    changed = {}
    for at in range(0, len(lists.outputs), OUTPUT_BYTES):
        index = int.from_bytes(lists.outputs[at : at + 4], "big")
        key = lists.inputs[index * INPUT_BYTES : index * INPUT_BYTES + 32]
        changed[key] = lists.outputs[at + 4 : at + OUTPUT_BYTES]
    return changed

"""Canonical values that others change: L2 contracts, other threads, settlements of before.

A value that was read once is used again without asking, so it is renewed now and then, and before a call is refused
because of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from saya_py.batcher.snapshot import Snapshot
from saya_py.batcher.working_state import WorkingState

KEPT = 1_000
"""So many values are renewed together; of more, the others are forgotten, and read again when they are needed."""


def foreign(state: WorkingState, known: Snapshot, keys: Iterable[bytes]) -> list[bytes]:
    """Those of `keys`, in rising order, that no sub-block under way leaves: the queue began on what the chain has."""
    return sorted(key for key in keys if key in state.values and key not in known.outputs)


def to_renew(state: WorkingState, known: Snapshot) -> list[bytes]:
    """What is renewed now and then: all that is foreign, or what the queue touches of it when that is a lot."""
    keys = foreign(state, known, state.values)
    if len(keys) <= KEPT:
        return keys
    found = _found(state)
    for key in keys:
        if key not in found:
            del state.values[key]
    return [key for key in keys if key in found]


def renew(state: WorkingState, known: Snapshot, canonical: Mapping[bytes, bytes]) -> bool:
    """Take canonical values that were read after `known`; False when the queue ran on others and has to run again."""
    found = _found(state)
    keys = foreign(state, known, canonical)
    if any(key in found and found[key] != canonical[key] for key in keys):
        return False
    state.values.update({key: canonical[key] for key in keys if key not in found})
    return True


def _found(state: WorkingState) -> dict[bytes, bytes]:
    """Every value that the queue touches, as it was before the queue."""
    found: dict[bytes, bytes] = {}
    for item in state.queue:
        for key, value in item.receipt.reads.items():
            found.setdefault(key, value)
    return found

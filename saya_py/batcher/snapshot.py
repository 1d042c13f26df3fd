"""What the store says of a thread at one moment: what a batcher builds on."""

from __future__ import annotations

from dataclasses import dataclass

from saya_py.batcher.lists import outputs_of
from saya_py.store.states import State
from saya_py.store.thread import OwnedThread

UNDER_WAY = (State.SEALED, State.PROVING, State.PROVEN, State.SETTLING)


@dataclass(frozen=True)
class Snapshot:
    """The sub-blocks that are under way, and the numbers around them."""

    outputs: dict[bytes, bytes]
    """What they leave, over the canonical values: by key, the later ones over the earlier."""
    under_way: int
    """How many there are."""
    failed: bool
    """Whether one of them needs somebody to look at it."""
    first_open: int | None
    """Number of the first one that is not settled, or of the next one; None before the first one."""
    next_seq: int | None
    """Number of the one that is sealed next; None: ask the chain."""


def snapshot(thread: OwnedThread) -> Snapshot:
    """Read the store.

    A sub-block counts as under way until the store says that it is settled. So read this first and the chain after:
    the canonical values then have at least the outputs that are missing here.
    """
    open_ones = [block for block in thread.unfinished() if block.state is not State.SETTLED]
    outputs: dict[bytes, bytes] = {}
    for block in open_ones:
        outputs |= outputs_of(thread.lists(block.id))
    latest = thread.latest()
    next_seq = None if latest is None else latest.seq + 1
    return Snapshot(
        outputs=outputs,
        under_way=sum(block.state in UNDER_WAY for block in open_ones),
        failed=any(block.state is State.FAILED for block in open_ones),
        first_open=open_ones[0].seq if open_ones else next_seq,
        next_seq=next_seq,
    )

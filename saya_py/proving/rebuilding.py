"""What a sealed sub-block is proven from: everything in the store, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from saya_py.core.calldata import read_inputs
from saya_py.core.limbs import to_bytes
from saya_py.proving.engine import SubBlockJob
from saya_py.store import ThreadView
from saya_py.store.records import SubBlock


@dataclass(frozen=True)
class ThreadIdentity:
    """What the statements of a thread name: `domain` of its world (32 bytes), registered prover (20 bytes), number."""

    domain: bytes
    prover: bytes
    number: int


def sub_block_job(view: ThreadView, sub_block: SubBlock, identity: ThreadIdentity) -> SubBlockJob:
    """The job of a sub-block: its submissions in order, on the values of its input list."""
    entries = read_inputs(view.lists(sub_block.id).inputs)
    return SubBlockJob(
        domain=identity.domain,
        t_min=sub_block.t_min,
        t_max=sub_block.t_max,
        prover=identity.prover,
        thread=identity.number,
        seq=sub_block.seq,
        submissions=[submission.body for submission in view.submissions_of(sub_block.id)],
        state={to_bytes(entry.key): to_bytes(entry.old) for entry in entries},
    )

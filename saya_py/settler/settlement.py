"""The settlement of a sub-block, made of what the store has of it."""

from __future__ import annotations

from saya_py.chain.evm.settlement import Settlement, SubBlockHeader
from saya_py.core.errors import IllegalTransition
from saya_py.settler.context import Context
from saya_py.store.records import SubBlock


def settlement_of(context: Context, sub_block: SubBlock) -> Settlement:
    """Calldata of a proven sub-block.

    Raises:
        StoreDamaged: its proof is not in the blob folder as it was put there.
    """
    proof = sub_block.proof
    if proof is None:
        raise IllegalTransition(f"sub-block {sub_block.seq} has no proof that could be sent")
    info = context.thread.info()
    lists = context.thread.lists(sub_block.id)
    header = SubBlockHeader(
        world=info.world,
        os_version=sub_block.os_version,
        thread=info.number,
        seq=sub_block.seq,
        t_min=sub_block.t_min,
        t_max=sub_block.t_max,
        call_count=sub_block.call_count,
        calls_out=proof.calls_out,
        log_out=proof.log_out,
        commit=proof.commit,
    )
    return Settlement(header, lists.inputs, lists.outputs, context.blobs.get(proof.blob))

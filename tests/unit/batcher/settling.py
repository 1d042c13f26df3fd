"""A settler's part, in memory."""

from __future__ import annotations

from saya_py.core.calldata import apply_outputs, read_inputs
from saya_py.core.limbs import to_bytes
from saya_py.store.records import Inclusion, Proof, SubBlock, Transaction
from saya_py.store.states import AttemptKind
from tests.unit.batcher.chain import Bench, MemoryChain


def settle(bench: Bench, chain: MemoryChain, sub_block: SubBlock) -> None:
    """Prove and settle a sub-block, on the chain and in the store."""
    thread = bench.thread
    thread.sub_blocks.start_proving(sub_block.id)
    thread.sub_blocks.prove(sub_block.id, Proof(bytes(32), bytes(32), bytes(32), bytes(32), 1))
    name = sub_block.id.to_bytes(32)
    thread.settlements.record(
        sub_block.id, Transaction(AttemptKind.SETTLE, bytes(20), sub_block.id, name, b"raw", 1, 1, 1)
    )
    lists = thread.lists(sub_block.id)
    entries = apply_outputs(read_inputs(lists.inputs), lists.outputs)
    assert [chain.canonical.get(to_bytes(entry.key), bytes(32)) for entry in entries] == [
        to_bytes(entry.old) for entry in entries
    ]
    chain.canonical |= {to_bytes(entry.key): to_bytes(entry.new) for entry in entries}
    chain.seq += 1
    thread.settlements.resolve(name, Inclusion(sub_block.seq, bytes(32), 1, 1))

"""Proofs as files."""

from __future__ import annotations

import json
from pathlib import Path

from saya_py import _native
from saya_py.core.limbs import from_bytes
from saya_py.core.statement import Statement
from saya_py.core.statement_head import Head
from saya_py.core.statement_json import dump_statement
from saya_py.proving.rebuilding import ThreadIdentity
from saya_py.store.records import Lists, Proof, SubBlock
from saya_py.store.store import Store


def save_proofs(folder: Path, store: Store, world: int, thread: int, identity: ThreadIdentity) -> None:
    """Write the proofs of a thread's settled sub-blocks.

    For each `sub-block-SEQ.proof`, which `sayapy verify` judges, and its statement for people, `sub-block-SEQ.json`.
    """
    view = store.view(world, thread)
    assert view is not None, "the thread was run"
    folder.mkdir(parents=True, exist_ok=True)
    for sub_block in view.settled():
        assert sub_block.proof is not None, "nothing settles without one"
        statement = _statement(sub_block, sub_block.proof, view.lists(sub_block.id), identity)
        name, proof = f"sub-block-{sub_block.seq}", store.blobs.get(sub_block.proof.blob)
        commit = sub_block.proof.commit
        (folder / f"{name}.proof").write_bytes(_native.proof_file(statement, commit, proof))
        shown = {"statement": json.loads(statement), "commit": "0x" + commit.hex(), "proof": f"{name}.proof"}
        (folder / f"{name}.json").write_text(json.dumps(shown, indent=2) + "\n")


def _statement(sub_block: SubBlock, proof: Proof, lists: Lists, identity: ThreadIdentity) -> str:
    head = Head(
        domain=from_bytes(identity.domain),
        os_version=sub_block.os_version,
        set_root=from_bytes(sub_block.set_root),
        calls_out=from_bytes(proof.calls_out),
        log_out=from_bytes(proof.log_out),
        t_min=sub_block.t_min,
        t_max=sub_block.t_max,
        prover=identity.prover,
        thread=identity.number,
        seq=sub_block.seq,
        call_count=sub_block.call_count,
    )
    return dump_statement(Statement.from_calldata(head, lists.inputs, lists.outputs))

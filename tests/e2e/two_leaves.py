"""A thread with one sub-block of two leaves, proven by real workers; as a program, until somebody kills it."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from saya_py.batcher.execution import NativeExecutor
from saya_py.core.window import Window
from saya_py.lang import compile_contract, encode_call
from saya_py.lang.calls import call_json
from saya_py.proving.calibration import Calibration
from saya_py.proving.engine import Engine
from saya_py.proving.progress import ProvingEvent, unheard
from saya_py.proving.rebuilding import ThreadIdentity
from saya_py.proving.sub_block_prover import SubBlockProver
from saya_py.store import OwnedThread, Store
from saya_py.store.records import Batch, Deployment, NewSubmission, SealedSubmission, SoftReceipt, SubBlock
from saya_py.store.states import State

COMPILED = compile_contract(Calibration)
DOMAIN = bytes(32)
IDENTITY = ThreadIdentity(DOMAIN, b"\x02" * 20, 1)
WINDOW = Window(1, 2)


def build() -> Engine:
    """The circuits of two functions."""
    return Engine("fast", [COMPILED.ir_json], authorisation="none")


def open_store(folder: Path) -> Store:
    """The store in `folder`, made when it is missing."""
    store = Store.open(f"sqlite:///{folder}/thread.db", folder / "blobs", create=True)
    store.bind(Deployment(chain_id=1, genesis_hash=bytes(32), settlement=bytes(20)))
    return store


def seal(thread: OwnedThread, engine: Engine) -> SubBlock:
    """Execute a call of each function on values of zero, and seal them."""
    calls = [encode_call(COMPILED.schema, name, [], user=1) for name in ("rise", "fall")]
    bodies = [json.dumps({"call": call_json(call)}) for call in calls]
    executor = NativeExecutor([COMPILED.ir_json], DOMAIN, engine.set_root, "none")
    after: dict[bytes, bytes] = {}
    receipts = []
    for body in bodies:
        done = executor.execute(body, WINDOW, after)
        assert done.failure is None
        receipts.append(SoftReceipt({key: after.get(key, bytes(32)) for key in done.reads}, done.writes))
        after |= done.writes
    keys = sorted({key for receipt in receipts for key in receipt.reads})
    made = [
        NewSubmission(hashlib.sha256(body.encode()).digest(), body, 1, receipt)
        for body, receipt in zip(bodies, receipts, strict=True)
    ]
    accepted = [answer.submission for answer in thread.submissions.accept(*made)]
    batch = Batch(
        t_min=WINDOW.t_min,
        t_max=WINDOW.t_max,
        os_version=engine.os_version,
        set_root=engine.set_root,
        inputs=b"".join(key + bytes(32) for key in keys),
        outputs=b"".join(index.to_bytes(4) + after[key] for index, key in enumerate(keys) if key in after),
        submissions=tuple(SealedSubmission(each.id, each.receipt) for each in accepted),
    )
    return thread.sub_blocks.seal(1, batch)


def prover(
    store: Store, thread: OwnedThread, engine: Engine, events: Callable[[ProvingEvent], None] = unheard
) -> SubBlockProver:
    """One worker; start values always hold."""
    return SubBlockProver(store, thread, engine, IDENTITY, lambda sub_block: True, events=events)


def prove(proving: SubBlockProver, thread: OwnedThread) -> None:
    """Drive a prover until nothing is left to prove."""
    while any(each.state in (State.SEALED, State.PROVING) for each in thread.unfinished()):
        proving.step()
        time.sleep(0.05)


if __name__ == "__main__":
    engine = build()
    with open_store(Path(sys.argv[1])) as store, store.own(1, 1) as thread:
        seal(thread, engine)
        with prover(store, thread, engine) as proving:
            prove(proving, thread)

"""The same sub-block through the ledger: what it costs to keep every node, and what that saves after a crash."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.table import Table

from saya_py.proving.engine import SubBlockJob
from saya_py.proving.plan import NodeEngine
from saya_py.proving.rebuilding import ThreadIdentity
from saya_py.proving.sub_block_prover import SubBlockProver
from saya_py.store import OwnedThread, Store
from saya_py.store.records import Batch, Deployment, NewSubmission, SealedSubmission, SoftReceipt, SubBlock
from saya_py.store.states import State

_NOTHING = SoftReceipt({}, {})
_POLL_SECONDS = 0.01


@dataclass(frozen=True)
class LedgerFigures:
    """Seconds of one sub-block, and bytes that were kept for it."""

    nodes: int
    at_once: float
    by_nodes: float
    """From the first look at the sealed sub-block until its proof is recorded."""
    work: float
    """Of that, the work on the nodes: reading, proving, checking and keeping."""
    longest: float
    """The longest node: a crash loses no more."""
    retried: float
    """The same sub-block, given up and tried again when all nodes were done."""
    inputs: int
    proofs: int


def measure_ledger(engine: NodeEngine, job: SubBlockJob, at_once: float) -> LedgerFigures:
    """Prove `job`, which took `at_once` seconds without a ledger, with one worker and a store on this disk."""
    with (
        TemporaryDirectory() as folder,
        Store.open(f"sqlite:///{folder}/thread.db", Path(folder) / "blobs", create=True) as store,
    ):
        store.bind(Deployment(1, bytes(32), bytes(20)))
        with store.own(1, job.thread) as thread:
            return _measure(engine, job, at_once, store, thread)


def _measure(engine: NodeEngine, job: SubBlockJob, at_once: float, store: Store, thread: OwnedThread) -> LedgerFigures:
    identity = ThreadIdentity(job.domain, job.prover, job.thread)
    prover = SubBlockProver(store, thread, engine, identity, fresh=lambda sub_block: True)
    with prover:
        by_nodes, first = _proven(prover, thread, _seal(engine, job, thread))
        jobs = store.jobs.of(first.id)
        thread.sub_blocks.withdraw(job.seq, "once more")
        retried, _ = _proven(prover, thread, _seal(engine, job, thread))
    work = [each.work_ms / 1000 for each in jobs if each.work_ms is not None]
    return LedgerFigures(
        nodes=len(jobs),
        at_once=at_once,
        by_nodes=by_nodes,
        work=sum(work),
        longest=max(work),
        retried=retried,
        inputs=sum(len(store.blobs.get(each.inputs)) for each in jobs),
        proofs=sum(len(store.blobs.get(each.result)) for each in jobs if each.result is not None),
    )


def _seal(engine: NodeEngine, job: SubBlockJob, thread: OwnedThread) -> SubBlock:
    """The sub-block of a job, of the queue or of submissions that are new."""
    outcome = engine.plan(job).outcome
    new = [_submission(body) for body in job.submissions]
    accepted = [answer.submission for answer in thread.submissions.accept(*new)]
    batch = Batch(
        t_min=job.t_min,
        t_max=job.t_max,
        os_version=engine.os_version,
        set_root=engine.set_root,
        inputs=outcome.inputs,
        outputs=outcome.outputs,
        submissions=tuple(SealedSubmission(each.id, _NOTHING) for each in accepted),
    )
    return thread.sub_blocks.seal(job.seq, batch)


def _submission(body: str) -> NewSubmission:
    calls = len(json.loads(body).get("calls", [None]))
    return NewSubmission(hashlib.sha256(body.encode()).digest(), body, calls, _NOTHING)


def _proven(prover: SubBlockProver, thread: OwnedThread, sub_block: SubBlock) -> tuple[float, SubBlock]:
    start = time.perf_counter()
    while (found := thread.sub_block(sub_block.id)).state in (State.SEALED, State.PROVING):
        prover.step()
        time.sleep(_POLL_SECONDS)
    if found.state is not State.PROVEN:
        raise RuntimeError(f"the sub-block was not proven: {found.reason}")
    return time.perf_counter() - start, found


def ledger_table(profile: str, figures: LedgerFigures) -> Table:
    """What it takes, beside proving everything at once."""
    title = f"A sub-block of {figures.nodes} nodes through the ledger ({profile})"
    table = Table(title=title, title_justify="left")
    table.add_column("")
    table.add_column("seconds", justify="right")
    table.add_column("of at once", justify="right")
    rows = {
        "at once": figures.at_once,
        "node by node": figures.by_nodes,
        "of that, work on the nodes": figures.work,
        "lost in a crash, at most: the longest node": figures.longest,
        "sealed again with no change": figures.retried,
    }
    for name, seconds in rows.items():
        table.add_row(name, f"{seconds:,.2f}", f"{seconds / figures.at_once:.3f}")
    table.add_section()
    table.add_row("inputs kept", f"{figures.inputs:,} bytes", "")
    table.add_row("proofs kept", f"{figures.proofs:,} bytes", "")
    return table

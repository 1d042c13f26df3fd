"""Records of rows."""

from __future__ import annotations

from saya_py.store.records import (
    Attempt,
    Change,
    Inclusion,
    Job,
    Proof,
    SoftReceipt,
    SubBlock,
    Submission,
    ThreadInfo,
    Transaction,
)
from saya_py.store.tables import AttemptRow, HistoryRow, JobRow, SubBlockRow, SubmissionRow, ThreadRow


def thread_info(row: ThreadRow) -> ThreadInfo:
    """Record of a thread."""
    return ThreadInfo(row.world, row.number, row.owner, row.owned_at)


def submission(row: SubmissionRow) -> Submission:
    """Record of a submission."""
    return Submission(
        id=row.id,
        ordinal=row.ordinal,
        digest=row.digest,
        body=row.body,
        call_count=row.call_count,
        receipt=SoftReceipt(row.reads, row.writes),
        status=row.status,
        sub_block_id=row.sub_block_id,
        position=row.position,
        reason=row.reason,
        accepted_at=row.accepted_at,
    )


def sub_block(row: SubBlockRow) -> SubBlock:
    """Record of a sub-block, without its lists."""
    return SubBlock(
        id=row.id,
        seq=row.seq,
        generation=row.generation,
        state=row.state,
        reason=row.reason,
        t_min=row.t_min,
        t_max=row.t_max,
        os_version=row.os_version,
        set_root=row.set_root,
        call_count=row.call_count,
        proof=_proof(row),
        settled_block=row.settled_block,
        sealed_at=row.sealed_at,
    )


def _proof(row: SubBlockRow) -> Proof | None:
    if row.proof is None:
        return None
    # These are written together.
    assert row.calls_out is not None
    assert row.log_out is not None
    assert row.commit is not None
    assert row.proving_ms is not None
    return Proof(row.calls_out, row.log_out, row.commit, row.proof, row.proving_ms)


def change(row: HistoryRow) -> Change:
    """Record of an entry of a sub-block's history."""
    return Change(row.event, row.state, row.reason, row.at)


def attempt(row: AttemptRow) -> Attempt:
    """Record of an attempt, with its raw transaction."""
    transaction = Transaction(
        kind=row.kind,
        account=row.account,
        nonce=row.nonce,
        hash=row.transaction_hash,
        raw=row.raw,
        gas_limit=row.gas_limit,
        max_fee=row.max_fee,
        max_priority_fee=row.max_priority_fee,
    )
    return Attempt(row.sub_block_id, transaction, row.recorded_at, row.broadcast_at, row.outcome, _inclusion(row))


def _inclusion(row: AttemptRow) -> Inclusion | None:
    if row.block is None:
        return None
    # These are written together.
    assert row.block_hash is not None
    assert row.gas_used is not None
    assert row.fee is not None
    return Inclusion(row.block, row.block_hash, row.gas_used, row.fee, row.revert)


def job(row: JobRow) -> Job:
    """Record of a proof job."""
    return Job(
        key=row.key,
        kind=row.kind,
        inputs=row.inputs,
        state=row.state,
        result=row.result,
        attempts=row.attempts,
        worker=row.worker,
        error=row.error,
        work_ms=row.work_ms,
    )

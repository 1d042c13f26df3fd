"""Making sub-blocks out of the queue, and following them until they are proven or replaced."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saya_py.core.errors import IllegalTransition, SettlementPending
from saya_py.store import mapping
from saya_py.store.changing import apply, live_from, owned_sub_block, pending_of, put_back
from saya_py.store.fence import Fence
from saya_py.store.records import Batch, Proof, SealedSubmission, SubBlock
from saya_py.store.states import Event, State, Status
from saya_py.store.tables import InclusionRow, SubBlockRow, SubmissionRow


class SubBlocks:
    """The sub-blocks of a thread that this process runs."""

    def __init__(self, fence: Fence) -> None:
        """Write through `fence`."""
        self._fence = fence

    def seal(self, seq: int, batch: Batch) -> SubBlock:
        """Make sub-block `seq` of submissions from the queue, as the next generation of that number.

        All of it happens or nothing: after a crash the submissions are in the queue or in the sub-block.

        Raises:
            IllegalTransition: the sub-block has no submission, one of them is not in the queue, or `seq` does not
                follow the thread's latest sub-block.
        """
        if not batch.submissions:
            raise IllegalTransition(f"sub-block {seq} would be empty: nothing to prove")
        with self._fence.write() as session:
            self._check_follows(session, seq)
            row = self._new_row(session, seq, batch)
            self._include(session, row, batch.submissions)
            session.flush()
            return mapping.sub_block(row)

    def start_proving(self, sub_block_id: int) -> None:
        """Let workers have its jobs. Doing it again is harmless."""
        with self._fence.write() as session:
            row = self._row(session, sub_block_id)
            if row.state is not State.PROVING:
                apply(session, row, Event.PROVING_STARTED, self._fence.now())

    def prove(self, sub_block_id: int, proof: Proof) -> None:
        """Record its proof, whose blob is kept already. Doing it again keeps the first proof."""
        with self._fence.write() as session:
            row = self._row(session, sub_block_id)
            if row.state is State.PROVEN:
                return
            row.calls_out, row.log_out, row.commit = proof.calls_out, proof.log_out, proof.commit
            row.proof, row.proving_ms = proof.blob, proof.proving_ms
            apply(session, row, Event.PROVED, self._fence.now())

    def discard_proof(self, sub_block_id: int, reason: str) -> SubBlock:
        """Have a sub-block proven again that has a proof, because its blob cannot be read: it is SEALED again.

        Raises:
            SettlementPending: a transaction of it may still be mined, and has the proof in it.
            IllegalTransition: it has no proof, or is settled.
        """
        with self._fence.write() as session:
            row = self._row(session, sub_block_id)
            _check_nothing_pending(session, row)
            if row.state is not State.PROVEN:
                raise IllegalTransition(f"sub-block {row.seq} is {row.state}: only that of a proven one is discarded")
            row.proof = row.calls_out = row.log_out = row.commit = row.proving_ms = None
            apply(session, row, Event.GAVE_UP, self._fence.now(), reason)
            apply(session, row, Event.PROOF_RETRIED, self._fence.now())
            return mapping.sub_block(row)

    def give_up(self, sub_block_id: int, reason: str) -> None:
        """Set it aside until somebody retries or withdraws it.

        Raises:
            SettlementPending: a transaction of it may still be mined.
        """
        with self._fence.write() as session:
            row = self._row(session, sub_block_id)
            _check_nothing_pending(session, row)
            apply(session, row, Event.GAVE_UP, self._fence.now(), reason)

    def retry(self, sub_block_id: int) -> SubBlock:
        """Go on with a failed one: settle it again when it has a proof, else prove it again."""
        with self._fence.write() as session:
            row = self._row(session, sub_block_id)
            event = Event.PROOF_RETRIED if row.proof is None else Event.SETTLEMENT_RETRIED
            apply(session, row, event, self._fence.now())
            if pending_of(session, row):
                # A reorganisation made a transaction of it pending again while it lay there.
                apply(session, row, Event.SENT, self._fence.now())
            return mapping.sub_block(row)

    def withdraw(self, seq: int, reason: str) -> list[SubBlock]:
        """Make all unfinished sub-blocks from number `seq` on stale, because each starts on the outputs of the last.

        Their submissions are in the queue again, in order of acceptance; execute them anew, drop what fails, seal the
        rest under the same numbers. A crash in between loses nothing: the queue has them.

        Raises:
            SettlementPending: a transaction of one may still be mined; nothing was changed.
            IllegalTransition: one is settled; nothing was changed.
        """
        with self._fence.write() as session:
            rows = live_from(session, self._fence.thread_id, seq)
            for row in rows:
                _check_nothing_pending(session, row)
                put_back(session, row, self._fence.now(), reason)
            return [mapping.sub_block(row) for row in rows]

    def _row(self, session: Session, sub_block_id: int) -> SubBlockRow:
        return owned_sub_block(session, self._fence.thread_id, sub_block_id)

    def _check_follows(self, session: Session, seq: int) -> None:
        latest = session.scalar(
            select(func.max(SubBlockRow.seq)).where(
                SubBlockRow.thread_id == self._fence.thread_id, SubBlockRow.state != State.STALE
            )
        )
        if latest is not None and seq != latest + 1:
            raise IllegalTransition(f"sub-block {seq} cannot follow {latest}: the next one is {latest + 1}")

    def _new_row(self, session: Session, seq: int, batch: Batch) -> SubBlockRow:
        of_seq = (SubBlockRow.thread_id == self._fence.thread_id, SubBlockRow.seq == seq)
        generation = session.scalar(select(func.max(SubBlockRow.generation)).where(*of_seq))
        row = SubBlockRow(
            thread_id=self._fence.thread_id,
            seq=seq,
            generation=(generation or 0) + 1,
            state=State.SEALED,
            t_min=batch.t_min,
            t_max=batch.t_max,
            os_version=batch.os_version,
            set_root=batch.set_root,
            call_count=0,
            inputs=batch.inputs,
            outputs=batch.outputs,
            sealed_at=self._fence.now(),
        )
        session.add(row)
        session.flush()
        return row

    def _include(self, session: Session, row: SubBlockRow, batch: Sequence[SealedSubmission]) -> None:
        """Move submissions from the queue into the sub-block."""
        queued = select(SubmissionRow).where(
            SubmissionRow.thread_id == row.thread_id,
            SubmissionRow.status == Status.ACCEPTED,
            SubmissionRow.id.in_([sealed.id for sealed in batch]),
        )
        found = {submission.id: submission for submission in session.scalars(queued)}
        for position, sealed in enumerate(batch):
            submission = found.pop(sealed.id, None)
            if submission is None:
                raise IllegalTransition(f"submission {sealed.id} is not in the queue of this thread, or named twice")
            submission.status = Status.INCLUDED
            submission.sub_block_id, submission.position = row.id, position
            submission.reads, submission.writes = dict(sealed.receipt.reads), dict(sealed.receipt.writes)
            session.add(InclusionRow(sub_block_id=row.id, position=position, submission_id=submission.id))
            row.call_count += submission.call_count


def _check_nothing_pending(session: Session, row: SubBlockRow) -> None:
    for attempt in pending_of(session, row):
        raise SettlementPending(
            f"transaction 0x{attempt.transaction_hash.hex()} of sub-block {row.seq} may still be mined: wait for it, "
            "or cancel it"
        )

"""Accepting what is submitted to a thread, and dropping what cannot be done."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from saya_py.core.errors import IllegalTransition
from saya_py.store import mapping
from saya_py.store.fence import Fence
from saya_py.store.records import SoftReceipt, Submission
from saya_py.store.states import Status
from saya_py.store.tables import SubmissionRow


@dataclass(frozen=True)
class Accepted:
    """The answer to a submission: `is_new` is False when the thread had it before."""

    submission: Submission
    is_new: bool


class Submissions:
    """The queue of a thread that this process runs."""

    def __init__(self, fence: Fence) -> None:
        """Write through `fence`."""
        self._fence = fence

    def accept(self, digest: bytes, body: str, call_count: int, receipt: SoftReceipt) -> Accepted:
        """Put a submission at the end of the queue, unless the thread ever accepted its digest: then that one counts.

        Tell the sender only after this returned: from then on the submission survives any crash and ends settled or
        dropped. Asking again after a crash is harmless.
        """
        with self._fence.write() as session:
            known = session.scalars(self._by_digest(digest)).one_or_none()
            if known is not None:
                return Accepted(mapping.submission(known), is_new=False)
            row = SubmissionRow(
                thread_id=self._fence.thread_id,
                ordinal=self._next_ordinal(session),
                digest=digest,
                body=body,
                call_count=call_count,
                reads=dict(receipt.reads),
                writes=dict(receipt.writes),
                status=Status.ACCEPTED,
                accepted_at=self._fence.now(),
            )
            session.add(row)
            session.flush()
            return Accepted(mapping.submission(row), is_new=True)

    def drop(self, submission_id: int, reason: str) -> None:
        """Take a submission out of the queue for good. Doing it again keeps the first reason.

        Raises:
            IllegalTransition: it is part of a sub-block, or unknown.
        """
        with self._fence.write() as session:
            row = session.get(SubmissionRow, submission_id)
            if row is None or row.thread_id != self._fence.thread_id:
                raise IllegalTransition(f"this thread has no submission with id {submission_id}")
            if row.status is Status.DROPPED:
                return
            if row.status is not Status.ACCEPTED:
                raise IllegalTransition(f"submission {submission_id} is {row.status}: withdraw its sub-block first")
            row.status = Status.DROPPED
            row.reason = reason

    def _by_digest(self, digest: bytes) -> Select[SubmissionRow]:
        return select(SubmissionRow).where(
            SubmissionRow.thread_id == self._fence.thread_id, SubmissionRow.digest == digest
        )

    def _next_ordinal(self, session: Session) -> int:
        query = select(func.max(SubmissionRow.ordinal)).where(SubmissionRow.thread_id == self._fence.thread_id)
        return (session.scalar(query) or 0) + 1

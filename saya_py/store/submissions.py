"""Accepting what is submitted to a thread, and dropping what cannot be done."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saya_py.core.errors import IllegalTransition
from saya_py.store import mapping
from saya_py.store.fence import Fence
from saya_py.store.records import NewSubmission, Submission
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

    def accept(self, *submissions: NewSubmission) -> list[Accepted]:
        """Put submissions at the end of the queue; a digest that the thread ever accepted is not accepted again.

        Tell the senders only after this returned: from then on the submissions survive any crash and end settled or
        dropped. All are accepted or none. Asking again after a crash is harmless.
        """
        with self._fence.write() as session:
            ordinal = self._next_ordinal(session)
            answers = []
            for new in submissions:
                answers.append(self._accept(session, new, ordinal))
                ordinal += answers[-1].is_new
            return answers

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

    def _accept(self, session: Session, new: NewSubmission, ordinal: int) -> Accepted:
        known = session.scalars(
            select(SubmissionRow).where(
                SubmissionRow.thread_id == self._fence.thread_id, SubmissionRow.digest == new.digest
            )
        ).one_or_none()
        if known is not None:
            return Accepted(mapping.submission(known), is_new=False)
        row = SubmissionRow(
            thread_id=self._fence.thread_id,
            ordinal=ordinal,
            digest=new.digest,
            body=new.body,
            call_count=new.call_count,
            reads=dict(new.receipt.reads),
            writes=dict(new.receipt.writes),
            status=Status.ACCEPTED,
            accepted_at=self._fence.now(),
        )
        session.add(row)
        session.flush()
        return Accepted(mapping.submission(row), is_new=True)

    def _next_ordinal(self, session: Session) -> int:
        query = select(func.max(SubmissionRow.ordinal)).where(SubmissionRow.thread_id == self._fence.thread_id)
        return (session.scalar(query) or 0) + 1

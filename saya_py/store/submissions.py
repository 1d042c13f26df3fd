"""Accepting what is submitted to a thread, and dropping what cannot be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saya_py.core.errors import IllegalTransition
from saya_py.store import mapping
from saya_py.store.fence import Fence
from saya_py.store.lookup import with_digests
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
            known = with_digests(session, self._fence.thread_id, [new.digest for new in submissions])
            fresh = list({new.digest: new for new in submissions if new.digest not in known}.values())
            added = self._add(session, fresh, self._next_ordinal(session))
            answers = []
            for new in submissions:
                record = added.pop(new.digest, None)
                if record is not None:
                    known[new.digest] = record
                answers.append(Accepted(known[new.digest], is_new=record is not None))
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

    def _add(self, session: Session, fresh: Sequence[NewSubmission], ordinal: int) -> dict[bytes, Submission]:
        rows = [
            SubmissionRow(
                thread_id=self._fence.thread_id,
                ordinal=ordinal + place,
                digest=new.digest,
                body=new.body,
                call_count=new.call_count,
                reads=dict(new.receipt.reads),
                writes=dict(new.receipt.writes),
                status=Status.ACCEPTED,
                accepted_at=self._fence.now(),
            )
            for place, new in enumerate(fresh)
        ]
        session.add_all(rows)
        session.flush()
        return {row.digest: mapping.submission(row) for row in rows}

    def _next_ordinal(self, session: Session) -> int:
        query = select(func.max(SubmissionRow.ordinal)).where(SubmissionRow.thread_id == self._fence.thread_id)
        return (session.scalar(query) or 0) + 1

"""Changing the state of a sub-block: the only place that does."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from saya_py.core.errors import IllegalTransition
from saya_py.store.states import OVER, Event, Outcome, Status, transition
from saya_py.store.tables import AttemptRow, HistoryRow, SubBlockRow, SubmissionRow


def apply(session: Session, row: SubBlockRow, event: Event, now: int, reason: str | None = None) -> None:
    """Let `event` happen to a sub-block and write it into its history.

    Raises:
        IllegalTransition: it cannot happen in the sub-block's state.
    """
    row.state = transition(row.state, event)
    row.reason = reason
    session.add(HistoryRow(sub_block_id=row.id, event=event, state=row.state, reason=reason, at=now))
    session.flush()


def owned_sub_block(session: Session, thread_id: int, sub_block_id: int) -> SubBlockRow:
    """The row of a sub-block of the thread.

    Raises:
        IllegalTransition: the thread has none of that id.
    """
    row = session.get(SubBlockRow, sub_block_id)
    if row is None or row.thread_id != thread_id:
        raise IllegalTransition(f"this thread has no sub-block with id {sub_block_id}")
    return row


def live_from(session: Session, thread_id: int, seq: int) -> Sequence[SubBlockRow]:
    """The unfinished sub-blocks with number `seq` or more, in order."""
    query = select(SubBlockRow).where(
        SubBlockRow.thread_id == thread_id, SubBlockRow.seq >= seq, SubBlockRow.state.not_in(OVER)
    )
    return session.scalars(query.order_by(SubBlockRow.seq)).all()


def submissions_of(session: Session, sub_block_id: int) -> Sequence[SubmissionRow]:
    """The submissions that are in a sub-block now, in order."""
    query = select(SubmissionRow).where(SubmissionRow.sub_block_id == sub_block_id)
    return session.scalars(query.order_by(SubmissionRow.position)).all()


def put_back(session: Session, row: SubBlockRow, now: int, reason: str) -> None:
    """Make a sub-block stale; its submissions are in the queue again, where their order is that of acceptance."""
    for submission in submissions_of(session, row.id):
        submission.status = Status.ACCEPTED
        submission.sub_block_id = None
        submission.position = None
    apply(session, row, Event.WITHDRAWN, now, reason)


def pending_of(session: Session, row: SubBlockRow) -> Sequence[AttemptRow]:
    """The transactions of a sub-block that may still be mined."""
    query = select(AttemptRow).where(AttemptRow.sub_block_id == row.id, AttemptRow.outcome == Outcome.PENDING)
    return session.scalars(query.order_by(AttemptRow.id)).all()

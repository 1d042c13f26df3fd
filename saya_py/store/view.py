"""Reading a thread: anybody may, also while another process runs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import undefer

from saya_py.core.errors import IllegalTransition
from saya_py.store import mapping
from saya_py.store.costs import costs
from saya_py.store.database import Database
from saya_py.store.lookup import with_digests
from saya_py.store.records import Attempt, Change, Costs, Lists, SeenBlock, SubBlock, Submission, ThreadInfo
from saya_py.store.states import OVER, Outcome, State, Status
from saya_py.store.tables import AttemptRow, HistoryRow, SeenBlockRow, SubBlockRow, SubmissionRow, ThreadRow


class ThreadView:
    """What the store knows of one thread. Every method reads one moment."""

    def __init__(self, database: Database, thread_id: int) -> None:
        """Read the thread in row `thread_id`."""
        self.database = database
        self.thread_id = thread_id

    def info(self) -> ThreadInfo:
        """World, number and owner."""
        with self.database.read() as session:
            return mapping.thread_info(session.get_one(ThreadRow, self.thread_id))

    def submission(self, digest: bytes) -> Submission | None:
        """The submission with this digest, when the thread accepted it."""
        query = select(SubmissionRow).where(SubmissionRow.thread_id == self.thread_id, SubmissionRow.digest == digest)
        with self.database.read() as session:
            row = session.scalars(query).one_or_none()
            return None if row is None else mapping.submission(row)

    def submissions_with(self, digests: Sequence[bytes]) -> dict[bytes, Submission]:
        """The submissions with these digests that the thread accepted, by digest."""
        with self.database.read() as session:
            return with_digests(session, self.thread_id, digests)

    def queue(self, limit: int | None = None) -> list[Submission]:
        """The submissions that are in no sub-block yet, in order of acceptance."""
        query = select(SubmissionRow).where(
            SubmissionRow.thread_id == self.thread_id, SubmissionRow.status == Status.ACCEPTED
        )
        with self.database.read() as session:
            rows = session.scalars(query.order_by(SubmissionRow.ordinal).limit(limit))
            return [mapping.submission(row) for row in rows]

    def submissions_of(self, sub_block_id: int) -> list[Submission]:
        """The submissions that are in a sub-block now, in order; none when it is stale."""
        query = select(SubmissionRow).where(
            SubmissionRow.thread_id == self.thread_id, SubmissionRow.sub_block_id == sub_block_id
        )
        with self.database.read() as session:
            return [mapping.submission(row) for row in session.scalars(query.order_by(SubmissionRow.position))]

    def submission_counts(self) -> Mapping[Status, int]:
        """How many submissions there are of each status."""
        query = select(SubmissionRow.status, func.count()).where(SubmissionRow.thread_id == self.thread_id)
        with self.database.read() as session:
            found = {row[0]: row[1] for row in session.execute(query.group_by(SubmissionRow.status))}
        return {status: found.get(status, 0) for status in Status}

    def sub_block(self, sub_block_id: int) -> SubBlock:
        """One generation of a sub-block.

        Raises:
            IllegalTransition: the thread has none of that id.
        """
        with self.database.read() as session:
            row = session.get(SubBlockRow, sub_block_id)
            if row is None or row.thread_id != self.thread_id:
                raise IllegalTransition(f"this thread has no sub-block with id {sub_block_id}")
            return mapping.sub_block(row)

    def lists(self, sub_block_id: int) -> Lists:
        """Input and output list of a sub-block as calldata."""
        query = select(SubBlockRow.inputs, SubBlockRow.outputs).where(
            SubBlockRow.id == sub_block_id, SubBlockRow.thread_id == self.thread_id
        )
        with self.database.read() as session:
            return Lists(*session.execute(query).one())

    def unfinished(self) -> list[SubBlock]:
        """The sub-blocks that are neither final nor stale, in order."""
        return self._sub_blocks(SubBlockRow.state.not_in(OVER))

    def settled(self) -> list[SubBlock]:
        """The sub-blocks whose transaction is mined, final or not, in order."""
        return self._sub_blocks(SubBlockRow.state.in_((State.SETTLED, State.FINAL)))

    def generations(self, seq: int) -> list[SubBlock]:
        """All generations of a number, the oldest first."""
        return self._sub_blocks(SubBlockRow.seq == seq)

    def latest(self) -> SubBlock | None:
        """The sub-block with the highest number that is not stale; the next one follows it."""
        found = self._sub_blocks(SubBlockRow.state != State.STALE, newest=1)
        return found[0] if found else None

    def recent(self, count: int) -> list[SubBlock]:
        """The last `count` generations, the newest first."""
        return self._sub_blocks(SubBlockRow.id.is_not(None), newest=count)

    def history(self, sub_block_id: int) -> list[Change]:
        """What happened to a sub-block, in order."""
        query = select(HistoryRow).where(HistoryRow.sub_block_id == sub_block_id).order_by(HistoryRow.id)
        with self.database.read() as session:
            return [mapping.change(row) for row in session.scalars(query)]

    def attempts(self, sub_block_id: int) -> list[Attempt]:
        """All transactions of a sub-block, in order of recording."""
        return self._attempts(AttemptRow.sub_block_id == sub_block_id)

    def pending(self) -> list[Attempt]:
        """All transactions that may still be mined, in order of recording: after a crash, ask the chain about these."""
        return self._attempts(AttemptRow.outcome == Outcome.PENDING)

    def costs(self) -> Costs:
        """What the thread paid and lost."""
        with self.database.read() as session:
            return costs(session, self.thread_id)

    def seen(self) -> list[SeenBlock]:
        """The latest blocks that the thread has acted on, the newest first."""
        query = select(SeenBlockRow).where(SeenBlockRow.thread_id == self.thread_id)
        with self.database.read() as session:
            rows = session.scalars(query.order_by(SeenBlockRow.number.desc()))
            return [SeenBlock(row.number, row.hash) for row in rows]

    def _sub_blocks(self, condition: ColumnElement[bool], newest: int | None = None) -> list[SubBlock]:
        """In order of number and generation; with `newest` that many from the end, the newest first."""
        query = select(SubBlockRow).where(SubBlockRow.thread_id == self.thread_id, condition)
        if newest is None:
            query = query.order_by(SubBlockRow.seq, SubBlockRow.generation)
        else:
            query = query.order_by(SubBlockRow.seq.desc(), SubBlockRow.generation.desc()).limit(newest)
        with self.database.read() as session:
            return [mapping.sub_block(row) for row in session.scalars(query)]

    def _attempts(self, condition: ColumnElement[bool]) -> list[Attempt]:
        query = (
            select(AttemptRow)
            .join(SubBlockRow, SubBlockRow.id == AttemptRow.sub_block_id)
            .where(SubBlockRow.thread_id == self.thread_id, condition)
            .options(undefer(AttemptRow.raw))
        )
        with self.database.read() as session:
            return [mapping.attempt(row) for row in session.scalars(query.order_by(AttemptRow.id))]

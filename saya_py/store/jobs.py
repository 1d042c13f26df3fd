"""The ledger of proof jobs: each is done once, by whichever worker holds its lease, however often workers die."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.orm import Session

from saya_py.core.errors import IllegalTransition, LeaseLost
from saya_py.store import mapping
from saya_py.store.database import Database
from saya_py.store.records import Job, Lease, NewJob
from saya_py.store.states import OVER, PROVABLE, JobState
from saya_py.store.tables import JobRow, JobUseRow, SubBlockRow

MAX_ATTEMPTS = 5
"""A job that failed or lost its worker this often fails for good, so that one that kills workers does not go on."""
MAX_STARTS = 20
"""The same for a worker that is started again under its name each time, which may well be killed for other reasons."""

MEASURED = 50
"""So many of the latest jobs say what one takes."""

_LOST = "its worker was lost {} times: see why (memory?), then retry the job"


class JobLedger:
    """Proof jobs of all threads. Any process may use it: leases decide who works on what."""

    def __init__(self, database: Database, clock: Callable[[], int]) -> None:
        """`clock` tells Unix milliseconds; those of several machines may differ by a fraction of a lease."""
        self._database = database
        self._now = clock

    def want(self, sub_block_id: int, jobs: Sequence[NewJob]) -> list[Job]:
        """Have jobs done for a sub-block; one that is there already, for whatever sub-block, is not made again.

        Returns them in order, finished ones with their results. Inputs are kept as blobs already.
        """
        with self._database.write() as session:
            # Planners of two sub-blocks may want the same job at once: one of them makes it.
            self._database.serialise(session, "jobs")
            return [mapping.job(self._wanted(session, sub_block_id, job)) for job in jobs]

    def claim(self, worker: str, lease_ms: int, thread_id: int | None = None) -> Lease | None:
        """Give `worker` the most urgent job that a sub-block in proof needs; None when there is none.

        With `thread_id` only jobs of that thread's sub-blocks: another's may need other circuits. A job is free when
        nobody has it, or when its lease ran out. Two workers never get the same one.
        """
        with self._database.write() as session:
            now = self._now()
            self._fail_hopeless(session, now)
            query = select(JobRow).where(_free(now), _needed(thread_id))
            query = query.order_by(JobRow.priority.desc(), JobRow.created_at, JobRow.key).limit(1)
            row = session.scalars(query.with_for_update(skip_locked=True, of=JobRow)).one_or_none()
            if row is None:
                return None
            row.state = JobState.LEASED
            row.attempts += 1
            row.worker, row.lease, row.lease_until = worker, uuid.uuid4().hex, now + lease_ms
            return Lease(mapping.job(row), row.lease, row.lease_until)

    def renew(self, lease: Lease, lease_ms: int) -> Lease:
        """Keep a job for `lease_ms` more.

        Raises:
            LeaseLost: another worker has it: stop.
        """
        with self._database.write() as session:
            row = self._leased(session, lease)
            row.lease_until = self._now() + lease_ms
            return Lease(mapping.job(row), lease.token, row.lease_until)

    def finish(self, lease: Lease, result: bytes, work_ms: int | None = None) -> Job:
        """Record the result, a blob that is kept already, and what it took. A job that is done already stays as it is.

        Raises:
            LeaseLost: another worker has the job, whose result will count; or it was forgotten.
        """
        with self._database.write() as session:
            row = session.get(JobRow, lease.job.key)
            if row is None or row.state is not JobState.DONE:
                row = self._leased(session, lease)
                row.result, row.work_ms, row.error = result, work_ms, None
                _let_go(row, JobState.DONE)
            return mapping.job(row)

    def fail(self, lease: Lease, error: str, again: bool) -> Job:
        """Record that the work failed; `again` lets somebody try once more, up to `MAX_ATTEMPTS`.

        Raises:
            LeaseLost: another worker has the job.
        """
        with self._database.write() as session:
            row = self._leased(session, lease)
            row.error = error
            _let_go(row, JobState.WAITING if again and row.attempts < MAX_ATTEMPTS else JobState.FAILED)
            return mapping.job(row)

    def release(self, worker: str) -> int:
        """Take back all jobs of a worker that is known to be gone; returns how many.

        A process that starts under the name of one that died need not wait for the leases of that to run out. A job
        that was begun `MAX_STARTS` times fails for good: somebody starts the process again and again, and it may be
        this job that ends it.
        """
        with self._database.write() as session:
            held = select(JobRow).where(JobRow.worker == worker, JobRow.state == JobState.LEASED)
            rows = session.scalars(held.with_for_update()).all()
            for row in rows:
                hopeless = row.attempts >= MAX_STARTS
                row.error = _LOST.format(row.attempts) if hopeless else row.error
                _let_go(row, JobState.FAILED if hopeless else JobState.WAITING)
            return len(rows)

    def retry(self, key: bytes) -> Job:
        """Let a failed job be tried again, as if for the first time."""
        with self._database.write() as session:
            row = session.get(JobRow, key, with_for_update=True)
            if row is None or row.state is not JobState.FAILED:
                raise IllegalTransition(f"job {key.hex()} is not a failed one")
            row.attempts = 0
            _let_go(row, JobState.WAITING)
            return mapping.job(row)

    def replace(self, key: bytes, damaged: bytes, result: bytes | None) -> Job:
        """Give a job that is done another result, a blob that is kept already, because blob `damaged` cannot be read.

        With None it is to be done again, as if for the first time. A job that has another result by now keeps it.
        """
        with self._database.write() as session:
            row = session.get(JobRow, key, with_for_update=True)
            if row is None:
                raise IllegalTransition(f"there is no job {key.hex()}")
            if row.state is JobState.DONE and row.result == damaged:
                row.result = result
                if result is None:
                    row.state, row.attempts = JobState.WAITING, 0
            return mapping.job(row)

    def get(self, key: bytes) -> Job | None:
        """The job with this key."""
        with self._database.read() as session:
            row = session.get(JobRow, key)
            return None if row is None else mapping.job(row)

    def of(self, sub_block_id: int) -> list[Job]:
        """All jobs of a sub-block, the most urgent first."""
        query = select(JobRow).join(JobUseRow, JobUseRow.job_key == JobRow.key)
        query = query.where(JobUseRow.sub_block_id == sub_block_id)
        with self._database.read() as session:
            rows = session.scalars(query.order_by(JobRow.priority.desc(), JobRow.created_at, JobRow.key))
            return [mapping.job(row) for row in rows]

    def mean_seconds(self, kind: str) -> float | None:
        """What the latest jobs of a kind took on average; None before any is done."""
        latest = (
            select(JobRow.work_ms)
            .where(JobRow.kind == kind, JobRow.state == JobState.DONE, JobRow.work_ms.is_not(None))
            .order_by(JobRow.created_at.desc())
            .limit(MEASURED)
            .subquery()
        )
        with self._database.read() as session:
            mean = session.scalar(select(func.avg(latest.c.work_ms)))
            return None if mean is None else float(mean) / 1000

    def forget(self) -> int:
        """Remove the jobs that only final and stale sub-blocks needed; returns how many. Their blobs become garbage."""
        with self._database.write() as session:
            over = select(SubBlockRow.id).where(SubBlockRow.state.in_(OVER))
            session.execute(delete(JobUseRow).where(JobUseRow.sub_block_id.in_(over)))
            unused = ~exists().where(JobUseRow.job_key == JobRow.key)
            return len(session.scalars(delete(JobRow).where(unused).returning(JobRow.key)).all())

    def _wanted(self, session: Session, sub_block_id: int, job: NewJob) -> JobRow:
        row = session.get(JobRow, job.key, with_for_update=True)
        if row is None:
            row = JobRow(
                key=job.key,
                kind=job.kind,
                inputs=job.inputs,
                priority=job.priority,
                state=JobState.WAITING,
                attempts=0,
                created_at=self._now(),
            )
            session.add(row)
        else:
            row.priority = max(row.priority, job.priority)
        if session.get(JobUseRow, (sub_block_id, job.key)) is None:
            session.add(JobUseRow(sub_block_id=sub_block_id, job_key=job.key))
        session.flush()
        return row

    @staticmethod
    def _leased(session: Session, lease: Lease) -> JobRow:
        row = session.get(JobRow, lease.job.key, with_for_update=True)
        if row is None or row.lease != lease.token:
            raise LeaseLost(f"job {lease.job.key.hex()} is no longer leased to {lease.job.worker}: leave it")
        return row

    @staticmethod
    def _fail_hopeless(session: Session, now: int) -> None:
        """Give up jobs whose workers died too often."""
        hopeless = update(JobRow).where(
            JobRow.state == JobState.LEASED, JobRow.lease_until <= now, JobRow.attempts >= MAX_ATTEMPTS
        )
        error = _LOST.format(MAX_ATTEMPTS)
        session.execute(hopeless.values(state=JobState.FAILED, error=error, worker=None, lease=None, lease_until=None))


def _let_go(row: JobRow, state: JobState) -> None:
    row.state = state
    row.worker = row.lease = row.lease_until = None


def _free(now: int) -> ColumnElement[bool]:
    lapsed = (JobRow.state == JobState.LEASED) & (JobRow.lease_until <= now)
    return (JobRow.state == JobState.WAITING) | lapsed


def _needed(thread_id: int | None) -> ColumnElement[bool]:
    """Whether a sub-block in proof needs a job: one of any thread, or of one."""
    needed = exists().where(
        JobUseRow.job_key == JobRow.key,
        SubBlockRow.id == JobUseRow.sub_block_id,
        SubBlockRow.state.in_(PROVABLE),
    )
    return needed if thread_id is None else needed.where(SubBlockRow.thread_id == thread_id)

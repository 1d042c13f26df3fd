"""Transactions of the settler: recorded before they are sent, resolved when the chain says what became of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from saya_py.core.errors import IllegalTransition, NonceTaken
from saya_py.store import mapping
from saya_py.store.changing import apply, live_from, owned_sub_block, pending_of, put_back, submissions_of
from saya_py.store.fence import Fence
from saya_py.store.records import Attempt, Inclusion, Transaction
from saya_py.store.states import AttemptKind, Event, Outcome, State, Status
from saya_py.store.tables import AttemptRow, InclusionRow, SubBlockRow, SubmissionRow


class Settlements:
    """The settlement of a thread that this process runs."""

    def __init__(self, fence: Fence) -> None:
        """Write through `fence`."""
        self._fence = fence

    def record(self, sub_block_id: int, transaction: Transaction) -> Attempt:
        """Record a signed transaction; send it only after this returned. Recording it again is harmless.

        The first one of a sub-block makes it SETTLING. Until that is resolved, others for it are bumps or a
        cancellation: they have its account and nonce. So whatever happens to this process, the transactions that may
        be on the chain are known, and at most one of them counts.

        Raises:
            NonceTaken: a transaction of another sub-block has the nonce; read the chain's and sign again.
            IllegalTransition: the sub-block is not proven, the one before it is not on its way, the nonce is not that
                of its pending transaction, or there is nothing to cancel.
        """
        with self._fence.write() as session:
            known = session.scalars(_by_hash(transaction.hash)).one_or_none()
            if known is not None:
                return mapping.attempt(known)
            row = owned_sub_block(session, self._fence.thread_id, sub_block_id)
            # Threads may share an account, and each locks its own row only: nonces are given out one after the other.
            self._fence.database.serialise(session, "nonces")
            self._check_nonce(session, row, transaction)
            if row.state is not State.SETTLING:
                self._check_predecessor(session, row)
                apply(session, row, Event.SENT, self._fence.now())
            attempt = _new_row(sub_block_id, transaction, self._fence.now())
            session.add(attempt)
            session.flush()
            return mapping.attempt(attempt)

    def broadcast(self, transaction_hash: bytes) -> None:
        """Note that a node took the transaction. Without the note it may have it all the same: a crash came between."""
        with self._fence.write() as session:
            attempt = self._attempt(session, transaction_hash)
            if attempt.broadcast_at is None:
                attempt.broadcast_at = self._fence.now()

    def resolve(self, transaction_hash: bytes, inclusion: Inclusion) -> None:
        """Record that a transaction was mined. Doing it again is harmless.

        Others with its nonce are replaced by that. A settlement that did not revert makes its sub-block SETTLED and
        its submissions with it. After a revert or a cancellation the sub-block is PROVEN again: look at the reason and
        withdraw it, give it up, or send it again.

        A stale generation may turn out to be mined, when a reorganisation brings back what it had thrown out. Then it
        counts: later generations from its number on become stale, and what they held beyond it is in the queue again.
        """
        with self._fence.write() as session:
            attempt = self._attempt(session, transaction_hash)
            if (attempt.block, attempt.block_hash) == (inclusion.block, inclusion.block_hash):
                return
            self._close(session, attempt, inclusion)
            row = session.get_one(SubBlockRow, attempt.sub_block_id)
            if attempt.kind is AttemptKind.SETTLE and inclusion.revert is None:
                self._settle(session, row, inclusion.block)
            else:
                self._retract(session, row, inclusion.revert)

    def nonce_lost(self, account: bytes, nonce: int) -> None:
        """Record that a transaction which is not in this store took a nonce, so that ours can never be mined."""
        with self._fence.write() as session:
            for attempt in _of_nonce(session, account, nonce):
                if attempt.outcome is not Outcome.PENDING:
                    continue
                row = owned_sub_block(session, self._fence.thread_id, attempt.sub_block_id)
                attempt.outcome = Outcome.REPLACED
                session.flush()
                self._retract(session, row, f"nonce {nonce} was taken by a transaction that this store does not know")

    def finalise(self, block: int) -> int:
        """Make all sub-blocks final whose transaction was mined in `block` or before; returns how many."""
        with self._fence.write() as session:
            query = select(SubBlockRow).where(
                SubBlockRow.thread_id == self._fence.thread_id,
                SubBlockRow.state == State.SETTLED,
                SubBlockRow.settled_block <= block,
            )
            rows = session.scalars(query).all()
            for row in rows:
                apply(session, row, Event.FINALISED, self._fence.now())
            return len(rows)

    def _attempt(self, session: Session, transaction_hash: bytes) -> AttemptRow:
        attempt = session.scalars(_by_hash(transaction_hash)).one_or_none()
        if attempt is None:
            raise IllegalTransition(f"transaction 0x{transaction_hash.hex()} was never recorded")
        owned_sub_block(session, self._fence.thread_id, attempt.sub_block_id)
        return attempt

    @staticmethod
    def _check_nonce(session: Session, row: SubBlockRow, transaction: Transaction) -> None:
        for other in _of_nonce(session, transaction.account, transaction.nonce):
            if other.sub_block_id != row.id and other.outcome is not Outcome.REPLACED:
                raise NonceTaken(
                    f"nonce {transaction.nonce} belongs to transaction 0x{other.transaction_hash.hex()}, which settles "
                    "another sub-block: read the next nonce of the account and sign again"
                )
        pending = pending_of(session, row)
        if pending and all((p.account, p.nonce) != (transaction.account, transaction.nonce) for p in pending):
            raise IllegalTransition(f"sub-block {row.seq} has a pending transaction: a second one must have its nonce")
        if transaction.kind is AttemptKind.CANCEL and not pending:
            raise IllegalTransition(f"sub-block {row.seq} has no pending transaction that could be cancelled")

    @staticmethod
    def _check_predecessor(session: Session, row: SubBlockRow) -> None:
        query = select(SubBlockRow).where(
            SubBlockRow.thread_id == row.thread_id, SubBlockRow.seq == row.seq - 1, SubBlockRow.state != State.STALE
        )
        before = session.scalars(query).one_or_none()
        if before is not None and before.state not in (State.SETTLING, State.SETTLED, State.FINAL):
            raise IllegalTransition(f"sub-block {row.seq} cannot settle before {before.seq}, which is {before.state}")

    @staticmethod
    def _close(session: Session, attempt: AttemptRow, inclusion: Inclusion) -> None:
        """Write down where a transaction was mined, and that no other of its nonce can be."""
        for known in _of_nonce(session, attempt.account, attempt.nonce):
            if known.block is not None:
                raise IllegalTransition(
                    f"transaction 0x{known.transaction_hash.hex()} has the same nonce and is in block {known.block}: "
                    "if the chain was reorganised, rewind to the last common block first"
                )
            if known.outcome is Outcome.PENDING:
                known.outcome = Outcome.REPLACED
        attempt.outcome = Outcome.SUCCEEDED if inclusion.revert is None else Outcome.REVERTED
        attempt.block, attempt.block_hash = inclusion.block, inclusion.block_hash
        attempt.gas_used, attempt.fee, attempt.revert = inclusion.gas_used, inclusion.fee, inclusion.revert
        session.flush()

    def _retract(self, session: Session, row: SubBlockRow, reason: str | None) -> None:
        if row.state is State.SETTLING and not pending_of(session, row):
            apply(session, row, Event.RETRACTED, self._fence.now(), reason)

    def _settle(self, session: Session, row: SubBlockRow, block: int) -> None:
        now = self._fence.now()
        if row.state is State.STALE:
            for later in live_from(session, row.thread_id, row.seq):
                put_back(session, later, now, f"generation {row.generation} of {row.seq} was mined after all")
            _bring_back(session, row)
        row.settled_block = block
        apply(session, row, Event.MINED, now)
        for submission in submissions_of(session, row.id):
            submission.status = Status.SETTLED


def _bring_back(session: Session, row: SubBlockRow) -> None:
    """Give a stale sub-block the submissions that it was sealed with, if they are in the queue or dropped since."""
    sealed = session.execute(
        select(InclusionRow.position, SubmissionRow)
        .join(SubmissionRow, SubmissionRow.id == InclusionRow.submission_id)
        .where(InclusionRow.sub_block_id == row.id, SubmissionRow.sub_block_id.is_(None))
    )
    for position, submission in sealed.all():
        submission.status = Status.INCLUDED
        submission.sub_block_id, submission.position = row.id, position
        submission.reason = None
    session.flush()


def _new_row(sub_block_id: int, transaction: Transaction, now: int) -> AttemptRow:
    return AttemptRow(
        sub_block_id=sub_block_id,
        kind=transaction.kind,
        account=transaction.account,
        nonce=transaction.nonce,
        transaction_hash=transaction.hash,
        raw=transaction.raw,
        gas_limit=transaction.gas_limit,
        max_fee=transaction.max_fee,
        max_priority_fee=transaction.max_priority_fee,
        recorded_at=now,
        outcome=Outcome.PENDING,
    )


def _by_hash(transaction_hash: bytes) -> Select[AttemptRow]:
    return select(AttemptRow).where(AttemptRow.transaction_hash == transaction_hash)


def _of_nonce(session: Session, account: bytes, nonce: int) -> Sequence[AttemptRow]:
    query = select(AttemptRow).where(AttemptRow.account == account, AttemptRow.nonce == nonce)
    return session.scalars(query.order_by(AttemptRow.id)).all()

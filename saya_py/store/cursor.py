"""Following the chain: which blocks a thread has acted on, and what a reorganisation takes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from saya_py.core.errors import IllegalTransition, ReorgTooDeep
from saya_py.store.changing import apply, submissions_of
from saya_py.store.fence import Fence
from saya_py.store.records import SeenBlock
from saya_py.store.states import Event, Outcome, State, Status
from saya_py.store.tables import AttemptRow, SeenBlockRow, SubBlockRow

KEPT_BLOCKS = 512
"""How many of the latest blocks a thread remembers."""


class Cursor:
    """The blocks that a thread, run by this process, has acted on."""

    def __init__(self, fence: Fence) -> None:
        """Write through `fence`."""
        self._fence = fence

    def saw(self, blocks: Iterable[SeenBlock]) -> None:
        """Remember blocks, after everything in them was recorded. Saying it again is harmless.

        Raises:
            IllegalTransition: another block of that number was seen: rewind first.
        """
        with self._fence.write() as session:
            for block in blocks:
                known = session.get(SeenBlockRow, (self._fence.thread_id, block.number))
                if known is None:
                    session.add(SeenBlockRow(thread_id=self._fence.thread_id, number=block.number, hash=block.hash))
                elif known.hash != block.hash:
                    raise IllegalTransition(
                        f"block {block.number} was 0x{known.hash.hex()} and is 0x{block.hash.hex()} now: the chain was "
                        "reorganised; rewind to the last common block first"
                    )
            session.flush()
            mine = SeenBlockRow.thread_id == self._fence.thread_id
            latest = session.scalar(select(func.max(SeenBlockRow.number)).where(mine)) or 0
            session.execute(delete(SeenBlockRow).where(mine, SeenBlockRow.number <= latest - KEPT_BLOCKS))

    def rewind(self, block: int) -> int:
        """Take back everything that was recorded of blocks after `block`; returns how many sub-blocks it unsettled.

        The transactions in them are pending again, with the others of their nonces, and their sub-blocks SETTLING: the
        node may mine them again by itself, or take them again. Doing it again is harmless.

        Raises:
            ReorgTooDeep: one of the sub-blocks counted as final; nothing was changed.
        """
        with self._fence.write() as session:
            unsettled = self._settled_after(session, block)
            for row in unsettled:
                if row.state is State.FINAL:
                    raise ReorgTooDeep(
                        f"the chain was reorganised behind block {block}, but sub-block {row.seq} in block "
                        f"{row.settled_block} counted as final: find out which chain is right, and raise the finality "
                        "depth; nothing was changed"
                    )
                self._unsettle(session, row)
            for attempt in self._mined_after(session, block):
                self._reopen(session, attempt)
            mine = SeenBlockRow.thread_id == self._fence.thread_id
            session.execute(delete(SeenBlockRow).where(mine, SeenBlockRow.number > block))
            return len(unsettled)

    def _settled_after(self, session: Session, block: int) -> Sequence[SubBlockRow]:
        query = select(SubBlockRow).where(
            SubBlockRow.thread_id == self._fence.thread_id, SubBlockRow.settled_block > block
        )
        return session.scalars(query.order_by(SubBlockRow.seq)).all()

    def _mined_after(self, session: Session, block: int) -> Sequence[AttemptRow]:
        query = (
            select(AttemptRow)
            .join(SubBlockRow, SubBlockRow.id == AttemptRow.sub_block_id)
            .where(SubBlockRow.thread_id == self._fence.thread_id, AttemptRow.block > block)
        )
        return session.scalars(query).all()

    def _unsettle(self, session: Session, row: SubBlockRow) -> None:
        row.settled_block = None
        for submission in submissions_of(session, row.id):
            submission.status = Status.INCLUDED
        apply(session, row, Event.REORGANISED, self._fence.now())

    def _reopen(self, session: Session, mined: AttemptRow) -> None:
        mined.outcome = Outcome.PENDING
        mined.block = mined.block_hash = mined.gas_used = mined.fee = mined.revert = None
        same_nonce = select(AttemptRow).where(AttemptRow.account == mined.account, AttemptRow.nonce == mined.nonce)
        for other in session.scalars(same_nonce):
            other.outcome = Outcome.PENDING
        row = session.get_one(SubBlockRow, mined.sub_block_id)
        # A revert made it PROVEN; what came after that (a new generation) stays, and the old one may yet be mined.
        if row.state is State.PROVEN:
            apply(session, row, Event.SENT, self._fence.now())

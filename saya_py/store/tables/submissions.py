"""What a thread accepted."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from saya_py.store.states import Status
from saya_py.store.tables.base import Base, Big, Entries, Hash, RowId, choice


class SubmissionRow(Base):
    """A call, or a bundle of calls that run together or not at all.

    `ordinal` is the order of acceptance within the thread. `reads` has what the soft execution read before any write
    of its own, `writes` what it left.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("thread_id", "digest"),
        UniqueConstraint("thread_id", "ordinal"),
        UniqueConstraint("sub_block_id", "position"),
        CheckConstraint(
            "(status IN ('included', 'settled') AND sub_block_id IS NOT NULL AND position IS NOT NULL)"
            " OR (status IN ('accepted', 'dropped') AND sub_block_id IS NULL AND position IS NULL)",
            name="place",
        ),
        CheckConstraint("status <> 'dropped' OR reason IS NOT NULL", name="reason"),
        Index(None, "thread_id", "status", "ordinal"),
    )

    id: Mapped[RowId]
    thread_id: Mapped[Big] = mapped_column(ForeignKey("threads.id"))
    ordinal: Mapped[Big]
    digest: Mapped[Hash]
    body: Mapped[str] = mapped_column(Text())
    call_count: Mapped[int]
    reads: Mapped[dict[bytes, bytes]] = mapped_column(Entries())
    writes: Mapped[dict[bytes, bytes]] = mapped_column(Entries())
    status: Mapped[Status] = mapped_column(choice(Status, "status"))
    sub_block_id: Mapped[Big | None] = mapped_column(ForeignKey("sub_blocks.id"))
    position: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(Text())
    accepted_at: Mapped[Big]

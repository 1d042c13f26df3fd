"""Sub-blocks, which submissions each generation held, and what happened to them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from saya_py.store.states import Event, State
from saya_py.store.tables.base import Base, Big, BigUint, Hash, RowId, choice

_LIVE = text("state <> 'stale'")


class SubBlockRow(Base):
    """One generation of a sub-block. Lists are large and are loaded only when asked for."""

    __tablename__ = "sub_blocks"
    __table_args__ = (
        UniqueConstraint("thread_id", "seq", "generation"),
        Index("uq_sub_blocks_live", "thread_id", "seq", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index(None, "thread_id", "state"),
    )

    id: Mapped[RowId]
    thread_id: Mapped[Big] = mapped_column(ForeignKey("threads.id"))
    seq: Mapped[Big]
    generation: Mapped[int]
    state: Mapped[State] = mapped_column(choice(State, "state"))
    reason: Mapped[str | None] = mapped_column(Text())
    t_min: Mapped[Big]
    t_max: Mapped[Big]
    os_version: Mapped[int] = mapped_column(BigUint())
    set_root: Mapped[Hash]
    call_count: Mapped[int]
    inputs: Mapped[bytes] = mapped_column(deferred=True)
    outputs: Mapped[bytes] = mapped_column(deferred=True)
    calls_out: Mapped[Hash | None]
    log_out: Mapped[Hash | None]
    commit: Mapped[Hash | None]
    proof: Mapped[Hash | None]
    proving_ms: Mapped[Big | None]
    settled_block: Mapped[Big | None]
    sealed_at: Mapped[Big]


class InclusionRow(Base):
    """A submission's place in one generation; kept when the generation is replaced."""

    __tablename__ = "inclusions"

    sub_block_id: Mapped[Big] = mapped_column(ForeignKey("sub_blocks.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[Big] = mapped_column(ForeignKey("submissions.id"))


class HistoryRow(Base):
    """A change of a sub-block's state."""

    __tablename__ = "history"

    id: Mapped[RowId]
    sub_block_id: Mapped[Big] = mapped_column(ForeignKey("sub_blocks.id"), index=True)
    event: Mapped[Event] = mapped_column(choice(Event, "event"))
    state: Mapped[State] = mapped_column(choice(State, "state"))
    reason: Mapped[str | None] = mapped_column(Text())
    at: Mapped[Big]

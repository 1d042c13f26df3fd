"""What the store belongs to, its threads, and the blocks that they saw."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from saya_py.store.tables.base import Base, Big, BigUint, Hash, RowId


class DeploymentRow(Base):
    """The one settlement contract that this store is about."""

    __tablename__ = "deployment"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[RowId]
    chain_id: Mapped[int] = mapped_column(BigUint())
    genesis_hash: Mapped[Hash]
    settlement: Mapped[bytes] = mapped_column(LargeBinary(32))
    bound_at: Mapped[Big]


class ThreadRow(Base):
    """A thread. `epoch` counts the processes that have run it: only the latest may write."""

    __tablename__ = "threads"
    __table_args__ = (UniqueConstraint("world", "number"),)

    id: Mapped[RowId]
    world: Mapped[int] = mapped_column(BigUint())
    number: Mapped[Big]
    epoch: Mapped[Big]
    owner: Mapped[str | None]
    owned_at: Mapped[Big | None]


class SeenBlockRow(Base):
    """A block of the chain that a thread has acted on: where a reorganisation is recognised after a restart."""

    __tablename__ = "seen_blocks"

    thread_id: Mapped[Big] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    number: Mapped[Big] = mapped_column(primary_key=True)
    hash: Mapped[Hash]

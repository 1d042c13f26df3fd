"""Proof jobs."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from saya_py.store.states import JobState
from saya_py.store.tables.base import Base, Big, Hash, choice


class JobRow(Base):
    """One node of a proof tree: `key` is the hash of its circuit and inputs.

    `inputs` and `result` name blobs; `work_ms` is what the work took.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("state <> 'done' OR result IS NOT NULL", name="result"),
        CheckConstraint("(state = 'leased') = (lease IS NOT NULL)", name="lease"),
        Index(None, "state", "priority", "created_at"),
    )

    key: Mapped[Hash] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    inputs: Mapped[Hash]
    result: Mapped[Hash | None]
    priority: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"))
    state: Mapped[JobState] = mapped_column(choice(JobState, "state"))
    attempts: Mapped[int]
    worker: Mapped[str | None] = mapped_column(Text())
    lease: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[Big | None]
    error: Mapped[str | None] = mapped_column(Text())
    created_at: Mapped[Big]
    work_ms: Mapped[Big | None]


class JobUseRow(Base):
    """A sub-block that needs a job's result."""

    __tablename__ = "job_uses"

    sub_block_id: Mapped[Big] = mapped_column(ForeignKey("sub_blocks.id"), primary_key=True)
    job_key: Mapped[Hash] = mapped_column(ForeignKey("jobs.key"), primary_key=True, index=True)

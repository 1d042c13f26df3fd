"""Transactions of the settler."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from saya_py.store.states import AttemptKind, Outcome
from saya_py.store.tables.base import Base, Big, BigUint, Hash, RowId, choice


class AttemptRow(Base):
    """A signed transaction, recorded before it was sent. Fees are in wei."""

    __tablename__ = "attempts"
    __table_args__ = (Index(None, "account", "nonce"), Index(None, "sub_block_id"))

    id: Mapped[RowId]
    sub_block_id: Mapped[Big] = mapped_column(ForeignKey("sub_blocks.id"))
    kind: Mapped[AttemptKind] = mapped_column(choice(AttemptKind, "kind"))
    account: Mapped[bytes] = mapped_column(LargeBinary(32))
    nonce: Mapped[Big]
    transaction_hash: Mapped[Hash] = mapped_column(unique=True)
    raw: Mapped[bytes] = mapped_column(deferred=True)
    gas_limit: Mapped[Big]
    max_fee: Mapped[int] = mapped_column(BigUint())
    max_priority_fee: Mapped[int] = mapped_column(BigUint())
    recorded_at: Mapped[Big]
    broadcast_at: Mapped[Big | None]
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, "outcome"))
    block: Mapped[Big | None]
    block_hash: Mapped[Hash | None]
    gas_used: Mapped[Big | None]
    fee: Mapped[int | None] = mapped_column(BigUint())
    revert: Mapped[str | None] = mapped_column(Text())

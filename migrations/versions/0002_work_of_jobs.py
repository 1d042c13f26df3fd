"""How long each proof job took, and priorities beyond 31 bits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; SQLite's integers have 64 bits already."""
    op.add_column("jobs", sa.Column("work_ms", sa.BigInteger()))
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("jobs", "priority", type_=sa.BigInteger(), existing_nullable=False)


def downgrade() -> None:
    """Remove it. Priorities that do not fit are refused by the database, which keeps everything then."""
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("jobs", "priority", type_=sa.Integer(), existing_nullable=False)
    op.drop_column("jobs", "work_ms")

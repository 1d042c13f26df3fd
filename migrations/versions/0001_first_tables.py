"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_STATES = ("sealed", "proving", "proven", "settling", "settled", "final", "stale", "failed")
_EVENTS = (
    "proving_started",
    "proved",
    "sent",
    "retracted",
    "mined",
    "reorganised",
    "finalised",
    "withdrawn",
    "gave_up",
    "proof_retried",
    "settlement_retried",
)
_PLACE = (
    "(status IN ('included', 'settled') AND sub_block_id IS NOT NULL AND position IS NOT NULL)"
    " OR (status IN ('accepted', 'dropped') AND sub_block_id IS NULL AND position IS NULL)"
)
_LIVE = sa.text("state <> 'stale'")


def upgrade() -> None:
    """Make them."""
    _chain_tables()
    _sub_block_tables()
    _submission_tables()
    _attempts_table()
    _job_tables()


def downgrade() -> None:
    """Remove them with all that is in them."""
    for table in ("job_uses", "jobs", "attempts", "inclusions", "submissions", "history", "sub_blocks"):
        op.drop_table(table)
    for table in ("seen_blocks", "threads", "deployment"):
        op.drop_table(table)


def _chain_tables() -> None:
    op.create_table(
        "deployment",
        _row_id(),
        _wide("chain_id"),
        _hash("genesis_hash"),
        _hash("settlement"),
        _big("bound_at"),
        sa.CheckConstraint("id = 1", name=op.f("ck_deployment_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment")),
    )
    op.create_table(
        "threads",
        _row_id(),
        _wide("world"),
        _big("number"),
        _big("epoch"),
        sa.Column("owner", sa.String()),
        _big("owned_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.UniqueConstraint("world", "number", name=op.f("uq_threads_world_number")),
    )
    op.create_table(
        "seen_blocks",
        _big("thread_id"),
        _big("number"),
        _hash("hash"),
        _refers("seen_blocks", "thread_id", "threads.id"),
        sa.PrimaryKeyConstraint("thread_id", "number", name=op.f("pk_seen_blocks")),
    )


def _sub_block_tables() -> None:
    op.create_table(
        "sub_blocks",
        _row_id(),
        _big("thread_id"),
        _big("seq"),
        sa.Column("generation", sa.Integer(), nullable=False),
        _choice("state", *_STATES),
        sa.Column("reason", sa.Text()),
        _big("t_min"),
        _big("t_max"),
        _wide("os_version"),
        _hash("set_root"),
        sa.Column("call_count", sa.Integer(), nullable=False),
        sa.Column("inputs", sa.LargeBinary(), nullable=False),
        sa.Column("outputs", sa.LargeBinary(), nullable=False),
        _hash("calls_out", nullable=True),
        _hash("log_out", nullable=True),
        _hash("commit", nullable=True),
        _hash("proof", nullable=True),
        _big("proving_ms", nullable=True),
        _big("settled_block", nullable=True),
        _big("sealed_at"),
        _refers("sub_blocks", "thread_id", "threads.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_blocks")),
        sa.UniqueConstraint("thread_id", "seq", "generation", name=op.f("uq_sub_blocks_thread_id_seq_generation")),
    )
    op.create_index(op.f("ix_sub_blocks_thread_id_state"), "sub_blocks", ["thread_id", "state"])
    op.create_index(
        "uq_sub_blocks_live",
        "sub_blocks",
        ["thread_id", "seq"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    op.create_table(
        "history",
        _row_id(),
        _big("sub_block_id"),
        _choice("event", *_EVENTS),
        _choice("state", *_STATES),
        sa.Column("reason", sa.Text()),
        _big("at"),
        _refers("history", "sub_block_id", "sub_blocks.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    op.create_index(op.f("ix_history_sub_block_id"), "history", ["sub_block_id"])


def _submission_tables() -> None:
    op.create_table(
        "submissions",
        _row_id(),
        _big("thread_id"),
        _big("ordinal"),
        _hash("digest"),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("call_count", sa.Integer(), nullable=False),
        sa.Column("reads", sa.LargeBinary(), nullable=False),
        sa.Column("writes", sa.LargeBinary(), nullable=False),
        _choice("status", "accepted", "included", "settled", "dropped"),
        _big("sub_block_id", nullable=True),
        sa.Column("position", sa.Integer()),
        sa.Column("reason", sa.Text()),
        _big("accepted_at"),
        sa.CheckConstraint(_PLACE, name=op.f("ck_submissions_place")),
        sa.CheckConstraint("status <> 'dropped' OR reason IS NOT NULL", name=op.f("ck_submissions_reason")),
        _refers("submissions", "thread_id", "threads.id"),
        _refers("submissions", "sub_block_id", "sub_blocks.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("thread_id", "digest", name=op.f("uq_submissions_thread_id_digest")),
        sa.UniqueConstraint("thread_id", "ordinal", name=op.f("uq_submissions_thread_id_ordinal")),
        sa.UniqueConstraint("sub_block_id", "position", name=op.f("uq_submissions_sub_block_id_position")),
    )
    op.create_index(op.f("ix_submissions_thread_id_status_ordinal"), "submissions", ["thread_id", "status", "ordinal"])
    op.create_table(
        "inclusions",
        _big("sub_block_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        _big("submission_id"),
        _refers("inclusions", "sub_block_id", "sub_blocks.id"),
        _refers("inclusions", "submission_id", "submissions.id"),
        sa.PrimaryKeyConstraint("sub_block_id", "position", name=op.f("pk_inclusions")),
    )


def _attempts_table() -> None:
    op.create_table(
        "attempts",
        _row_id(),
        _big("sub_block_id"),
        _choice("kind", "settle", "cancel"),
        _hash("account"),
        _big("nonce"),
        _hash("transaction_hash"),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        _big("gas_limit"),
        _wide("max_fee"),
        _wide("max_priority_fee"),
        _big("recorded_at"),
        _big("broadcast_at", nullable=True),
        _choice("outcome", "pending", "succeeded", "reverted", "replaced"),
        _big("block", nullable=True),
        _hash("block_hash", nullable=True),
        _big("gas_used", nullable=True),
        _wide("fee", nullable=True),
        sa.Column("revert", sa.Text()),
        _refers("attempts", "sub_block_id", "sub_blocks.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint("transaction_hash", name=op.f("uq_attempts_transaction_hash")),
    )
    op.create_index(op.f("ix_attempts_account_nonce"), "attempts", ["account", "nonce"])
    op.create_index(op.f("ix_attempts_sub_block_id"), "attempts", ["sub_block_id"])


def _job_tables() -> None:
    op.create_table(
        "jobs",
        _hash("key"),
        sa.Column("kind", sa.String(32), nullable=False),
        _hash("inputs"),
        _hash("result", nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        _choice("state", "waiting", "leased", "done", "failed"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text()),
        sa.Column("lease", sa.String(32)),
        _big("lease_until", nullable=True),
        sa.Column("error", sa.Text()),
        _big("created_at"),
        sa.CheckConstraint("state <> 'done' OR result IS NOT NULL", name=op.f("ck_jobs_result")),
        sa.CheckConstraint("(state = 'leased') = (lease IS NOT NULL)", name=op.f("ck_jobs_lease")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_state_priority_created_at"), "jobs", ["state", "priority", "created_at"])
    op.create_table(
        "job_uses",
        _big("sub_block_id"),
        _hash("job_key"),
        _refers("job_uses", "sub_block_id", "sub_blocks.id"),
        _refers("job_uses", "job_key", "jobs.key"),
        sa.PrimaryKeyConstraint("sub_block_id", "job_key", name=op.f("pk_job_uses")),
    )
    op.create_index(op.f("ix_job_uses_job_key"), "job_uses", ["job_key"])


def _row_id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _big(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _wide(name: str, nullable: bool = False) -> sa.Column[str]:
    """An integer below 2^256 as decimal text."""
    return sa.Column(name, sa.String(78), nullable=nullable)


def _hash(name: str, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(32), nullable=nullable)


def _choice(name: str, *values: str) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)
    return sa.Column(name, kind, nullable=False)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))

"""Which revision of the tables a database has, and bringing it to the one that this software knows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text

from saya_py.core.errors import ConfigError, StoreDamaged, WrongSchema
from saya_py.store.database import Database

REVISION = "0002"
"""The revision whose tables `saya_py.store.tables` describes. Revisions are numbered, so that order shows."""

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"

_VERSIONS = "alembic_version"
_ALEMBIC = threading.Lock()
"""What migrations run in is global in Alembic: one thread of a process at a time."""


def revision(connection: Connection, where: str) -> str | None:
    """The revision of a database; None for one without any table.

    Raises:
        WrongSchema: it has tables, but is no store.
    """
    tables = inspect(connection).get_table_names()
    if _VERSIONS in tables:
        found = connection.execute(text(f"SELECT version_num FROM {_VERSIONS}")).scalar_one_or_none()  # noqa: S608
        if found is not None:
            return str(found)
    elif tables:
        raise WrongSchema(f"{where} has tables, but none of a store: give a store a database of its own")
    return None


def check(found: str | None, database: Database) -> None:
    """Accept only the revision that this software knows.

    Raises:
        WrongSchema: it is older, newer or missing; the message says what to do.
    """
    if found == REVISION:
        return
    if found is not None and found > REVISION:
        raise WrongSchema(
            f"{database.where} has revision {found}, this software knows {REVISION}: it was written by a newer "
            "version; install that one, or a later one"
        )
    command_line = f"`sayapy store upgrade {database.shown}`"
    if found is None:
        raise WrongSchema(
            f"{database.where} has no tables yet: if this is the right place for a store, run {command_line}"
        )
    raise WrongSchema(
        f"{database.where} has revision {found}, older than {REVISION}: make a backup, then run {command_line}"
    )


def upgrade(url: str, target: str = "head") -> tuple[str | None, str | None]:
    """Bring the tables of the database at `url` up to `target`; all or nothing. Returns the revisions before and after.

    Raises:
        WrongSchema: the database is of a newer version, or no store.
        StoreError: it cannot be reached, is held by others, or has no room.
    """
    return _migrate(url, target, command.upgrade)


def downgrade(url: str, target: str) -> tuple[str | None, str | None]:
    """Take the tables back to revision `target`, or to none with `base`. What the older ones cannot hold is lost."""
    return _migrate(url, target, command.downgrade)


def _migrate(url: str, target: str, step: Callable[[Config, str], None]) -> tuple[str | None, str | None]:
    if not MIGRATIONS.is_dir():
        raise ConfigError(f"the migrations are not at {MIGRATIONS}: run this from a working copy of saya_py")
    # SQLite changes a table by copying it, which would break references while they are enforced.
    database = Database(url, foreign_keys=False)
    try:
        with database.alone() as connection:
            before = revision(connection, database.where)
            if before is not None and before > REVISION:
                check(before, database)
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.attributes["connection"] = connection
            with _ALEMBIC:
                step(config, target)
            if database.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise StoreDamaged(f"{database.where} has rows that refer to nothing: put back a backup")
            return before, revision(connection, database.where)
    finally:
        database.close()

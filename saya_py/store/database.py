"""The connection to SQLite or PostgreSQL, and the two kinds of transactions.

A *read* sees one moment of the database. A *write* excludes other writers: of everything in SQLite, of the rows that it
locks in PostgreSQL. Both are over when their block is; a write whose block raises changed nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from saya_py.core.errors import ConfigError
from saya_py.store.faults import translated

_WRITES = "saya_writes"


class Database:
    """One database; safe to use from several threads. Connections are made when they are needed."""

    def __init__(self, url: str, busy_seconds: float = 30.0, foreign_keys: bool = True) -> None:
        """For `url`, as `sqlite:///path/of/file` or `postgresql://user@host/name`.

        A transaction waits up to `busy_seconds` for others. `foreign_keys` is off while tables are changed.

        Raises:
            ConfigError: it is no such URL, or the driver of PostgreSQL is not installed.
        """
        self.url = _checked(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.shown = self.url.set(drivername=self.url.get_backend_name()).render_as_string(hide_password=True)
        self.where = f"the database {self.shown}"
        self._busy_seconds = busy_seconds
        self._foreign_keys = foreign_keys
        self.engine = self._make_engine()
        isolation = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reading = self.engine.execution_options(**isolation)
        self._writing = self.engine.execution_options(**{_WRITES: True})

    @property
    def file(self) -> Path | None:
        """Path of the SQLite file."""
        return Path(str(self.url.database)) if self.is_sqlite else None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that sees one moment and changes nothing.

        Raises:
            StoreError: the database cannot be read.
        """
        with translated(self.where), Session(self._reading) as session, session.begin():
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that is durable when its block is over.

        Raises:
            StoreError: it could not be done, and changed nothing; after `StoreUnavailable` it may have happened.
        """
        with translated(self.where), Session(self._writing) as session, session.begin():
            yield session

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """The connection of a write in which no other process changes tables."""
        with translated(self.where), self._writing.begin() as connection:
            self.serialise(connection, "schema")
            yield connection

    def serialise(self, transaction: Session | Connection, what: str) -> None:
        """Let writes that say the same `what` happen one after the other; in SQLite all writes do."""
        if not self.is_sqlite:
            transaction.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": f"saya_py {what}"})

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _make_engine(self) -> Engine:
        if not self.is_sqlite:
            return create_engine(self.url, pool_pre_ping=True, connect_args=_postgres_options(self._busy_seconds))
        engine = create_engine(self.url, pool_timeout=self._busy_seconds, connect_args={"timeout": self._busy_seconds})
        event.listen(engine, "connect", self._set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _set_up_sqlite(self, connection: Any, _: Any) -> None:
        # Without this Python begins transactions itself, and later than it should.
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = FULL", f"foreign_keys = {int(self._foreign_keys)}"):
            connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock at once: one that read first and then found it taken could not wait for it."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres_options(busy_seconds: float) -> dict[str, Any]:
    """Waits end, and a server notices within half a minute that the machine of a client is gone."""
    settings = {
        "lock_timeout": int(busy_seconds * 1000),
        "tcp_keepalives_idle": 10,
        "tcp_keepalives_interval": 5,
        "tcp_keepalives_count": 3,
    }
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    return {"connect_timeout": max(1, int(busy_seconds)), "options": options}


def _checked(text: str) -> URL:
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise ConfigError(
            f"{text!r} is no database URL; write sqlite:///path/of/file or postgresql://user@host/name"
        ) from error
    backend = url.get_backend_name()
    if backend == "sqlite":
        if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
            raise ConfigError("a store in memory would be lost with its process; write sqlite:///path/of/file")
        return url.set(drivername="sqlite")
    if backend != "postgresql":
        raise ConfigError(f"a store is kept in SQLite or PostgreSQL, not in {backend}")
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise ConfigError("the driver of PostgreSQL is not installed: pip install 'saya-py[postgres]'") from error
    return url.set(drivername="postgresql+psycopg")
